"""Where in a draft something stands: its place, the things inside it, and changes to them.

A draft is plain data. A place is the path to a thing in it, and is written as a slug such as
`gates-3-requirements-0`, because field names never hold a hyphen.
"""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from config.kernel.digests import canonical_json, sha256
from projects.regulations.editor.annotations import Ask
from projects.regulations.editor.lenient import Raw
from projects.regulations.editor.schema import NESTED, Asked, field_of, fields_of, noun_of
from projects.regulations.rulebook import Rulebook
from projects.regulations.rulebook.shapes import Shape

type Place = tuple[str | int, ...]


class NoSuchPlaceError(LookupError):
    """The draft has nothing there, any more or at all."""


@dataclass(frozen=True, slots=True)
class Node:
    """A thing in a draft: its shape and what was entered; or a whole list of things."""

    place: Place
    shape: type[Shape]
    value: Any
    field: Asked | None = None

    @property
    def is_list(self) -> bool:
        """Whether this is a list of things and not one of them."""
        return self.field is not None and self.field.is_list and isinstance(self.value, list)

    @property
    def slug(self) -> str:
        """The place as an address."""
        return slug_of(self.place)


def slug_of(place: Place) -> str:
    """Write a place as a slug."""
    return "-".join(str(part) for part in place)


def place_of(slug: str) -> Place:
    """Read a slug back."""
    return tuple(int(part) if part.isdecimal() else part for part in slug.split("-") if part)


def at(raw: Raw, place: Place) -> Node:
    """Return what stands at a place; `NoSuchPlaceError` if the draft has nothing there."""
    shape: type[Shape] = Rulebook
    value: Any = raw
    field: Asked | None = None
    for part in place:
        if isinstance(part, int):
            if not isinstance(value, list) or part >= len(value):
                raise NoSuchPlaceError(slug_of(place))
            value, field = value[part], None
        else:
            field = _field(shape, part, value, place)
            inner = value.get(part)
            shape = field.shape or shape
            empty: Any = [] if field.is_list else {}
            value = empty if inner is None else inner
    return Node(place, shape, value, field)


def _field(shape: type[Shape], name: str, value: Any, place: Place) -> Asked:
    try:
        field = field_of(shape, name)
    except KeyError as error:
        raise NoSuchPlaceError(slug_of(place)) from error
    if field.shape is None or not isinstance(value, Mapping):
        raise NoSuchPlaceError(slug_of(place))
    return field


def with_value(raw: Raw, place: Place, value: Any) -> Raw:
    """Return the draft with another value at a place."""
    if not place:
        return dict(value)
    changed = deepcopy(raw)
    holder: Any = changed
    for part, following in pairwise(place):
        holder = _step(holder, part, following)
    if isinstance(holder, list) and place[-1] == len(holder):
        holder.append(value)
    else:
        holder[place[-1]] = value
    return changed


def _step(holder: Any, part: str | int, following: str | int) -> Any:
    if isinstance(holder, dict) and holder.get(part) is None:
        holder[part] = [] if isinstance(following, int) else {}
    return holder[part]


def without(items: Sequence[Any], index: int) -> list[Any]:
    """Return a list without one of its things."""
    return [item for number, item in enumerate(items) if number != index]


def moved(items: Sequence[Any], index: int, by: int) -> list[Any]:
    """Return a list with one thing moved up or down; at the end it stays."""
    goal = max(0, min(len(items) - 1, index + by))
    rest = without(items, index)
    return [*rest[:goal], items[index], *rest[goal:]]


def mark_of(value: Any, shape: type[Shape] | None = None) -> str:
    """Tell whether a thing is still what a page showed, apart from what has pages of its own."""
    if shape is not None and isinstance(value, Mapping):
        value = {name: v for name, v in value.items() if name not in apart(shape)}
    return sha256(canonical_json(value))[:16]


def apart(shape: type[Shape]) -> frozenset[str]:
    """Return the fields of a shape that are not on its own page."""
    is_root = shape is Rulebook
    return frozenset(
        f.name
        for f in fields_of(shape)
        if f.ask in {Ask.ENTRIES, Ask.PAGE} or (is_root and f.ask in NESTED)
    )


def blank(shape: type[Shape]) -> Raw:
    """Return a thing of a shape with its defaults, everything else still to be filled in."""
    made: Raw = {}
    for field in fields_of(shape):
        if field.ask in NESTED and field.ask is not Ask.GROUP:
            continue
        if field.default not in (None, "", (), False):
            made[field.name] = plain(field.default)
    return made


def plain(value: object) -> Any:
    """Write a default of a shape as plain data."""
    if isinstance(value, Shape):
        return value.model_dump(mode="json")
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if isinstance(value, Decimal | date):
        return str(value)
    return getattr(value, "value", value)


def title_of(node: Node) -> str:
    """Name a thing by what it says of itself, a list by its field."""
    if node.field is not None and (node.is_list or not node.value):
        return node.field.title
    return label_of(node.value) or (node.field.title if node.field else noun_of(node.shape))


def label_of(value: Any) -> str:
    """Return the words a thing is known by, empty as long as it has none."""
    if not isinstance(value, Mapping):
        return ""
    for name in ("label", "title", "name", "message", "quote"):
        if isinstance(value.get(name), str) and value[name]:
            return str(value[name])
    return ""


def trail_of(raw: Raw, place: Place) -> list[Node]:
    """Return the things on the way to a place, the lists among them included."""
    return [at(raw, place[: depth + 1]) for depth in range(len(place))]
