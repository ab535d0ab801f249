"""What a shape asks: every field with the kind of control it takes, read off the shape itself."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache
from typing import Any, get_args

from pydantic.fields import FieldInfo

from projects.regulations.editor import lexicon
from projects.regulations.editor.annotations import Ask, Found, kind_of, plain_type
from projects.regulations.rulebook import Cited
from projects.regulations.rulebook.checks.references import REFERENCES
from projects.regulations.rulebook.shapes import Shape
from projects.regulations.rulebook.tree import fact_fields

CITATION = ("basis", "text", "clause", "quote", "strength", "word")
MOST_CELLS = 5
MOST_ON_A_ROW = 6
PICKED = frozenset({"facts", "pages"})


NESTED = (Ask.GROUP, Ask.ROWS, Ask.VARIANT, Ask.VARIANTS, Ask.ENTRIES, Ask.PAGE)
LISTS = (Ask.MANY, Ask.WORDS, Ask.LINES, Ask.PLAINS, Ask.ROWS, Ask.VARIANTS, Ask.ENTRIES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One field of a shape: what it is called, how it is asked, and what it points at."""

    name: str
    ask: Ask
    title: str
    hint: str = ""
    unit: str = ""
    of: str = ""
    is_required: bool = True
    is_optional: bool = False
    default: object = None
    ends_with: str = ""
    options: tuple[tuple[str, str], ...] = ()
    shape: type[Shape] | None = None
    variants: tuple[type[Shape], ...] = ()
    told_by: str = ""

    @property
    def is_list(self) -> bool:
        """Whether it holds several things."""
        return self.ask in LISTS

    def variant(self, told: object) -> type[Shape] | None:
        """Return the shape that a value of this field has, by what tells them apart."""
        return next((v for v in self.variants if tag_of(v, self.told_by) == told), None)


def noun_of(shape: type[Shape]) -> str:
    """Name a kind of thing, such as 要求."""
    noun = getattr(shape, "noun", "") or shape.model_config.get("title") or ""
    told = re.search(r"[（(]([\u4e00-\u9fff、]+)[)）]", shape.__doc__ or "")
    return str(noun) or (told.group(1) if told else "")


def variant_noun(variant: type[Shape], told_by: str) -> str:
    """Name one of several kinds of a thing by what tells it from the others."""
    said = variant.model_fields[told_by].description or ""
    return lexicon.NOUNS.get(tag_of(variant, told_by), "") or noun_of(variant) or said.rstrip("。")


def tag_of(variant: type[Shape], told_by: str) -> str:
    """Return the one value of the field that tells a variant from the others."""
    return str(get_args(plain_type(variant.model_fields[told_by].annotation)[0])[0])


@cache
def fields_of(shape: type[Shape]) -> tuple[Asked, ...]:
    """Return what a shape asks, in the order in which it is asked."""
    found = [_asked(shape, name, info) for name, info in shape.model_fields.items()]
    return tuple(field for field in found if field is not None)


def field_of(shape: type[Shape], name: str) -> Asked:
    """Return one field of a shape; `KeyError` if there is none of this name."""
    return next((f for f in fields_of(shape) if f.name == name), None) or _unknown(name)


def own_field(shape: type[Shape]) -> str:
    """Return the field by which a shape is named elsewhere, if it has one."""
    names = shape.model_fields
    return "code" if "code" in names else "id" if "id" in names else ""


def is_cited(shape: type[Shape]) -> bool:
    """Whether a shape cites a clause, or owns up to being a default of the system."""
    return issubclass(shape, Cited)


@cache
def is_simple(shape: type[Shape]) -> bool:
    """Whether a thing of this shape is one row of a table."""
    asked = [f for f in fields_of(shape) if f.ask not in {Ask.OWN, Ask.FIXED}]
    tall = {*NESTED, Ask.TEXT, Ask.MANY, Ask.LINES}
    return (
        not is_cited(shape) and len(asked) <= MOST_CELLS and all(f.ask not in tall for f in asked)
    )


def is_paged(asked: Asked, *, at_root: bool) -> bool:
    """Whether the members of a list have a page each; otherwise they are rows on one page."""
    if asked.ask is Ask.ENTRIES:
        return True
    return (
        at_root and asked.ask is Ask.ROWS and asked.shape is not None and not is_simple(asked.shape)
    )


def _is_weighty(shape: type[Shape], above: tuple[type[Shape], ...] = ()) -> bool:
    """Whether a thing in a list asks so much that it needs a page of its own."""
    if issubclass(shape, Cited) or shape in above:
        return True
    kinds = [found for info in shape.model_fields.values() if (found := kind_of(info.annotation))]
    if len(kinds) > MOST_ON_A_ROW + 1 or any(k.ask in {Ask.VARIANT, Ask.VARIANTS} for k in kinds):
        return True
    lists = (k.shape for k in kinds if k.ask is Ask.ROWS and k.shape is not None)
    return any(_is_weighty(inner, (*above, shape)) for inner in lists)


