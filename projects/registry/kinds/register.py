"""The kinds of records that the stages bring, by their code."""

from projects.registry.kinds.shapes import RecordKind
from projects.registry.models import Stage

_kinds: dict[str, RecordKind] = {}


def register(*kinds: RecordKind) -> None:
    """Make kinds of records known; each code only once."""
    for kind in kinds:
        if kind.code in _kinds:
            raise ValueError(f"Record kind {kind.code!r} is registered twice.")
        _kinds[kind.code] = kind


def get(code: str) -> RecordKind:
    """Return the kind with this code; `KeyError` if no stage registered it."""
    return _kinds[code]


def all_kinds() -> tuple[RecordKind, ...]:
    """Return every kind in the order of the life cycle."""
    order = list(Stage)
    return tuple(sorted(_kinds.values(), key=lambda kind: order.index(kind.stages[0])))


def find(code: str) -> RecordKind | None:
    """Return the kind with this code, if a stage registered it."""
    return _kinds.get(code)
