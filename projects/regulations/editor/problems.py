"""What is still wrong with a draft, each mistake with its place, in words a clerk can act on."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from projects.regulations.editor.annotations import Ask
from projects.regulations.editor.lenient import Raw
from projects.regulations.editor.places import NoSuchPlaceError, Place, at, label_of
from projects.regulations.editor.schema import NESTED, Asked, fields_of, is_cited, is_paged
from projects.regulations.rulebook import Rulebook
from projects.regulations.rulebook.checks import mistakes_in as contradictions
from projects.regulations.rulebook.checks.outside import Surroundings, unknown_outside
from projects.regulations.rulebook.contents import Contents
from projects.regulations.rulebook.errors import is_told
from projects.regulations.rulebook.precedence import folded
from projects.regulations.rulebook.shapes import Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """One thing to put right: where it stands, which page shows it, and what is wrong."""

    place: Place
    page: Place
    message: str


def mistakes_in(raw: Raw, around: Surroundings) -> list[Mistake]:
    """Return everything that keeps a draft from being published, in the order of the draft."""
    found = [*_of_shapes(raw, around), *_of_quotes(raw)]
    order = {f.name: number for number, f in enumerate(fields_of(Rulebook))}
    return sorted(found, key=lambda m: (order.get(str(m.place[0]) if m.place else "", 99),))


def by_place(mistakes: Iterable[Mistake], page: Place) -> dict[Place, tuple[str, ...]]:
    """Return the mistakes of one page by their place within its thing."""
    found: dict[Place, tuple[str, ...]] = {}
    for mistake in mistakes:
        if mistake.page == page:
            inner = mistake.place[len(page) :]
            found[inner] = (*found.get(inner, ()), mistake.message)
    return found


def _of_shapes(raw: Raw, around: Surroundings) -> list[Mistake]:
    """Return what is wrong with single things; only where nothing is, with all of them together."""
    try:
        contents = Contents.model_validate(raw)
    except ValidationError as error:
        errors = error.errors(include_url=False)
        return [_mistake(detail) for detail in errors if is_told(detail, errors)]
    together = [*contradictions(contents), *unknown_outside(contents, around)]
    return [_contradiction(place, message) for place, message in together]


def _contradiction(loc: Place, message: str) -> Mistake:
    place, asked = _located(loc)
    if asked is not None and asked.of and message.startswith(("未知的", "没有")):
        message = f"所选的{asked.title}已不存在，请另选。"
    return Mistake(place=place, page=page_of(place), message=message)


def _mistake(detail: ErrorDetails) -> Mistake:
    place, asked = _located(tuple(detail["loc"]))
    return Mistake(place=place, page=page_of(place), message=_sentence(detail, asked))


def _located(loc: Place) -> tuple[Place, Asked | None]:
    """Take out of a location what the reader of shapes put in: the names of variants."""
    place: list[str | int] = []
    shape: type[Shape] | None = Rulebook
    asked: Asked | None = None
    for part in loc:
        if isinstance(part, int):
            place.append(part)
            continue
        known = {f.name: f for f in fields_of(shape)} if shape else {}
        if part in known:
            asked = known[part]
            shape = asked.shape
            place.append(part)
        elif asked is not None and asked.variants:
            shape = asked.variant(part)
        else:
            place.append(part)
    return tuple(place), asked


def page_of(place: Place) -> Place:
    """Return the thing whose page shows a place."""
    shape: type[Shape] | None = Rulebook
    page: Place = ()
    asked: Asked | None = None
    for depth, part in enumerate(place):
        if isinstance(part, int):
            if asked is not None and is_paged(asked, at_root=depth == 1):
                page = place[: depth + 1]
        elif shape is not None:
            asked = next((f for f in fields_of(shape) if f.name == part), None)
            if asked is None or asked.ask in {Ask.VARIANT, Ask.VARIANTS}:
                break
            if asked.ask is Ask.PAGE or (depth == 0 and asked.ask in NESTED):
                page = place[: depth + 1]
            shape = asked.shape
    return page


_SENTENCES = {
    "missing": "请{verb}{title}。",
    "string_too_short": "请{verb}{title}。",
    "string_too_long": "{title}太长，请删减。",
    "string_pattern_mismatch": "{title}不符合要求的样式。",
    "too_short": "{title}至少要有一项。",
    "int_parsing": "{title}应为整数。",
    "int_type": "{title}应为整数。",
    "decimal_parsing": "{title}应为数字。",
    "decimal_type": "{title}应为数字。",
    "date_from_datetime_parsing": "{title}不是有效的日期。",
    "date_parsing": "{title}不是有效的日期。",
    "greater_than_equal": "{title}不能小于{ge}。",
    "greater_than": "{title}应大于{gt}。",
    "less_than_equal": "{title}不能大于{le}。",
    "less_than": "{title}应小于{lt}。",
    "literal_error": "请选择{title}。",
    "enum": "请选择{title}。",
    "union_tag_not_found": "请选择{title}怎样比较。",
    "union_tag_invalid": "请选择{title}怎样比较。",
    "model_type": "请填写{title}。",
    "tuple_type": "请填写{title}。",
    "extra_forbidden": "有一项内容不认识，请删除后重新填写。",
}


def _sentence(detail: ErrorDetails, asked: Asked | None) -> str:
    if detail["type"] == "value_error":
        return str(detail["msg"]).removeprefix("Value error, ")
    title = asked.title if asked else "内容"
    verb = "选择" if asked and asked.ask in {Ask.CHOICE, Ask.MANY, Ask.VARIANT} else "填写"
    said = _SENTENCES.get(detail["type"], "请核对{title}。")
    return said.format(
        title=title,
        verb=verb,
        **{name: value for name, value in (detail.get("ctx") or {}).items() if name in _BOUNDS},
    )


_BOUNDS = frozenset({"ge", "gt", "le", "lt"})


def _of_quotes(raw: Raw) -> list[Mistake]:
    texts = {
        str(t.get("code")): [folded(p) for p in t.get("paragraphs") or () if isinstance(p, str)]
        for t in raw.get("texts") or ()
        if isinstance(t, dict)
    }
    first = next(iter(texts), "")
    found = []
    for place, value in _cited(raw, Rulebook, ()):
        quote, code = value.get("quote"), str(value.get("text") or first)
        if not isinstance(quote, str) or not quote or code not in texts:
            continue
        if not any(folded(quote) in paragraph for paragraph in texts[code]):
            spot = (*place, "quote")
            message = "这句原文在所选文本中查不到，请从右侧文本中选取。"
            found.append(Mistake(place=spot, page=page_of(spot), message=message))
    return found


def _cited(value: Any, shape: type[Shape], place: Place) -> Iterable[tuple[Place, dict[str, Any]]]:
    if not isinstance(value, dict):
        return
    if is_cited(shape):
        yield place, value
    for asked in fields_of(shape):
        inner = value.get(asked.name)
        if asked.shape is None or not inner:
            continue
        if isinstance(inner, list):
            for number, item in enumerate(inner):
                yield from _cited(item, asked.shape, (*place, asked.name, number))
        else:
            yield from _cited(inner, asked.shape, (*place, asked.name))


def where(raw: Raw, place: Place) -> str:
    """Say where in the draft a page lies, such as 关口“申报” › 要求 › 第2项."""
    words = []
    for depth in range(1, len(place) + 1):
        try:
            node = at(raw, place[:depth])
        except NoSuchPlaceError:
            break
        if isinstance(place[depth - 1], int):
            label = label_of(node.value)
            words.append(f"“{label[:24]}”" if label else f"第{int(place[depth - 1]) + 1}项")
        elif node.field is not None:
            words.append(node.field.title)
    return " › ".join(words)
