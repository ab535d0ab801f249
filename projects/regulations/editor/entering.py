"""What was typed into a form, read back into the draft; nothing is refused, nothing is lost.

A value that cannot be read stays as it was typed, and the check says what is wrong with it.
"""

import unicodedata
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from config.kernel.texts import clean, clean_line
from projects.regulations.editor.annotations import Ask
from projects.regulations.editor.figures import (
    decimal_text,
    figure_of,
    month_day,
    whole_number,
    words_of,
)
from projects.regulations.editor.lenient import Raw
from projects.regulations.editor.names import Names
from projects.regulations.editor.schema import Asked, fields_of
from projects.regulations.editor.texts import paragraphs_of
from projects.regulations.editor.values import COMBINES
from projects.regulations.rulebook.facts import FactKind
from projects.regulations.rulebook.shapes import Shape

MOST_ROWS = 2000
MONTH_DAYS = frozenset({"first", "last", "due_day"})
TRUTHS = {"true": True, "false": False}


class Posted(Protocol):
    """The fields of a form that was sent."""

    def get(self, name: str, /) -> str | None: ...
    def getlist(self, name: str, /) -> list[str]: ...
    def __contains__(self, name: object, /) -> bool: ...


def entered(shape: type[Shape], posted: Posted, before: Mapping[str, Any], names: Names) -> Raw:
    """Return a thing as the form now says it; what the form did not ask stays as it was."""
    return _thing(shape, posted, "", before, names)


def entered_list(asked: Asked, posted: Posted, before: list[Any], names: Names) -> list[Any]:
    """Return a list at the top of the draft as the form now says it."""
    found = _rows(asked, posted, asked.name, before, names)
    return found if isinstance(found, list) else before


def _thing(
    shape: type[Shape], posted: Posted, prefix: str, before: Mapping[str, Any], names: Names
) -> Raw:
    made: Raw = {}
    for asked in fields_of(shape):
        name = f"{prefix}{asked.name}"
        if asked.ask in {Ask.PLAIN, Ask.PLAINS} and name in posted:
            value = _plain_value(asked, posted, name, names.kind_of_value(made))
        else:
            value = _value(asked, posted, name, before.get(asked.name), names)
        if value is not None:
            made[asked.name] = value
    return made


def _value(asked: Asked, posted: Posted, name: str, before: Any, names: Names) -> Any:
    reader = _READERS.get(asked.ask)
    if reader is not None:
        return reader(asked, posted, name, before, names)
    return _scalar(asked, posted.get(name) or "") if name in posted else before


def _untouched(asked: Asked, posted: Posted, name: str, before: Any, names: Names) -> Any:
    """Leave to its own page what has one."""
    del asked, posted, name, names
    return before


def _fixed(asked: Asked, posted: Posted, name: str, before: Any, names: Names) -> Any:
    del posted, name, before, names
    return asked.default


def _own(asked: Asked, posted: Posted, name: str, before: Any, names: Names) -> Any:
    del asked, names
    return (posted.get(name) if name in posted else before) or None


def _tick(asked: Asked, posted: Posted, name: str, before: Any, names: Names) -> Any:
    del asked, names
    return name in posted if f"{name}.asked" in posted else before


def _many(asked: Asked, posted: Posted, name: str, before: Any, names: Names) -> Any:
    del asked, names
    return posted.getlist(name) if f"{name}.asked" in posted else before


def _pick(asked: Asked, posted: Posted, name: str, before: Any, names: Names) -> Any:
    if name not in posted:
        return before
    return names.code(asked.of, clean_line(posted.get(name) or "")) or None


def _yes_no(asked: Asked, posted: Posted, name: str, before: Any, names: Names) -> Any:
    del asked, names
    return TRUTHS.get(posted.get(name) or "") if name in posted else before


def _scalar(asked: Asked, text: str) -> Any:
    if asked.ask in _TEXTS:
        read = _TEXTS[asked.ask](asked, text)
        return None if asked.is_optional and not read else read
    line = clean_line(text)
    if not line:
        return None if asked.is_optional or asked.is_required else ""
    if asked.name in MONTH_DAYS and asked.ask is Ask.LINE:
        return month_day(line)
    return _LINES[asked.ask](line) if asked.ask in _LINES else _ended(asked, line)


def _ended(asked: Asked, text: str) -> str:
    """Finish a sentence with its stop, where the shape wants one."""
    if asked.ends_with and text and not text.endswith(asked.ends_with):
        return text.rstrip(".；;，,") + asked.ends_with
    return text


def _group(asked: Asked, posted: Posted, name: str, before: Any, names: Names) -> Any:
    assert asked.shape is not None
    if f"{name}.asked" not in posted:
        return before
    if asked.is_optional and f"{name}.on" not in posted:
        return None
    return _thing(
        asked.shape, posted, f"{name}.", before if isinstance(before, dict) else {}, names
    )


def _rows(asked: Asked, posted: Posted, name: str, before: Any, names: Names) -> Any:
    assert asked.shape is not None
    if f"{name}.rows" not in posted:
        return before
    items = before if isinstance(before, list) else []
    held = [item if isinstance(item, dict) else {} for item in items]
    return [
        _thing(
            asked.shape,
            posted,
            f"{name}.{number}.",
            held[number] if number < len(held) else {},
            names,
        )
        for number in range(_count(posted, name))
    ]


