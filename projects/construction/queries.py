"""Reading the construction of a project: milestones, reports, changes."""

from datetime import date
from decimal import Decimal

from django.db.models import QuerySet, Sum

from projects.construction.models import ChangeRequest, Milestone, ProgressReport
from projects.procurement.queries import contracts_in_force
from projects.registry.models import Project, RecordStatus
from projects.registry.shapes import day_in, rows_in, text_in

type Row = dict[str, object]

COUNTED = (RecordStatus.PENDING, RecordStatus.PASSED)
ALL_DONE = 100


def milestones_of(project: Project) -> QuerySet[Milestone]:
    """Return the milestones of a project in their order."""
    return Milestone.objects.filter(project=project).order_by("position")


def milestones_agreed(project: Project) -> list[Row]:
    """Return what the contracts say of milestones, as the rows of a first plan."""
    rows: list[Row] = []
    for contract in contracts_in_force(project):
        begins = contract.starts_on
        for row in rows_in(contract.details, "milestones"):
            ends = day_in(row, "due_on")
            starts = min(begins, ends) if begins and ends else begins or ends
            rows.append(
                {"name": text_in(row, "name"), "planned_start": starts, "planned_end": ends}
            )
            begins = ends or begins
    return rows


def gantt_rows(milestones: list[Milestone], on: date) -> list[Row]:
    """Show milestones as bars: done, under way, or still ahead."""
    return [
        {
            "label": milestone.name,
            "starts_on": milestone.planned_start,
            "ends_on": max(milestone.planned_end, milestone.reached_on or milestone.planned_end),
            "state": _state(milestone, on),
            "share": milestone.percent,
        }
        for milestone in milestones
    ]


def _state(milestone: Milestone, on: date) -> str:
    if milestone.reached_on is not None:
        return "done"
    return "now" if milestone.planned_start <= on or milestone.percent else "plan"


def report_before(report: ProgressReport) -> ProgressReport | None:
    """Return the report that counts before this one."""
    earlier = ProgressReport.objects.filter(project=report.project, status__in=COUNTED)
    return earlier.exclude(pk=report.pk).order_by("period_to", "pk").last()


def changed_amount(project: Project) -> Decimal:
    """Add up by how much the changes in force moved the approved sum."""
    changes = ChangeRequest.objects.filter(project=project, status=RecordStatus.PASSED)
    total: Decimal | None = changes.aggregate(total=Sum("difference_amount"))["total"]
    return total or Decimal(0)


def changes_in_force(project: Project) -> QuerySet[ChangeRequest]:
    """Return the changes that moved the approved sum, oldest first."""
    return (
        ChangeRequest.objects.filter(project=project, status=RecordStatus.PASSED)
        .exclude(difference_amount=0)
        .order_by("decided_at", "pk")
    )
