"""Walking through a rulebook as a tree: every piece with the place where it stands."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, get_args

from pydantic import BaseModel

from projects.regulations.rulebook.citations import Cited
from projects.regulations.rulebook.shapes import FactName

type Place = tuple[str | int, ...]
type Pieces = tuple[tuple[Place, BaseModel], ...]


def pieces_of(piece: object) -> Pieces:
    """Walk through a shape and all the shapes in it, each with its place."""
    found: list[tuple[Place, BaseModel]] = []
    _walk(piece, (), found)
    return tuple(found)


def entries_in(pieces: Iterable[tuple[Place, BaseModel]]) -> Iterator[tuple[Place, Cited]]:
    """Pick out everything that cites a clause."""
    return ((place, piece) for place, piece in pieces if isinstance(piece, Cited))


def said_in(piece: BaseModel, name: str) -> object:
    """Return what a piece says under a name; None where its shape has no such name."""
    return piece.__dict__.get(name)


@cache
def fact_fields(shape: type[BaseModel]) -> tuple[str, ...]:
    """Return the fields of a shape that name a fact, as their types say."""
    fields = shape.model_fields.items()
    return tuple(n for n, info in fields if _is_fact_name(info.metadata, info.annotation))


_FACT_NOTE = get_args(FactName)[1]


def _is_fact_name(notes: Iterable[object], annotation: Any) -> bool:
    if _FACT_NOTE in notes:
        return True
    ways = get_args(annotation)
    return any(_is_fact_name(getattr(way, "__metadata__", ()), way) for way in ways)


def _walk(piece: object, place: Place, found: list[tuple[Place, BaseModel]]) -> None:
    if isinstance(piece, BaseModel):
        found.append((place, piece))
        inside = piece.__dict__
        parts: Iterable[tuple[str | int, object]] = (
            (name, inside[name]) for name in _names(type(piece))
        )
    elif isinstance(piece, tuple):
        parts = enumerate(piece)
    else:
        return
    for name, part in parts:
        if isinstance(part, (BaseModel, tuple)):
            _walk(part, (*place, name), found)


@cache
def _names(shape: type[BaseModel]) -> tuple[str, ...]:
    return tuple(shape.model_fields)
