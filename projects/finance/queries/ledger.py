"""The ledger of money (资金台账): every approved project that one may see, with its sums."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from approvals.organizations.models import User
from config.kernel.texts import nfkc_key
from projects.registry.access import visible_projects
from projects.registry.models import Project, Record, RecordStatus

PAGE_SIZE = 30
COUNT_CAP = 1000
SUMMED = ("contract", "appropriation", "payment", "final_accounts")
NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyFilter:
    """What the reader wants to see of the ledger of money."""

    text: str = ""
    stage: str = ""
    year: int | None = None
    waiting: str = ""

    @property
    def conditions(self) -> Q:
        """The filter as a condition on projects."""
        found = Q(approved_amount__isnull=False)
        for word in nfkc_key(self.text).split():
            found &= (
                Q(name_key__contains=word)
                | Q(number__contains=word)
                | Q(owner_unit__name__contains=word)
            )
        if self.stage:
            found &= Q(stage=self.stage)
        if self.year:
            found &= Q(plan_year=self.year)
        return found & self._waits

    @property
    def _waits(self) -> Q:
        """Narrow to projects that wait for the finance department."""
        records = Record.objects.filter(project=OuterRef("pk"))
        match self.waiting:
            case "payment":
                return Q(Exists(records.filter(kind="payment", status=RecordStatus.PENDING)))
            case "appropriation":
                given = records.filter(kind="appropriation", status=RecordStatus.PASSED)
                return Q(~Exists(given))
            case _:
                return Q()


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyRow:
    """One project with its sums."""

    project: Project
    contracted: Decimal
    appropriated: Decimal
    paid: Decimal
    settled: Decimal | None

    @property
    def unpaid(self) -> Decimal:
        """What the contracts still demand."""
        return self.contracted - self.paid


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyPage:
    """Some rows, the key of the next ones, and how many there are in all."""

    rows: Sequence[MoneyRow]
    next_key: str
    count: int

    @property
    def count_text(self) -> str:
        """The number of projects, or that there are more than were counted."""
        return f"{COUNT_CAP}+" if self.count > COUNT_CAP else str(self.count)

    @property
    def sums(self) -> dict[str, Decimal]:
        """What the rows of this page come to."""
        return {
            "approved": sum((row.project.approved_amount or NOTHING for row in self.rows), NOTHING),
            "contracted": sum((row.contracted for row in self.rows), NOTHING),
            "appropriated": sum((row.appropriated for row in self.rows), NOTHING),
            "paid": sum((row.paid for row in self.rows), NOTHING),
        }


def money_ledger(user: User, wanted: MoneyFilter, on: date) -> QuerySet[Project]:
    """Return the approved projects that `user` may see and wants to see, newest first."""
    return (
        visible_projects(user, on)
        .filter(wanted.conditions)
        .select_related("owner_unit")
        .order_by("-created_at", "-pk")
    )


def money_page(
    user: User, wanted: MoneyFilter, on: date, *, after: str = "", size: int = PAGE_SIZE
) -> MoneyPage:
    """Return one page of the ledger of money, newest projects first."""
    projects = money_ledger(user, wanted, on)
    counted = projects.order_by().values("pk")[: COUNT_CAP + 1].count()
    found = list(_beyond(projects, after)[: size + 1])
    shown = found[:size]
    last = shown[-1] if len(found) > size else None
    return MoneyPage(
        rows=with_sums(shown),
        next_key=f"{last.created_at.isoformat()}~{last.pk}" if last else "",
        count=counted,
    )


def _beyond(projects: QuerySet[Project], after: str) -> QuerySet[Project]:
    """Go on after a key; an unreadable key means the beginning."""
    moment, _, pk = after.partition("~")
    try:
        at, last = datetime.fromisoformat(moment), int(pk)
    except ValueError:
        return projects
    return projects.filter(Q(created_at__lte=at) & (Q(created_at__lt=at) | Q(pk__lt=last)))


def with_sums(projects: Sequence[Project]) -> list[MoneyRow]:
    """Add up the records of these projects in one query."""
    records = (
        Record.objects.filter(
            project__in=[project.pk for project in projects],
            kind__in=SUMMED,
            status=RecordStatus.PASSED,
        )
        .values_list("project_id", "kind")
        .annotate(total=Sum("amount"))
        .order_by("project_id", "kind")
    )
    sums: dict[int, dict[str, Decimal]] = defaultdict(dict)
    for project_id, kind, total in records:
        sums[project_id][kind] = total or NOTHING
    return [
        MoneyRow(
            project=project,
            contracted=sums[project.pk].get("contract", NOTHING),
            appropriated=sums[project.pk].get("appropriation", NOTHING),
            paid=sums[project.pk].get("payment", NOTHING),
            settled=sums[project.pk].get("final_accounts"),
        )
        for project in projects
    ]
