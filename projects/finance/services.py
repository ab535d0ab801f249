"""What follows when quotas, payments and accounts are sent and when they take effect."""

from datetime import datetime

from django.utils.timezone import localdate

from approvals.organizations.models import User
from projects.finance.models import FinalAccounts, Payment
from projects.finance.queries import contract_of, settled_amount, surplus_amount
from projects.registry.models import Record
from projects.registry.queries import stated_at_decision
from projects.registry.shapes import day_in


def bind_to_contract(sent: Record, *, actor: User, at: datetime) -> None:  # noqa: ARG001
    """Tie a payment to its contract, so that it counts against it from now on."""
    assert isinstance(sent, Payment)
    sent.basis_contract = contract_of(sent)
    sent.save(update_fields=["basis_contract"])


def note_payment(passed: Record, *, actor: User, at: datetime) -> None:  # noqa: ARG001
    """Keep the day on which the finance department says it paid."""
    assert isinstance(passed, Payment)
    stated = day_in(stated_at_decision(passed), "paid_on")
    passed.paid_on = passed.occurred_on = stated or localdate(at)
    passed.save(update_fields=["paid_on", "occurred_on"])


def settle(sent: Record, *, actor: User, at: datetime) -> None:  # noqa: ARG001
    """Keep the settled sum and what is left, as the accounts add up."""
    assert isinstance(sent, FinalAccounts)
    sent.amount = settled_amount(sent.details)
    sent.surplus_amount = surplus_amount(sent.details)
    sent.save(update_fields=["amount", "surplus_amount"])
