"""Walking through a rulebook as a tree: every piece with the place where it stands."""

from collections.abc import Iterator

from pydantic import BaseModel

from projects.regulations.rulebook.citations import Cited

type Place = tuple[str | int, ...]


def pieces_of(piece: object, place: Place = ()) -> Iterator[tuple[Place, BaseModel]]:
    """Walk through a shape and all the shapes in it, each with its place."""
    if isinstance(piece, BaseModel):
        yield place, piece
        for name in type(piece).model_fields:
            yield from pieces_of(getattr(piece, name), (*place, name))
    elif isinstance(piece, tuple):
        for number, part in enumerate(piece):
            yield from pieces_of(part, (*place, number))


def entries_of(piece: BaseModel) -> Iterator[tuple[Place, Cited]]:
    """Walk through everything that cites a clause."""
    return ((place, part) for place, part in pieces_of(piece) if isinstance(part, Cited))
