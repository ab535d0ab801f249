"""What may be printed together (批量打印): the sheets that were sent, of projects one may see."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Min, QuerySet

from approvals.organizations.models import User
from projects.registry import kinds
from projects.registry.access import visible_projects
from projects.registry.models import Project, Record, RecordStatus

MOST_SHEETS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintChoice:
    """The sheets to choose from, the kinds among them, and how many there are in all."""

    records: Sequence[Record]
    kinds: Sequence[tuple[str, str]]
    total: int

    @property
    def is_cut(self) -> bool:
        """Whether there are more than one job prints."""
        return self.total > len(self.records)


def printable_records(user: User, on: date) -> QuerySet[Record]:
    """Return the sheets that `user` may see today and that were sent, by project."""
    return (
        Record.objects.filter(project__in=visible_projects(user, on), submitted_at__isnull=False)
        .exclude(status=RecordStatus.VOID)
        .select_related("project__owner_unit")
        .order_by("-project__created_at", "-project_id", "pk")
    )


def chosen_records(user: User, on: date, ids: Iterable[int]) -> list[Record]:
    """Return those of these sheets that `user` may print today, in the order of the ledger."""
    return list(printable_records(user, on).filter(pk__in=list(ids)))


def print_choice(user: User, on: date, projects: QuerySet[Project], kind: str) -> PrintChoice:
    """Return the sheets of these projects, of one kind where it is named."""
    found = printable_records(user, on).filter(project__in=projects.order_by())
    present = dict(found.order_by().values_list("kind").annotate(Min("title")))
    labels = {one.code: one.label for one in kinds.all_kinds() if one.code in present}
    if kind in present:
        found = found.filter(kind=kind)
    return PrintChoice(
        records=list(found[:MOST_SHEETS]),
        kinds=sorted((present | labels).items(), key=lambda one: one[1]),
        total=found.count(),
    )
