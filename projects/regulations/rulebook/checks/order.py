"""Order that cannot be kept: circles, and gates that no project can ever reach."""

from collections.abc import Iterator

from config.kernel.verdicts import Strength
from projects.regulations.rulebook.conditions import (
    Ahead,
    All,
    Condition,
    FactPresent,
    FactTrue,
    HoldsAll,
    NotAfter,
    NotBefore,
    RecordPassed,
)
from projects.regulations.rulebook.contents import Contents
from projects.regulations.rulebook.facts import built_in_kinds
from projects.regulations.rulebook.gates import Gate, Requirement
from projects.regulations.rulebook.life import STAGE_LABELS
from projects.regulations.rulebook.tree import Place

type Edges = dict[str, dict[str, Place]]


def circles(book: Contents) -> Iterator[tuple[Place, str]]:
    """Find gates that wait for each other."""
    edges = _edges(book)
    told: set[frozenset[str]] = set()
    for start in edges:
        circle = _way_back(start, edges)
        if circle and frozenset(circle) not in told:
            told.add(frozenset(circle))
            names = "→".join(book.label_of_gate(code) for code in (*circle, circle[0]))
            yield edges[circle[0]][circle[1 % len(circle)]], f"先后顺序成了循环：{names}。"


def _edges(book: Contents) -> Edges:
    """Return what each gate always waits for, with the place that says so."""
    edges: Edges = {}
    for number, one in enumerate(book.preconditions):
        if one.when is None:
            for kind in one.after:
                edges.setdefault(one.gate, {})[kind] = ("preconditions", number, "after")
    for at, gate in enumerate(book.gates):
        for place, kind in _asked_by(gate):
            edges.setdefault(gate.code, {})[kind] = ("gates", at, *place)
    return edges


def _asked_by(gate: Gate) -> Iterator[tuple[Place, str]]:
    for number, requirement in enumerate(gate.requirements):
        if _always_asks(gate, requirement):
            for kind in _needed(requirement.condition):
                yield ("requirements", number, "condition"), kind
    for number, clock in enumerate(gate.clocks):
        if clock.is_enforced and clock.when is None:
            for kind in (*_told_by(clock.event), *_told_by(clock.subject or "")):
                yield ("clocks", number), kind


def _always_asks(gate: Gate, requirement: Requirement) -> bool:
    """Whether nothing passes a gate without a demand: it is made always, at a step always taken."""
    sometimes = {step.code for step in gate.route if step.when is not None}
    binds = requirement.strength is not Strength.ADVICE
    return binds and requirement.when is None and requirement.step not in sometimes


def _needed(condition: Condition) -> Iterator[str]:
    """Return the kinds that must have passed for a condition to hold at all."""
    match condition:
        case RecordPassed():
            yield condition.kind
        case HoldsAll(fact="record.passed"):
            yield from map(str, condition.values)
        case FactTrue() | FactPresent():
            yield from _told_by(condition.fact)
        case NotBefore() | NotAfter() | Ahead():
            yield from _told_by(condition.event)
            yield from _told_by(condition.subject or "")
        case All():
            for part in condition.of:
                yield from _needed(part)


def _told_by(fact: str) -> Iterator[str]:
    """Return the kind that must have passed before a fact is there."""
    kind, _, what = fact.rpartition(".")
    if what in {"passed", "passed_on"}:
        yield kind


def late_steps(book: Contents) -> Iterator[tuple[Place, str]]:
    """Find steps that come only when what they are a step of has passed: never."""
    again = {kind.code for kind in book.record_kinds if kind.is_repeatable}
    for at, gate in enumerate(book.gates):
        for number, step in enumerate(gate.route):
            if step.when is None or gate.code in again:
                continue
            if gate.code in _needed(step.when):
                words = f"环节“{step.label}”要等“{gate.label}”通过以后才经过，永远轮不到。"
                yield ("gates", at, "route", number, "when"), words