def _count(posted: Posted, name: str) -> int:
    text = posted.get(f"{name}.rows") or "0"
    return min(int(text), MOST_ROWS) if text.isdecimal() else 0


def _variants(asked: Asked, posted: Posted, name: str, before: Any, names: Names) -> Any:
    if f"{name}.rows" not in posted:
        return before
    return [
        _variant(asked, posted, f"{name}.{number}", None, names) or {}
        for number in range(_count(posted, name))
    ]


def _variant(asked: Asked, posted: Posted, name: str, before: Any, names: Names) -> Any:
    """Read a thing that is one of several kinds; what the new kind shares with the old is kept."""
    if f"{name}.asked" not in posted:
        return before
    if asked.is_optional and asked.ask is Ask.VARIANT and f"{name}.on" not in posted:
        return None
    told = posted.get(f"{name}.{asked.told_by}") or ""
    shape = asked.variant(told)
    if shape is None:
        fact = names.code("facts", clean_line(posted.get(f"{name}.fact") or ""))
        return {"fact": fact} if fact else {}
    made: Raw = {asked.told_by: told}
    for part in fields_of(shape):
        if part.name == asked.told_by:
            continue
        value = _part(part, posted, f"{name}.{part.name}", made, names)
        if value not in (None, ""):
            made[part.name] = value
    was = posted.get(f"{name}.was") or ""
    return _regrouped(made, was, asked, posted, name, names) if told != was else made


def _part(part: Asked, posted: Posted, name: str, made: Raw, names: Names) -> Any:
    if part.ask in {Ask.PLAIN, Ask.PLAINS}:
        return _plain_value(part, posted, name, names.kind_of_value(made))
    if part.ask is Ask.TICK and f"{name}.asked" not in posted:
        return part.default
    if part.ask is Ask.VARIANT and f"{name}.asked" not in posted:
        return {}
    return _value(part, posted, name, None, names)


def _regrouped(  # noqa: PLR0913, PLR0917 - what is read, and where
    made: Raw, was: str, asked: Asked, posted: Posted, name: str, names: Names
) -> Raw:
    """Put a single condition that becomes a group inside that group, and let a list stay one."""
    told = made[asked.told_by]
    if told not in COMBINES:
        return made
    old = asked.variant(was)
    if was in COMBINES:
        held = made.get("of")
        if told == "not" and isinstance(held, list):
            return {**made, "of": held[0] if held else {}}
        inner = _value(_of_field(old), posted, f"{name}.of", None, names) if old else []
        items = inner if isinstance(inner, list) else [inner]
        return {**made, "of": (items[0] if items else {}) if told == "not" else items}
    single = _single(old, posted, name, was, asked, names)
    return {**made, "of": single if told == "not" else [single, {}]}


def _of_field(shape: type[Shape] | None) -> Asked:
    assert shape is not None
    return next(f for f in fields_of(shape) if f.name == "of")


def _single(  # noqa: PLR0913, PLR0917 - what is read, and where
    old: type[Shape] | None, posted: Posted, name: str, was: str, asked: Asked, names: Names
) -> Raw:
    if old is None:
        return {}
    single: Raw = {asked.told_by: was}
    for part in fields_of(old):
        value = (
            None
            if part.name == asked.told_by
            else _part(part, posted, f"{name}.{part.name}", single, names)
        )
        if value not in (None, ""):
            single[part.name] = value
    return single


def _plain_value(part: Asked, posted: Posted, name: str, kind: FactKind | None) -> Any:
    if part.ask is Ask.PLAINS:
        if kind in {FactKind.CODE, FactKind.CODES}:
            return posted.getlist(name)
        return [_typed(word, kind) for word in words_of(posted.get(name) or "")]
    return _typed(clean_line(posted.get(name) or ""), kind)


def _typed(text: str, kind: FactKind | None) -> Any:
    if kind is FactKind.TRUTH:
        return TRUTHS.get(text)
    if kind in {FactKind.NUMBER, FactKind.AMOUNT}:
        return figure_of(decimal_text(text)) if text else None
    return text or None


_TEXTS: dict[Ask, Callable[[Asked, str], Any]] = {
    Ask.TEXT: lambda asked, text: _ended(asked, clean(text).strip()),
    Ask.WORDS: lambda _, text: words_of(text),
    Ask.LINES: lambda _, text: paragraphs_of(text),
}
_LINES: dict[Ask, Callable[[str], Any]] = {
    Ask.COUNT: whole_number,
    Ask.NUMBER: decimal_text,
    Ask.DAY: lambda line: unicodedata.normalize("NFKC", line),
}
_READERS: dict[Ask, Callable[[Asked, Posted, str, Any, Names], Any]] = {
    Ask.GROUP: _group,
    Ask.ROWS: _rows,
    Ask.VARIANT: _variant,
    Ask.VARIANTS: _variants,
    Ask.ENTRIES: _untouched,
    Ask.PAGE: _untouched,
    Ask.FIXED: _fixed,
    Ask.OWN: _own,
    Ask.TICK: _tick,
    Ask.MANY: _many,
    Ask.PICK: _pick,
    Ask.YES_NO: _yes_no,
}
