"""A draft in words: one sentence for every thing in it, finished or not."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from config.kernel.money import MoneyTextError, parse_money, yuan_text
from projects.regulations.editor.annotations import Ask
from projects.regulations.editor.lenient import Raw
from projects.regulations.editor.names import Names, World
from projects.regulations.editor.places import label_of
from projects.regulations.editor.schema import CITATION, Asked, fields_of, is_cited, noun_of
from projects.regulations.interpreter.prose import describe
from projects.regulations.rulebook.conditions import Condition
from projects.regulations.rulebook.shapes import Shape

UNFINISHED = "（尚未填完）"
SYSTEM_DEFAULT = "系统默认，非法规规定"
BLANKS = {
    "{found}": "〔内容〕",
    "{limit}": "〔限额〕",
    "{day}": "〔日期〕",
    "{year}": "〔年份〕",
    "{serial}": "〔序号〕",
}
_CONDITION: TypeAdapter[Condition] = TypeAdapter(Condition)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One thing of a draft in words: what it is called, what it says, on which clause."""

    title: str
    lines: tuple[tuple[str, str], ...] = ()
    basis: str = ""
    quote: str = ""
    strength: str = ""
    strength_label: str = ""


class Teller:
    """Tells the things of one draft; reads what it can of the draft once."""

    def __init__(self, raw: Raw, world: World) -> None:
        self.raw = raw
        self.names = Names(raw, world)

    def tell(self, shape: type[Shape], value: Mapping[str, Any]) -> Said:
        """Say a thing in words."""
        title = _with_blanks(label_of(value))
        lines = []
        for asked in fields_of(shape):
            held = value.get(asked.name)
            if held == _plain_default(asked) or asked.name in _UNSAID:
                continue
            told = self.value(asked, held)
            if not told or told == title or (is_cited(shape) and asked.name in _OF_CLAUSES):
                continue
            if not title and asked.ask is Ask.CHOICE and asked.of:
                title = told
                continue
            lines.append((asked.title, told))
        basis, quote = self.basis(value) if is_cited(shape) else ("", "")
        strength = str(value.get("strength") or "")
        return Said(
            title=title or noun_of(shape),
            lines=tuple(lines),
            basis=basis,
            quote=quote,
            strength=strength,
            strength_label={"BLOCK": "必须", "WAIVABLE": "原则上", "ADVICE": "提示"}.get(
                strength, ""
            ),
        )

    def value(self, asked: Asked, value: Any) -> str:
        """Say what a field holds; nothing where it holds nothing or only its default."""
        if asked.ask in {Ask.OWN, Ask.FIXED, Ask.ENTRIES, Ask.PAGE} or value in (None, "", [], {}):
            return ""
        if asked.ask is Ask.VARIANT:
            return self.condition(value)
        if asked.ask in {Ask.ROWS, Ask.GROUP, Ask.VARIANTS}:
            return self._nested(asked, value)
        if isinstance(value, list):
            return "、".join(self._one(asked, item) for item in value)
        return self._one(asked, value)

    def condition(self, value: Any) -> str:
        """Say a condition in one phrase."""
        if not value:
            return ""
        try:
            return describe(_CONDITION.validate_python(value), self.names.rulebook)
        except (ValidationError, KeyError, StopIteration, ValueError, AttributeError):
            return UNFINISHED

    def basis(self, value: Mapping[str, Any]) -> tuple[str, str]:
        """Say on which clause a thing rests, and what the clause says."""
        if value.get("basis") == "SYSTEM_DEFAULT":
            return SYSTEM_DEFAULT, ""
        if not value.get("clause") and not value.get("quote"):
            return "还没有写明依据", ""
        texts = [t for t in self.raw.get("texts") or () if isinstance(t, Mapping)]
        wanted = value.get("text") or (texts[0].get("code") if texts else "")
        title = next((t.get("title") for t in texts if t.get("code") == wanted), "") or ""
        return f"《{title}》{value.get('clause') or ''}", str(value.get("quote") or "")

    def _nested(self, asked: Asked, value: Any) -> str:
        if asked.ask is Ask.VARIANTS:
            return "；".join(filter(None, (self.condition(item) for item in value)))
        assert asked.shape is not None
        items = value if isinstance(value, list) else [value]
        return "；".join(filter(None, (self._inner(asked.shape, item) for item in items)))

    def _inner(self, shape: type[Shape], value: Any) -> str:
        if not isinstance(value, Mapping):
            return ""
        parts = []
        own = _with_blanks(label_of(value))
        unsaid = _UNSAID | _OF_CLAUSES if is_cited(shape) else _UNSAID
        for asked in fields_of(shape):
            told = self.value(asked, value.get(asked.name))
            is_usual = value.get(asked.name) == _plain_default(asked)
            if asked.name in unsaid or not told or told == own or is_usual:
                continue
            parts.append(told if asked.ask is Ask.CHOICE else f"{asked.title}{told}")
        return own + (f"（{'，'.join(parts)}）" if parts and own else "，".join(parts))

    def _one(self, asked: Asked, value: Any) -> str:
        if isinstance(value, bool):
            return "是" if value else ""
        if asked.of:
            return self.names.label(asked.of, value)
        for option, label in asked.options:
            if option == str(value):
                return label
        if asked.ask is Ask.NUMBER and asked.unit == "元":
            return f"{_yuan(str(value))}元"
        if asked.ask in {Ask.PLAIN, Ask.PLAINS}:
            return (
                self.names.label("choices", value)
                if self.names.knows("choices", value)
                else str(value)
            )
        return _with_blanks(f"{value}{asked.unit}")


_UNSAID = frozenset({"code", "id", "page", "days_unit"})
_OF_CLAUSES = frozenset({*CITATION, "rows"})


def _plain_default(asked: Asked) -> Any:
    return getattr(asked.default, "value", asked.default)


def _yuan(text: str) -> str:
    try:
        return yuan_text(parse_money(text))
    except MoneyTextError:
        return text


def _with_blanks(text: str) -> str:
    """Say in words what a message leaves to be filled in when it is told."""
    for written, blank in BLANKS.items():
        text = text.replace(written, blank)
    return text
