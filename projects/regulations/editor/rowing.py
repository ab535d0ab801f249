"""The buttons inside a form: a row added, taken out or moved, a condition put into a group."""

from copy import deepcopy
from typing import Any

from projects.regulations.editor.annotations import Ask
from projects.regulations.editor.lenient import Raw
from projects.regulations.editor.places import blank, moved, without
from projects.regulations.editor.schema import Asked, fields_of
from projects.regulations.rulebook.shapes import Shape

VERBS = frozenset({"add", "drop", "up", "down"})


class UnknownButtonError(ValueError):
    """A button that no page of ours draws."""


def pressed(shape: type[Shape], value: Raw, button: str) -> Raw:
    """Return a thing after a button inside its form was pressed, such as `add:missing`."""
    verb, _, rest = button.partition(":")
    name, _, number = rest.partition(":")
    if verb not in VERBS or not name:
        raise UnknownButtonError(button)
    changed = deepcopy(value)
    holder, last, asked = _holder(shape, changed, name.split("."))
    items = list(_get(holder, last) or [])
    if verb == "add":
        items.append(blank(asked.shape) if asked.shape and not asked.variants else {})
    elif not number.isdecimal() or int(number) >= len(items):
        raise UnknownButtonError(button)
    elif verb == "drop":
        items = without(items, int(number))
    else:
        items = moved(items, int(number), -1 if verb == "up" else 1)
    holder[last] = items
    return changed


def _get(holder: Any, part: str) -> Any:
    return holder.get(part) if isinstance(holder, dict) else None


def _holder(shape: type[Shape] | None, value: Any, parts: list[str]) -> tuple[Any, str, Asked]:
    """Walk to the list that a name points at; return what holds it, its key and its field."""
    asked: Asked | None = None
    for depth, part in enumerate(parts):
        if part.isdecimal():
            value = value[int(part)]
            shape = _shape_of(asked, value)
            continue
        if asked is not None and asked.ask is Ask.VARIANT:
            shape = _shape_of(asked, value)
        asked = next((f for f in fields_of(shape) if f.name == part), None) if shape else None
        if asked is None or not isinstance(value, dict):
            raise UnknownButtonError(".".join(parts))
        if depth == len(parts) - 1:
            return value, part, asked
        value = value.setdefault(part, [] if asked.is_list else {})
        shape = asked.shape
    raise UnknownButtonError(".".join(parts))


def _shape_of(asked: Asked | None, value: Any) -> type[Shape] | None:
    if asked is None:
        return None
    if asked.variants and isinstance(value, dict):
        return asked.variant(value.get(asked.told_by))
    return asked.shape
