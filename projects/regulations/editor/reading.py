"""A rulebook laid out for reading: its parts in order, each thing in words with its clause."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from projects.regulations.editor.annotations import Ask
from projects.regulations.editor.lenient import Raw
from projects.regulations.editor.names import World
from projects.regulations.editor.schema import NESTED, Asked, fields_of, is_paged
from projects.regulations.editor.words import Said, Teller
from projects.regulations.rulebook import Rulebook
from projects.regulations.rulebook.shapes import Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing of a part, and the lists of things inside it."""

    said: Said
    anchor: str
    parts: tuple["Part", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a rulebook: a list of things under a heading."""

    title: str
    anchor: str
    entries: tuple[Entry, ...]
    lines: tuple[tuple[str, str], ...] = ()


def parts_of_rulebook(raw: Raw, world: World) -> tuple[Part, ...]:
    """Lay a rulebook out, without its texts; parts in which nothing stands are left out."""
    teller = Teller(raw, world)
    return tuple(
        part
        for asked in fields_of(Rulebook)
        if asked.ask in NESTED and asked.name != "texts"
        for part in _part(asked, raw.get(asked.name), asked.name, teller)
    )


def _part(asked: Asked, value: Any, anchor: str, teller: Teller) -> tuple[Part, ...]:
    if asked.shape is None or not value:
        return ()
    if isinstance(value, Mapping):
        return _group(asked, value, anchor, teller)
    if not is_paged(asked, at_root="-" not in anchor):
        said = teller.value(asked, value)
        return (Part(title=asked.title, anchor=anchor, entries=(), lines=((asked.title, said),)),)
    entries = tuple(
        _entry(asked.shape, item, f"{anchor}-{number}", teller)
        for number, item in enumerate(value)
        if isinstance(item, Mapping)
    )
    return (Part(title=asked.title, anchor=anchor, entries=entries),) if entries else ()


def _group(asked: Asked, value: Mapping[str, Any], anchor: str, teller: Teller) -> tuple[Part, ...]:
    assert asked.shape is not None
    said = teller.tell(asked.shape, value)
    inner = _inner(asked.shape, value, anchor, teller)
    entries = tuple(entry for part in inner for entry in part.entries)
    lines = tuple(line for line in said.lines if line[1])
    if not entries and not lines:
        return ()
    return (Part(title=asked.title, anchor=anchor, entries=entries, lines=lines),)


def _entry(shape: type[Shape], item: Mapping[str, Any], anchor: str, teller: Teller) -> Entry:
    said = teller.tell(shape, item)
    return Entry(said=said, anchor=anchor, parts=_inner(shape, item, anchor, teller))


def _inner(
    shape: type[Shape], item: Mapping[str, Any], anchor: str, teller: Teller
) -> tuple[Part, ...]:
    return tuple(
        part
        for asked in fields_of(shape)
        if asked.ask in {Ask.ENTRIES, Ask.PAGE}
        for part in _part(asked, item.get(asked.name), f"{anchor}-{asked.name}", teller)
    )
