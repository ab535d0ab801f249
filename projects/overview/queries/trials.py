"""What a draft would decide (试算): every gate of it, for one project or for facts made up."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from approvals.calendars.queries import working_calendar
from approvals.organizations.models import User
from config.kernel.verdicts import Verdict
from projects.registry.access import visible_projects
from projects.registry.facts import facts_of
from projects.registry.models import Project
from projects.regulations.interpreter import judge
from projects.regulations.queries import waived_rules
from projects.regulations.rulebook import Rulebook
from projects.regulations.rulebook.records import FormField
from projects.regulations.rulebook.tree import fact_fields, said_in

MOST_OFFERED = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class GateVerdict:
    """What one gate of the draft decides."""

    label: str
    verdict: Verdict


def offered_projects(user: User, on: date) -> list[tuple[int, str]]:
    """Return the newest projects that one may choose for a trial."""
    rows = visible_projects(user, on).order_by("-created_at", "-pk")
    return [(p.pk, f"{p.number} {p.name}") for p in rows.only("number", "name")[:MOST_OFFERED]]


def trial_of_project(rulebook: Rulebook, project: Project, on: date) -> list[GateVerdict]:
    """Judge every gate of a draft as if a project had begun under it."""
    return _verdicts(rulebook, facts_of(project), on, waived_rules(project.pk, on))


def trial_of_facts(rulebook: Rulebook, facts: Mapping[str, object], on: date) -> list[GateVerdict]:
    """Judge every gate of a draft for facts entered by hand."""
    return _verdicts(rulebook, facts, on, frozenset())


def _verdicts(
    rulebook: Rulebook, facts: Mapping[str, object], on: date, waived: frozenset[str]
) -> list[GateVerdict]:
    calendar = working_calendar()
    return [
        GateVerdict(
            label=gate.label,
            verdict=judge(rulebook, gate.code, facts, on, waived=waived, calendar=calendar),
        )
        for gate in rulebook.gates
    ]


def facts_asked(rulebook: Rulebook) -> list[str]:
    """Return the facts that a draft asks about, in the order of life."""
    asked = {
        name
        for _, piece in rulebook.pieces
        if not isinstance(piece, FormField)
        for field in fact_fields(type(piece))
        if isinstance(name := said_in(piece, field), str)
    }
    return [name for name in rulebook.vocabulary if name in asked]
