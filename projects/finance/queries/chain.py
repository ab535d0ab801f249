"""The chain of sums of one project (资金链条): each link, its difference, and the reason for it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F
from django.utils.timezone import localdate

from config.kernel.templatetags.ui import wan
from projects.application.models import BudgetLine
from projects.construction.queries import changes_in_force
from projects.finance.queries.records import accounts_in_force, appropriations_in_force, payments_of
from projects.initiation.models import Initiation
from projects.planning.models import AnnualPlan, PlanItem
from projects.planning.queries import YEAR_AMOUNT
from projects.procurement.models import Contract
from projects.procurement.queries import contracts_in_force, method_labels
from projects.registry.models import Project, Record, RecordStatus
from projects.registry.rules import record_url

NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One link: a sum, how far it is from the one before, and why."""

    name: str
    amount: Decimal | None
    difference: Decimal | None = None
    reason: str = ""
    href: str = ""
    on: date | None = None


def money_chain(project: Project) -> list[Link]:
    """Return the links of a project from the estimate to the final accounts."""
    contracts = list(contracts_in_force(project))
    approved = _approved(project)
    return [
        *_before_approval(project),
        *approved,
        *_planned(project),
        *_contracted(project, contracts),
        *_appropriated(project),
        *_paid(project, contracts),
        *_settled(project, contracts),
    ]


def _before_approval(project: Project) -> list[Link]:
    found = {
        record.kind: record
        for record in Record.objects.filter(
            project=project, kind__in=["application", "appraisal"], status=RecordStatus.PASSED
        ).order_by("pk")
    }
    application, appraisal = found.get("application"), found.get("appraisal")
    links = [
        Link(
            name="申报估算",
            amount=project.estimated_amount,
            reason="申报书投资估算",
            href=record_url(application) if application else "",
            on=_day(application),
        )
    ]
    if project.reviewed_amount is not None:
        reduced = BudgetLine.objects.filter(
            application__project=project,
            application__status=RecordStatus.PASSED,
            reviewed_amount__lt=F("amount"),
        ).count()
        links.append(
            Link(
                name="评审审定",
                amount=project.reviewed_amount,
                difference=project.reviewed_amount - project.estimated_amount,
                reason=f"评审核减{reduced}项" if reduced else "评审未核减",
                href=record_url(appraisal) if appraisal else "",
                on=_day(appraisal),
            )
        )
    return links


def _approved(project: Project) -> list[Link]:
    """Return the official reply, and every change of it."""
    if project.approved_amount is None:
        return []
    changes = list(changes_in_force(project))
    moved = sum((change.difference_amount or NOTHING for change in changes), NOTHING)
    replied = project.approved_amount - moved
    reply = Initiation.objects.filter(project=project, status=RecordStatus.PASSED).last()
    before = project.reviewed_amount
    links = [
        Link(
            name="立项批复",
            amount=replied,
            difference=None if before is None else replied - before,
            reason=(reply.reply_number if reply else "") or "立项批复",
            href=record_url(reply) if reply else "",
            on=reply.replied_on if reply else None,
        )
    ]
    return links + [
        Link(
            name="批复变更",
            amount=change.amount,
            difference=change.difference_amount,
            reason=change.number or change.title,
            href=record_url(change),
            on=_day(change),
        )
        for change in changes
    ]


def _planned(project: Project) -> list[Link]:
    items = (
        PlanItem.objects.filter(project=project, plan__status=AnnualPlan.Status.CONFIRMED)
        .select_related("plan")
        .annotate(year_amount=YEAR_AMOUNT)
        .order_by("plan__year", "plan__edition")
    )
    by_year = {item.plan.year: item for item in items}
    planned = NOTHING
    links: list[Link] = []
    for year, item in by_year.items():
        planned += item.year_amount
        approved = project.approved_amount
        rest = (
            ""
            if approved is None or planned >= approved
            else _rest("未列入计划", approved - planned)
        )
        links.append(
            Link(
                name=f"{year}年计划",
                amount=item.year_amount,
                difference=None if approved is None else planned - approved,
                reason=f"{item.plan.title}{rest}",
                on=localdate(item.plan.confirmed_at) if item.plan.confirmed_at else None,
            )
        )
    return links


def _rest(label: str, amount: Decimal) -> str:
    return f"，{label}{wan(amount)}万元"


def _contracted(project: Project, contracts: list[Contract]) -> list[Link]:
    if not contracts:
        return []
    total = sum((contract.amount or NOTHING for contract in contracts), NOTHING)
    approved, newest = project.approved_amount, contracts[-1]
    return [
        Link(
            name="采购合同",
            amount=total,
            difference=None if approved is None else total - approved,
            reason=f"共{len(contracts)}份，{method_labels(contracts)}",
            href=record_url(newest),
            on=newest.signed_on,
        )
    ]


def _appropriated(project: Project) -> list[Link]:
    quotas = list(appropriations_in_force(project))
    if not quotas:
        return []
    total = sum((quota.amount or NOTHING for quota in quotas), NOTHING)
    approved, newest = project.approved_amount, quotas[-1]
    left = (approved or total) - total
    return [
        Link(
            name="资金指标",
            amount=total,
            difference=None if approved is None else total - approved,
            reason=f"下达{len(quotas)}次" + (_rest("未下达", left) if left else "，已足额下达"),
            href=record_url(newest),
            on=newest.issued_on,
        )
    ]


def _paid(project: Project, contracts: list[Contract]) -> list[Link]:
    payments = [p for p in payments_of(project) if p.status == RecordStatus.PASSED]
    if not payments:
        return []
    total = sum((payment.amount or NOTHING for payment in payments), NOTHING)
    contracted = sum((contract.amount or NOTHING for contract in contracts), NOTHING)
    left, newest = contracted - total, payments[-1]
    return [
        Link(
            name="资金支付",
            amount=total,
            difference=total - contracted,
            reason=f"共{len(payments)}笔" + (_rest("合同未付", left) if left else "，合同已付清"),
            href=record_url(newest),
            on=newest.paid_on,
        )
    ]


def _settled(project: Project, contracts: list[Contract]) -> list[Link]:
    accounts = accounts_in_force(project)
    if accounts is None or accounts.amount is None:
        return []
    contracted = sum((contract.amount or NOTHING for contract in contracts), NOTHING)
    surplus = accounts.surplus_amount or NOTHING
    return [
        Link(
            name="竣工决算",
            amount=accounts.amount,
            difference=accounts.amount - contracted,
            reason=f"结余{wan(surplus)}万元" if surplus else "无结余",
            href=record_url(accounts),
            on=accounts.occurred_on,
        )
    ]


def _day(record: Record | None) -> date | None:
    if record is None or record.decided_at is None:
        return None
    return localdate(record.decided_at)
