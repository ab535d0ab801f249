"""What follows when quotas, payments and accounts are sent and when they take effect."""

from datetime import date, datetime

from django.utils.timezone import localdate

from approvals.organizations.models import User
from config.kernel.verdicts import enforce, refused
from projects.finance.models import FinalAccounts, Payment
from projects.finance.queries import contract_of, settled_amount, surplus_amount
from projects.finance.rules import may_be_paid_on
from projects.registry.models import Record
from projects.registry.queries import stated_at_decision


def bind_to_contract(sent: Record, *, actor: User, at: datetime) -> None:  # noqa: ARG001
    """Tie a payment to its contract, so that it counts against it from now on."""
    assert isinstance(sent, Payment)
    sent.basis_contract = contract_of(sent)
    sent.save(update_fields=["basis_contract"])


def note_payment(passed: Record, *, actor: User, at: datetime) -> None:  # noqa: ARG001
    """Keep the day on which the finance department says it paid."""
    assert isinstance(passed, Payment)
    on = localdate(at)
    paid_on = _stated_day(passed) or on
    enforce(may_be_paid_on(passed, paid_on, on))
    passed.paid_on = passed.occurred_on = paid_on
    passed.save(update_fields=["paid_on", "occurred_on"])


def _stated_day(payment: Payment) -> date | None:
    written = str(stated_at_decision(payment).get("paid_on") or "")
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        enforce(refused("支付日期不是有效的日期，请按 2026-03-05 的样式填写。"))
        raise


def settle(sent: Record, *, actor: User, at: datetime) -> None:  # noqa: ARG001
    """Keep the settled sum and what is left, as the accounts add up."""
    assert isinstance(sent, FinalAccounts)
    sent.amount = settled_amount(sent.details)
    sent.surplus_amount = surplus_amount(sent.details)
    sent.save(update_fields=["amount", "surplus_amount"])
