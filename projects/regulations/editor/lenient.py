"""A draft read as far as it can be read, so that things in it can be named."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from pydantic import ValidationError

from config.kernel.digests import canonical_json
from projects.regulations.editor.schema import fields_of
from projects.regulations.rulebook import Rulebook
from projects.regulations.rulebook.shapes import Shape

type Raw = dict[str, Any]


def lenient(raw: Raw) -> Rulebook:
    """Return what can be read of a draft; what is unfinished is left out, nothing is checked."""
    return _read_whole(_Content(raw))


class _Content:
    """A draft that can be told from another by what it says."""

    def __init__(self, raw: Raw) -> None:
        self.raw = raw
        self.key = canonical_json(raw)

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Content) and other.key == self.key


@lru_cache(maxsize=16)
def _read_whole(content: _Content) -> Rulebook:
    fields: dict[str, Any] = {}
    for asked in fields_of(Rulebook):
        info = Rulebook.model_fields[asked.name]
        default = None if info.is_required() else info.get_default(call_default_factory=True)
        value = content.raw.get(asked.name)
        if asked.is_list and asked.shape is not None:
            items = value if isinstance(value, list) else []
            fields[asked.name] = tuple(filter(None, (_read(asked.shape, i) for i in items)))
        elif asked.shape is not None:
            fields[asked.name] = _read(asked.shape, value) or default
        else:
            fields[asked.name] = default if value is None else value
    return Rulebook.model_construct(**fields)


def _read(shape: type[Shape], value: Any) -> Shape | None:
    try:
        return shape.model_validate(value)
    except ValidationError:
        return _without_unfinished(shape, value)


def _without_unfinished(shape: type[Shape], value: Any) -> Shape | None:
    """Read a thing without the things in it that cannot be read yet."""
    if not isinstance(value, Mapping):
        return None
    kept: Raw = {}
    for asked in fields_of(shape):
        inner = value.get(asked.name)
        if asked.is_list and asked.shape is not None and isinstance(inner, list):
            inner = tuple(filter(None, (_read(asked.shape, item) for item in inner)))
        elif asked.shape is not None and inner is not None:
            inner = _read(asked.shape, inner)
        if inner is not None:
            kept[asked.name] = inner
    try:
        return shape.model_validate(kept)
    except ValidationError:
        return _named_at_least(shape, kept)


def _named_at_least(shape: type[Shape], kept: Raw) -> Shape | None:
    """Keep a thing that has a name although more is missing: others may refer to it."""
    if not (kept.get("code") and kept.get("label")):
        return None
    fields: Raw = {}
    for name, info in shape.model_fields.items():
        default = None if info.is_required() else info.get_default(call_default_factory=True)
        empty = () if str(info.annotation).startswith("tuple") else default
        fields[name] = kept.get(name, empty if info.is_required() else default)
    return shape.model_construct(**fields)
