"""The clocks of a project: what opens when and what is due by when, each with its clause."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from approvals.calendars.queries import working_calendar
from approvals.flows.models import ApprovalTask, TaskStatus
from projects.registry.facts import Facts
from projects.registry.models import Project
from projects.registry.rules import judge_gate
from projects.regulations.interpreter import deadlines
from projects.regulations.queries import rulebook_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockRow:
    """One date of a project: what it is, why, and how far off."""

    on: date
    label: str
    why: str
    quote: str
    is_floor: bool
    is_past: bool
    days: int
    is_provisional: bool


def clocks_of(project: Project, facts: Facts, on: date) -> list[ClockRow]:
    """The dates of everything to come, the earliest first."""
    rulebook = rulebook_of(project.rulebook)
    calendar = working_calendar()
    rows: list[ClockRow] = []

    def add(day: date, label: str, why: str, quote: str, *, is_floor: bool) -> None:
        rows.append(
            ClockRow(
                on=day,
                label=label,
                why=why,
                quote=quote,
                is_floor=is_floor,
                is_past=day < on,
                days=calendar.workdays_between(on, day),
                is_provisional=calendar.is_provisional(day),
            )
        )

    for gate in rulebook.gates:
        for end in deadlines(rulebook, gate.code, facts, calendar):
            why = f"《{rulebook.text_of(end.clock).title}》{end.clock.clause}"
            add(end.on, f"{gate.label}：{end.clock.label}", why, end.clock.quote, is_floor=False)
        for refusal in judge_gate(project, gate.code, on, facts).refusals:
            if refusal.opens_on is not None:
                label = f"{gate.label}：{refusal.message}"
                add(refusal.opens_on, label, refusal.basis, refusal.quote, is_floor=True)
    for task in _open_tasks(project):
        if task.due_on is not None:
            label = f"{task.post.unit.short_name}办理“{task.step_label}”"
            add(task.due_on, label, "审批环节办理时限", "", is_floor=False)
    return sorted(rows, key=lambda row: (row.on, row.label))


def _open_tasks(project: Project) -> list[ApprovalTask]:
    return list(
        ApprovalTask.objects.filter(
            Q(process__project_ref=project.pk), status=TaskStatus.OPEN
        ).select_related("post__unit")
    )
