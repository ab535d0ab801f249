"""Reading the money of a project after its approval: quotas, payments, accounts."""

from decimal import Decimal

from django.db.models import QuerySet, Sum

from projects.finance.models import Appropriation, FinalAccounts, Payment
from projects.procurement.models import Contract
from projects.procurement.queries import contract_numbered
from projects.registry.models import Project, RecordStatus
from projects.registry.shapes import Entered, amount_in, rows_in, sum_of, text_in

COUNTED = (RecordStatus.PENDING, RecordStatus.PASSED)
SPENT = ("total_fiscal", "total_other")
BUDGETED = ("budget_fiscal", "budget_other")
NOTHING = Decimal(0)


def contract_of(payment: Payment) -> Contract | None:
    """Return the contract under which a payment is asked for, by the number that was chosen."""
    return contract_numbered(payment.project, text_in(payment.details, "contract_number"))


def committed_under(contract: Contract, *, without: Payment) -> Decimal:
    """Add up what other payments of a contract took or are asking for."""
    others = Payment.objects.filter(basis_contract=contract, status__in=COUNTED)
    total: Decimal | None = others.exclude(pk=without.pk).aggregate(t=Sum("amount"))["t"]
    return total or NOTHING


def paid_under(contract: Contract) -> Decimal:
    """Add up what was paid under a contract."""
    passed = Payment.objects.filter(basis_contract=contract, status=RecordStatus.PASSED)
    total: Decimal | None = passed.aggregate(t=Sum("amount"))["t"]
    return total or NOTHING


def appropriations_in_force(project: Project) -> QuerySet[Appropriation]:
    """Return the quotas given to a project, oldest first."""
    return Appropriation.objects.filter(project=project, status=RecordStatus.PASSED).order_by(
        "issued_on", "pk"
    )


def payments_of(project: Project) -> QuerySet[Payment]:
    """Return the payments of a project that were made or are being decided, oldest first."""
    return (
        Payment.objects.filter(project=project, status__in=COUNTED)
        .select_related("basis_contract")
        .order_by("pk")
    )


def settled_amount(details: Entered) -> Decimal:
    """Return what the final accounts say was spent in all."""
    return sum_of(details, "expenditure", *SPENT)


def surplus_amount(details: Entered) -> Decimal:
    """Return what is left of the money received."""
    return sum_of(details, "income", "received") - settled_amount(details)


def overspent_subjects(details: Entered) -> list[str]:
    """Name the subjects on which more was spent than budgeted."""
    return [
        text_in(row, "subject")
        for row in rows_in(details, "expenditure")
        if sum((amount_in(row, code) for code in SPENT), NOTHING)
        > sum((amount_in(row, code) for code in BUDGETED), NOTHING)
    ]


def accounts_in_force(project: Project) -> FinalAccounts | None:
    """Return the final accounts that took effect."""
    return (
        FinalAccounts.objects.filter(project=project, status=RecordStatus.PASSED)
        .order_by("pk")
        .last()
    )
