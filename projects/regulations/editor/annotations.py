"""What the type of a field says: which kind of control it takes, and of what it is made."""

import types
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import Enum, StrEnum
from typing import Annotated, Any, Literal, TypeAliasType, Union, get_args, get_origin

from projects.regulations.rulebook.shapes import Shape


class Ask(StrEnum):
    """How a field is asked for."""

    LINE = "line"
    TEXT = "text"
    COUNT = "count"
    NUMBER = "number"
    DAY = "day"
    TICK = "tick"
    CHOICE = "choice"
    MANY = "many"
    WORDS = "words"
    LINES = "lines"
    PLAIN = "plain"
    PLAINS = "plains"
    GROUP = "group"
    ROWS = "rows"
    ENTRIES = "entries"
    PAGE = "page"
    VARIANT = "variant"
    VARIANTS = "variants"
    OWN = "own"
    FIXED = "fixed"
    YES_NO = "yes_no"
    PICK = "pick"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What an annotation says."""

    ask: Ask
    is_optional: bool = False
    title: str = ""
    shape: type[Shape] | None = None
    options: tuple[object, ...] = ()
    variants: tuple[type[Shape], ...] = ()
    told_by: str = ""
    extra: Mapping[str, Any]
    metadata: tuple[object, ...] = ()


_SCALARS: dict[object, Ask] = {
    str: Ask.LINE,
    int: Ask.COUNT,
    Decimal: Ask.NUMBER,
    date: Ask.DAY,
    bool: Ask.TICK,
}


def kind_of(annotation: Any) -> Found | None:
    bare, extra, metadata = plain_type(annotation)
    origin, arguments = get_origin(bare), get_args(bare)
    if origin in {Union, types.UnionType}:
        return _of_union(arguments, extra, metadata)
    if origin is tuple:
        return _of_tuple(arguments[0], extra)
    if origin is Literal:
        return Found(ask=Ask.CHOICE, options=arguments, extra=extra, metadata=metadata)
    if isinstance(bare, type):
        return _of_type(bare, extra, metadata)
    return None


def _of_type(bare: type, extra: Mapping[str, Any], metadata: tuple[object, ...]) -> Found | None:
    if issubclass(bare, Shape):
        return Found(ask=Ask.GROUP, shape=bare, extra=extra)
    if issubclass(bare, Enum):
        return Found(ask=Ask.CHOICE, options=tuple(bare), extra=extra, metadata=metadata)
    ask = _SCALARS.get(bare)
    return None if ask is None else Found(ask=ask, extra=extra, metadata=metadata)


def _of_union(
    arguments: tuple[Any, ...], extra: Mapping[str, Any], metadata: tuple[object, ...]
) -> Found | None:
    rest = [a for a in arguments if a is not types.NoneType]
    is_optional = len(rest) < len(arguments)
    if len(rest) == 1:
        found = kind_of(rest[0])
        if found is None:
            return None
        noted = {**found.extra, **extra}
        return replace(
            found, is_optional=is_optional, extra=noted, metadata=(*found.metadata, *metadata)
        )
    bare = [plain_type(a)[0] for a in rest]
    shapes = tuple(a for a in bare if isinstance(a, type) and issubclass(a, Shape))
    if len(shapes) == len(rest):
        told_by = next(
            (str(getattr(m, "discriminator", "")) for m in metadata if _discriminates(m)), ""
        )
        return Found(
            ask=Ask.VARIANT,
            is_optional=is_optional,
            variants=shapes,
            told_by=told_by,
            extra=extra,
        )
    if all(get_origin(a) is Literal for a in bare):
        options = tuple(option for a in bare for option in get_args(a))
        return Found(ask=Ask.CHOICE, is_optional=is_optional, options=options, extra=extra)
    return Found(ask=Ask.PLAIN, is_optional=is_optional, extra=extra, metadata=metadata)


def _of_tuple(item: Any, extra: Mapping[str, Any]) -> Found | None:
    found = kind_of(item)
    if found is None:
        return None
    several = {
        Ask.GROUP: Ask.ROWS,
        Ask.VARIANT: Ask.VARIANTS,
        Ask.CHOICE: Ask.MANY,
        Ask.PLAIN: Ask.PLAINS,
    }
    ask = several.get(found.ask, Ask.WORDS)
    return replace(found, ask=ask, is_optional=False, extra={**found.extra, **extra})


def plain_type(annotation: Any) -> tuple[Any, dict[str, Any], tuple[object, ...]]:
    """Take aliases and notes off a type; return it with what the notes say."""
    extra: dict[str, Any] = {}
    metadata: tuple[object, ...] = ()
    while True:
        if isinstance(annotation, TypeAliasType):
            annotation = annotation.__value__
        elif get_origin(annotation) is Annotated:
            annotation, *notes = get_args(annotation)
            metadata += tuple(notes)
            for note in notes:
                said = getattr(note, "json_schema_extra", None)
                extra |= said if isinstance(said, dict) else {}
        else:
            return annotation, extra, metadata


def _discriminates(note: object) -> bool:
    return bool(getattr(note, "discriminator", None))
