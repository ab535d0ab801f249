"""Real projects replayed through a draft (演练): who would be stuck, and by which rule."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from approvals.calendars.queries import working_calendar
from approvals.organizations.models import User
from config.kernel.verdicts import Refusal, Verdict
from config.kernel.workdays import Calendar
from projects.registry.access import visible_projects
from projects.registry.facts import Facts, facts_of
from projects.registry.models import Project, Standing
from projects.regulations.interpreter import clocks_of, judge
from projects.regulations.queries import rulebook_of, waived_rules
from projects.regulations.rulebook import Gate, Rulebook
from projects.regulations.rulebook.conditions import RecordPassed
from projects.regulations.rulebook.tree import pieces_of

MOST_REPLAYED = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Stuck:
    """A gate that a project passes today and would not pass under the draft."""

    project: Project
    gate: str
    reasons: tuple[Refusal, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Freed:
    """A gate that is shut for a project today and would be open under the draft."""

    project: Project
    gate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shifted:
    """A due date that would lie elsewhere."""

    project: Project
    label: str
    before: date | None
    after: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """What became of all projects that were replayed."""

    projects: tuple[Project, ...]
    stuck: tuple[Stuck, ...]
    freed: tuple[Freed, ...]
    shifted: tuple[Shifted, ...]
    cycles: tuple[tuple[str, ...], ...]


def replay(rulebook: Rulebook, projects: Iterable[Project], on: date) -> Replay:
    """Judge projects by their own rulebook and by the draft, and tell where they differ."""
    found = tuple(projects)
    calendar = working_calendar()
    stuck: list[Stuck] = []
    freed: list[Freed] = []
    shifted: list[Shifted] = []
    for project in found:
        facts = facts_of(project)
        _compare(rulebook, project, facts, on, calendar, stuck, freed)
        shifted += _shifts(rulebook, project, facts, on, calendar)
    return Replay(
        projects=found,
        stuck=tuple(stuck),
        freed=tuple(freed),
        shifted=tuple(shifted),
        cycles=tuple(cycles_in(rulebook)),
    )


def latest_projects(user: User, count: int, on: date) -> list[Project]:
    """Return the newest projects under way that one may see."""
    rows = visible_projects(user, on).filter(standing=Standing.ACTIVE)
    return list(
        rows.select_related("owner_unit", "rulebook__regulation").order_by("-created_at", "-pk")[
            : min(count, MOST_REPLAYED)
        ]
    )


def _compare(  # noqa: PLR0913, PLR0917 - two rulebooks, one project, two outcomes
    rulebook: Rulebook,
    project: Project,
    facts: Facts,
    on: date,
    calendar: Calendar,
    stuck: list[Stuck],
    freed: list[Freed],
) -> None:
    own = rulebook_of(project.rulebook)
    waived = waived_rules(project.pk, on)
    for gate in _near(rulebook, project):
        before = judge(own, gate.code, facts, on, waived=waived, calendar=calendar)
        after = judge(rulebook, gate.code, facts, on, waived=waived, calendar=calendar)
        new = _new_reasons(before, after)
        if new:
            stuck.append(Stuck(project=project, gate=gate.label, reasons=new))
        elif after and not before:
            freed.append(Freed(project=project, gate=gate.label))


def _near(rulebook: Rulebook, project: Project) -> Iterator[Gate]:
    """Yield the gates that lie before a project in the stage in which it is."""
    phases = {stage.code: stage.phase for stage in rulebook.life.stages}
    for gate in rulebook.gates:
        if gate.stage is None or phases.get(gate.stage, gate.stage) == str(project.stage):
            yield gate


def _new_reasons(before: Verdict, after: Verdict) -> tuple[Refusal, ...]:
    known = {(r.clause, r.message) for r in before.blocking}
    return tuple(r for r in after.blocking if (r.clause, r.message) not in known)


def _shifts(
    rulebook: Rulebook, project: Project, facts: Facts, on: date, calendar: Calendar
) -> Iterator[Shifted]:
    own = rulebook_of(project.rulebook)
    before, after = (_dates(book, facts, on, calendar) for book in (own, rulebook))
    for label in sorted(before.keys() | after.keys()):
        one, other = before.get(label), after.get(label)
        if one != other:
            yield Shifted(project=project, label=label, before=one, after=other)


def _dates(rulebook: Rulebook, facts: Facts, on: date, calendar: Calendar) -> dict[str, date]:
    """Return the first and the last days of all clocks that run, suspensions left out."""
    found: dict[str, date] = {}
    for running in clocks_of(rulebook, facts, on, calendar):
        label = f"{running.gate.label}：{running.clock.label}"
        if running.earliest is not None:
            found[f"{label}（最早）"] = running.earliest
        if running.latest is not None:
            found[label] = running.latest
    return found


def cycles_in(rulebook: Rulebook) -> Iterator[tuple[str, ...]]:
    """Find matters that wait for one another, so that none of them can ever begin."""
    waits = _waits(rulebook)
    told: set[frozenset[str]] = set()
    for start in waits:
        way = _way_back(start, waits)
        if way and frozenset(way) not in told:
            told.add(frozenset(way))
            yield tuple(rulebook.label_of_gate(code) for code in (*way, way[0]))


def _waits(rulebook: Rulebook) -> dict[str, set[str]]:
    waits: dict[str, set[str]] = {gate.code: set() for gate in rulebook.gates}
    for gate in rulebook.gates:
        for requirement in gate.requirements:
            for _, piece in pieces_of(requirement.condition):
                if isinstance(piece, RecordPassed) and requirement.when is None:
                    waits[gate.code].add(piece.kind)
    for rule in rulebook.preconditions:
        if rule.when is None:
            waits.setdefault(rule.gate, set()).update(rule.after)
    return waits


def _way_back(start: str, waits: dict[str, set[str]]) -> tuple[str, ...]:
    """Return the shortest way from a matter back to itself."""
    ways: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    while ways:
        way = ways.pop(0)
        for following in sorted(waits.get(way[-1], ())):
            if following == start:
                return way
            if following not in seen:
                seen.add(following)
                ways.append((*way, following))
    return ()