def _holds_weighty(shape: type[Shape]) -> bool:
    """Whether a group holds a list of things that need pages of their own."""
    kinds = (kind_of(info.annotation) for info in shape.model_fields.values())
    return any(
        k.ask is Ask.ROWS and k.shape is not None and _is_weighty(k.shape) for k in kinds if k
    )


def _unknown(name: str) -> Asked:
    raise KeyError(name)


def _asked(shape: type[Shape], name: str, info: FieldInfo) -> Asked | None:
    kind = kind_of(info.annotation)
    if kind is None:
        return None
    own = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    extra: dict[str, Any] = {**_said_of(shape, name), **kind.extra, **own}
    hint = extra.get("hint", info.description or "")
    field = Asked(
        name=name,
        ask=kind.ask,
        title=str(extra.get("title") or info.title or name),
        hint="" if name in lexicon.OWN and not extra.get("of") else _in_words(str(hint)),
        unit=str(extra.get("unit", "")),
        of=str(extra.get("of", "")),
        is_required=(info.is_required() and name != "code") or _has_least(info, kind),
        is_optional=kind.is_optional,
        default=None if info.is_required() else info.get_default(call_default_factory=True),
        ends_with="。" if "。$" in str([*info.metadata, *kind.metadata]) else "",
        options=_labelled(name, kind.options, extra),
        shape=kind.shape,
        variants=kind.variants,
        told_by=str(info.discriminator or kind.told_by),
    )
    return _settled(field, extra)


def _in_words(hint: str) -> str:
    """Leave out of a hint what only authors of files understand: codes and names of facts."""
    kept = [part for part in _PARTS.findall(hint) if not _CODE.search(_HOLE.sub("", part))]
    text = "".join(kept).rstrip("，；：。、")
    return f"{text}。" if text else ""


_PARTS = re.compile(r"[^，；。]+[，；。]?")
_HOLE = re.compile(r"\{[a-z]+\}")
_CODE = re.compile(r"[A-Za-z]{2,}|代码")


def _said_of(shape: type[Shape], name: str) -> dict[str, Any]:
    """Return what the language and the name of a field say of it."""
    said: dict[str, Any] = {"own": name in lexicon.OWN, "long": name in lexicon.LONG}
    for holder, field, sort in REFERENCES:
        if field == name and issubclass(shape, holder):
            said["of"] = lexicon.SECTIONS[sort]
    if name in fact_fields(shape):
        said["of"] = "facts"
    for key in (name, f"{shape.__name__}.{name}"):
        for note, table in (("of", lexicon.OF), ("unit", lexicon.UNITS), ("hint", lexicon.HINTS)):
            if key in table:
                said[note] = table[key]
        if key in lexicon.TITLES:
            said["title"] = lexicon.TITLES[key]
    return said


_LONG = {Ask.LINE: Ask.TEXT, Ask.WORDS: Ask.LINES}
_NAMED = {Ask.LINE: Ask.CHOICE, Ask.WORDS: Ask.MANY, Ask.PLAINS: Ask.MANY}


def _settled(field: Asked, extra: Mapping[str, Any]) -> Asked:
    """Decide what only the whole field shows: its own name, a choice, a long text, a page."""
    if field.ask is Ask.CHOICE and len(field.options) == 1:
        return replace(field, ask=Ask.FIXED, default=field.options[0][0])
    if field.ask is Ask.TICK and field.is_optional:
        return replace(field, ask=Ask.YES_NO, options=(("true", "是"), ("false", "否")))
    if field.of:
        ask = Ask.PICK if field.of in PICKED and field.ask is Ask.LINE else field.ask
        return replace(field, ask=_NAMED.get(ask, ask))
    if extra["own"] and field.ask in {Ask.LINE, Ask.COUNT, Ask.WORDS}:
        return replace(field, ask=Ask.OWN)
    if extra["long"] and field.ask in _LONG:
        return replace(field, ask=_LONG[field.ask])
    return _paged(field)


def _paged(field: Asked) -> Asked:
    if field.shape is None:
        return field
    if field.ask is Ask.GROUP and _holds_weighty(field.shape):
        return replace(field, ask=Ask.PAGE)
    if field.ask is Ask.ROWS and _is_weighty(field.shape):
        return replace(field, ask=Ask.ENTRIES)
    return field


def _has_least(info: FieldInfo, kind: Found) -> bool:
    return kind.ask in LISTS and any(getattr(m, "min_length", 0) for m in info.metadata)


def _labelled(
    name: str, options: tuple[object, ...], extra: Mapping[str, Any]
) -> tuple[tuple[str, str], ...]:
    labels = {**lexicon.LABELS_OF.get(name, {}), **(extra.get("labels") or {})}
    found = []
    for option in options:
        value = str(option.value) if isinstance(option, Enum) else str(option)
        own = getattr(option, "label", "")
        found.append((value, str(labels.get(value) or own or lexicon.LABELS.get(value, value))))
    return tuple(found)
