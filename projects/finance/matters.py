"""The kinds of records of the money."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from django.utils.timezone import localdate

from documents.sheets.shapes import Choices
from projects.finance.models import Appropriation, FinalAccounts, Payment
from projects.finance.queries import (
    BUDGETED,
    SPENT,
    contract_of,
    paid_under,
    settled_amount,
    surplus_amount,
)
from projects.finance.rules import (
    may_state_payment,
    may_submit_accounts,
    may_submit_appropriation,
    may_submit_payment,
)
from projects.finance.services import bind_to_contract, note_payment, settle
from projects.procurement.queries import contracts_in_force
from projects.registry.facts import facts_of
from projects.registry.kinds import RecordKind, as_signed
from projects.registry.models import Record, RecordStatus, Stage
from projects.registry.rules import may_still_pass
from projects.registry.shapes import Entered, amount_in, rows_in, sum_of

CENT, WHOLE, NOTHING = Decimal("0.01"), Decimal(100), Decimal(0)
FUNDED = (Stage.CONSTRUCTION, Stage.ACCEPTANCE, Stage.OPERATION)
SETTLED = (Stage.ACCEPTANCE, Stage.OPERATION)


def _heading(record: Record) -> dict[str, object]:
    return {
        "project_name": record.project.name,
        "applicant_unit": record.project.owner_unit.name,
        "applied_on": localdate(record.created_at),
    }


def _quota_known(record: Record) -> Mapping[str, object]:
    return {
        "project_name": record.project.name,
        "receiving_unit": record.project.owner_unit.name,
        "year": localdate(record.created_at).year,
        "source": "FISCAL",
    }


def _quota_computed(record: Record) -> Mapping[str, object]:
    """Tell how much of the approved sum is given, this quota included."""
    facts = facts_of(record.project)
    issued = Decimal(str(facts.get("appropriation.total") or 0))
    if record.status != RecordStatus.PASSED:
        issued += record.amount or NOTHING
    approved = record.project.approved_amount
    return {
        "approved_amount": approved,
        "issued_total": issued,
        "balance": None if approved is None else max(approved - issued, NOTHING),
    }


def _payment_known(record: Record) -> Mapping[str, object]:
    contracts = list(contracts_in_force(record.project))
    only = contracts[0] if len(contracts) == 1 else None
    known = _heading(record) | {"source": "FISCAL"}
    if only is not None:
        known |= {"contract_number": only.contract_number, "payee": only.contractor_name}
    return known


def _contracts_to_choose(record: Record) -> Mapping[str, Choices]:
    contracts = contracts_in_force(record.project)
    return {
        "contract_number": tuple(
            (c.contract_number, f"{c.contract_number} {c.contractor_name}") for c in contracts
        )
    }


def _payment_computed(record: Record) -> Mapping[str, object]:
    assert isinstance(record, Payment)
    contract = contract_of(record)
    if contract is None or not contract.amount:
        return {"contract_amount": None, "paid_amount": None, "paid_share": None}
    paid = paid_under(contract)
    if record.status == RecordStatus.PASSED:
        paid -= record.amount or NOTHING
    after = paid + (record.amount or NOTHING)
    return {
        "contract_amount": contract.amount,
        "paid_amount": paid,
        "paid_share": (after / contract.amount * WHOLE).quantize(CENT, ROUND_HALF_UP),
    }


def _accounts_known(record: Record) -> Mapping[str, object]:
    return {
        "project_name": record.project.name,
        "applicant_unit": record.project.owner_unit.name,
        "closed_on": localdate(record.created_at),
    }


def _accounts_computed(record: Record) -> Mapping[str, object]:
    details = record.details
    return {
        "income_total": sum_of(details, "income", "received"),
        "expenditure": [_balanced(row) for row in rows_in(details, "expenditure")],
        "budget_total": sum_of(details, "expenditure", *BUDGETED),
        "expenditure_total": settled_amount(details),
        "surplus": surplus_amount(details),
    }


def _balanced(row: Entered) -> dict[str, object]:
    """Add the difference and the completion to a subject."""
    budget = sum((amount_in(row, code) for code in BUDGETED), NOTHING)
    spent = sum((amount_in(row, code) for code in SPENT), NOTHING)
    completion = (spent / budget * WHOLE).quantize(CENT, ROUND_HALF_UP) if budget else None
    return {**row, "balance": budget - spent, "completion": completion}


APPROPRIATION = RecordKind(
    code="appropriation",
    label="资金指标",
    stages=FUNDED,
    sheet="appropriation",
    model=Appropriation,
    typed={
        "document_number": "document_number",
        "issued_on": "issued_on",
        "amount": "amount",
    },
    permission="projects.budget_project",
    is_repeatable=True,
    prefill=_quota_known,
    derive=as_signed(_quota_computed),
    check=may_submit_appropriation,
    may_pass=may_still_pass,
)

PAYMENT = RecordKind(
    code="payment",
    label="资金支付",
    stages=FUNDED,
    sheet="payment",
    model=Payment,
    typed={"payment_kind": "nature", "amount": "amount"},
    is_repeatable=True,
    prefill=_payment_known,
    derive=as_signed(_payment_computed),
    offer=_contracts_to_choose,
    check=may_submit_payment,
    may_pass=may_still_pass,
    may_state=may_state_payment,
    on_submitted=bind_to_contract,
    on_passed=note_payment,
)

FINAL_ACCOUNTS = RecordKind(
    code="final_accounts",
    label="竣工决算",
    stages=SETTLED,
    sheet="final_accounts",
    model=FinalAccounts,
    typed={"closed_on": "occurred_on"},
    prefill=_accounts_known,
    derive=as_signed(_accounts_computed),
    check=may_submit_accounts,
    on_submitted=settle,
)

KINDS: tuple[RecordKind, ...] = (APPROPRIATION, PAYMENT, FINAL_ACCOUNTS)
