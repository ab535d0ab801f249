"""Packs with one entry taken out or weakened: each must be noticed by a scenario of its row.

The operators know nothing of particular shapes. They look at what stands in an entry: a
strength, a bound, a box to fill. A clause that is nested as `rule` stands for the part that
it is the ground of. What does not validate is no mutant; where others refer to what is taken
out, they go with it.
"""

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from projects.registry.access import sync_duties
from projects.registry.models import Project
from projects.regulations.coverage.entries import Path, at, found_in
from projects.regulations.rulebook import Rulebook
from tests.autopilot.pilot import Pilot
from tests.autopilot.world import publish

TWIST = {"at_most": "below", "below": "at_most", "at_least": "above", "above": "at_least"}
LESS = ("at_least", "min_rows", "percent")
MORE = ("attempts", "quota")
NEVER_EMPTY = frozenset(
    {"roles", "of", "after", "columns", "fields", "blocks", "values", "words", "passing", "kinds"}
)
type Operator = Callable[[Any, Path], bool]


@dataclass(frozen=True, slots=True)
class Mutant:
    """A pack in which one entry is not what it was."""

    entry: str
    change: str
    rulebook: Rulebook


def mutants_of(content: dict[str, Any], entry: str) -> Iterator[Mutant]:
    """Return the mutants of one entry that are still rulebooks."""
    paths = _places(content, entry)
    for change, operator in OPERATORS.items():
        changed = deepcopy(content)
        if paths and _changes(operator, changed, entry, len(paths)):
            rulebook = _validated(changed)
            if rulebook is not None:
                yield Mutant(entry, change, rulebook)


def _changes(operator: Operator, content: Any, entry: str, count: int) -> bool:
    """Change every place of an entry, the last first; some go along with those before them."""
    for number in reversed(range(count)):
        paths = _places(content, entry)
        if number < len(paths) and not operator(content, paths[number]):
            return False
    return True


def _places(content: Any, entry: str) -> list[Path]:
    """Return each place of an entry once; a box is meant, not the block of the same name."""
    paths = list(dict.fromkeys(found_in(content, entry)))
    boxes = [path for path in paths if "fields" in path]
    return [path for path in paths if not any(box[: len(path)] == path != box for box in boxes)]


def adopt(pilot: Pilot, mutant: Rulebook) -> None:
    """Let the project keep to another rulebook from here on."""
    version = publish(mutant, at=pilot.at)
    Project.objects.filter(pk=pilot.project_id).update(rulebook=version)
    sync_duties(pilot.project_id)


def _validated(content: Any) -> Rulebook | None:
    try:
        return Rulebook.model_validate(content)
    except ValidationError:
        return None


def _owner(path: Path) -> Path:
    """Return the part whose ground an entry is: the entry itself, or what holds it."""
    return path[:-1] if path[-1] == "rule" else path


def _removed(content: Any, path: Path) -> bool:
    """Take the part out, and what refers to it if it cannot go alone."""
    path = _owner(path)
    gone = at(content, path)
    steps = _steps(content)
    parent, last = at(content, path[:-1]), path[-1]
    if isinstance(parent, list):
        assert isinstance(last, int)
        del parent[last]
    else:
        parent[last] = None
    is_step = "route" in path
    if not is_step and isinstance(gone, dict) and gone.get("code") and _validated(content) is None:
        for name in _names_of(content, path, gone):
            _purge(content, name)
    for gate, step in steps - _steps(content):
        _forget_step(content, gate, step)
    return True


def _steps(content: Any) -> set[tuple[str, str]]:
    return {(gate["code"], step["code"]) for gate in content["gates"] for step in gate["route"]}


def _forget_step(content: Any, gate_code: str, step: str) -> None:
    """Drop what refers to a step of a route; another route may have one of that name."""
    for part in _parts(content):
        for key, value in part.items():
            if isinstance(value, list):
                part[key] = [piece for piece in value if not _is_at_step(piece, gate_code, step)]
    for gate in content["gates"]:
        if gate["code"] == gate_code:
            _go_without(gate, step)
    for kind in content["record_kinds"]:
        if kind["code"] == gate_code:
            _sign_without(kind, step)