def _way_back(start: str, edges: Edges) -> tuple[str, ...]:
    """Return the shortest way from a gate back to itself, empty if there is none."""
    ways: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    while ways:
        way = ways.pop(0)
        for after in edges.get(way[-1], {}):
            if after == start:
                return way
            if after not in seen:
                seen.add(after)
                ways.append((*way, after))
    return ()


def unreachable(book: Contents) -> Iterator[tuple[Place, str]]:
    """Find gates that nobody can come to, and records that come only when it is too late."""
    off = {kind.code for kind in book.record_kinds if kind.is_off}
    declared = {kind.code for kind in book.record_kinds}
    for at, gate in enumerate(book.gates):
        if gate.kind == "RECORD" and gate.code not in declared | built_in_kinds().keys():
            words = f"关口“{gate.label}”没有对应的记录种类，谁也办不到。"
            yield ("gates", at, "code"), words
        if gate.code in off:
            yield ("gates", at, "code"), f"关口“{gate.label}”的记录已经停用，谁也办不到。"
    yield from _never(book, off)


def _never(book: Contents, off: set[str]) -> Iterator[tuple[Place, str]]:
    order = _order_of_stages(book)
    where = _stages_of_gates(book)
    for gate, needed in _edges(book).items():
        for kind, place in needed.items():
            label, later = book.label_of_gate(gate), book.label_of_gate(kind)
            if kind in off:
                yield place, f"“{label}”要求先通过“{later}”，而它已经停用，谁也办不到。"
            own = [order[s] for s in where.get(gate, ()) if s in order]
            its = [order[s] for s in where.get(kind, ()) if s in order]
            if own and its and min(its) > max(own):
                yield place, f"“{label}”要求先通过“{later}”，而它在后面的阶段才能办理。"


def _order_of_stages(book: Contents) -> dict[str, int]:
    codes = [stage.code for stage in book.life.stages] or list(STAGE_LABELS)
    return {code: number for number, code in enumerate(codes)}


def _stages_of_gates(book: Contents) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for gate in book.gates:
        if gate.stage is not None:
            found.setdefault(gate.code, set()).add(gate.stage)
    for stage in book.life.stages:
        for code in stage.gates:
            found.setdefault(code, set()).add(stage.code)
    for kind in book.record_kinds:
        if kind.stages:
            found.setdefault(kind.code, set()).update(kind.stages)
    return found


def idle_ways(book: Contents) -> Iterator[tuple[Place, str]]:
    """Find tracks and change routes whose turn never comes, and two of the same rank."""
    for number, track in enumerate(book.life.tracks[:-1]):
        if track.when is None:
            words = f"类型“{track.label}”没有适用情形，排在它后面的类型永远轮不到。"
            yield ("life", "tracks", number), words
    routes = sorted(range(len(book.change_routes)), key=lambda n: book.change_routes[n].priority)
    for number in routes[:-1]:
        route = book.change_routes[number]
        if route.when is None:
            words = f"变更路径“{route.label}”没有适用情形，排在它后面的路径永远轮不到。"
            yield ("change_routes", number), words
    seen: dict[int, str] = {}
    for number, route in enumerate(book.change_routes):
        if route.priority in seen:
            words = f"变更路径“{route.label}”与“{seen[route.priority]}”的优先顺序相同。"
            yield ("change_routes", number, "priority"), words
        seen[route.priority] = route.label


def stray_stages(book: Contents) -> Iterator[tuple[Place, str]]:
    """Find stages on no track, and marks of completion that lie in another stage."""
    on_tracks = {code for track in book.life.tracks for code in track.stages}
    for number, stage in enumerate(book.life.stages):
        if book.life.tracks and stage.code not in on_tracks:
            words = f"阶段“{stage.label}”不在任何一种类型之中。"
            yield ("life", "stages", number, "code"), words
        for gate in stage.ends_with:
            if stage.gates and gate not in stage.gates:
                words = f"阶段“{stage.label}”的完成标志“{gate}”不是本阶段的关口。"
                yield ("life", "stages", number, "ends_with"), words