def _go_without(gate: dict[str, Any], step: str) -> None:
    for sort in ("requirements", "papers"):
        gate[sort] = [piece for piece in gate[sort] if piece["step"] != step]
    for later in gate["route"]:
        later |= {name: None for name in ("chosen_at", "returns_to") if later[name] == step}


def _sign_without(kind: dict[str, Any], step: str) -> None:
    kind["sign_offs"] = [sign for sign in kind["sign_offs"] if sign["step"] != step]
    if (kind["outcome"] or {}).get("step") == step:
        kind["outcome"] = None


def _is_at_step(part: Any, gate: str, step: str) -> bool:
    return isinstance(part, dict) and (part.get("gate"), part.get("step")) == (gate, step)


def _names_of(content: Any, path: Path, gone: dict[str, Any]) -> list[str]:
    """Return by which names others refer to a part: its code, or `kind.field`."""
    code = str(gone["code"])
    if path[0] == "record_kinds" and len(path) > 2:
        kind = str(at(content, path[:2])["code"])
        return [f"{kind}.{code}"]
    return [code]


def _purge(content: Any, name: str) -> bool:
    """Drop what refers to a name; return whether nothing is left of the part itself."""
    if isinstance(content, str):
        return content == name or content.startswith((f"{name}.", f"{name}#", f"record:{name}"))
    if isinstance(content, list):
        content[:] = [part for part in content if not _purge(part, name)]
        return False
    if not isinstance(content, dict):
        return False
    is_top = "texts" in content
    is_dead = False
    for key, value in content.items():
        if key in {"label", "title", "quote", "clause", "message", "text", "id"}:
            continue
        had_some = bool(value)
        if _purge(value, name) or (key in NEVER_EMPTY and had_some and not value):
            is_dead = True
    return is_dead and not is_top


def _advisory(content: Any, path: Path) -> bool:
    """Let a demand bind nobody."""
    entry = at(content, path)
    if entry.get("strength") not in {"BLOCK", "WAIVABLE"}:
        return False
    entry["strength"], entry["word"] = "ADVICE", ""
    return not _only_names(at(content, _owner(path)))


def _only_names(owner: dict[str, Any]) -> bool:
    """Whether a part demands nothing that could be advised: a stage, a choice, a band."""
    return "phase" in owner or set(owner) <= {"code", "label", "rule"} or "upper" in owner


def _optional(content: Any, path: Path) -> bool:
    """Let a box stay empty, or every box of a form; what signers state is another matter."""
    if "roles" in at(content, _owner(path)):
        return False
    boxes = [part for part in _parts(at(content, _owner(path))) if part.get("required") is True]
    for box in boxes:
        box["required"] = False
    return bool(boxes)


def _loosened(content: Any, path: Path) -> bool:
    """Move a bound a little: a period by one, a list by one of its values."""
    changed = [_loosen(part) for part in _parts(at(content, _owner(path)))]
    return any(changed)


def _loosen(part: dict[str, Any]) -> bool:
    test = part.get("test")
    done = False
    if test in {"not_before", "not_after", "ahead"} and part.get("count"):
        part["count"] += 1 if test == "not_after" else -1
        done = True
    elif test in {"holds_all", "lines_free_of"} and len(part.get("values") or ()) > 1:
        part["values"] = part["values"][1:]
        done = True
    for key, step in (*((key, -1) for key in LESS), *((key, 1) for key in MORE)):
        if isinstance(part.get(key), int) and not isinstance(part[key], bool) and part[key]:
            part[key] += step
            done = True
    return done


def _twisted(content: Any, path: Path) -> bool:
    """Let a bound of money count where it did not, or the other way round."""
    bounds = [
        part
        for part in _parts(at(content, _owner(path)))
        if part.get("relation") in TWIST and part.get("test") == "amount"
    ]
    for part in bounds:
        part["relation"] = TWIST[part["relation"]]
    return bool(bounds)


def _parts(entry: Any) -> Iterator[dict[str, Any]]:
    if isinstance(entry, dict):
        yield entry
        for value in entry.values():
            yield from _parts(value)
    elif isinstance(entry, list):
        for value in entry:
            yield from _parts(value)


OPERATORS: dict[str, Operator] = {
    "removed": _removed,
    "advisory": _advisory,
    "optional": _optional,
    "loosened": _loosened,
    "twisted": _twisted,
}
