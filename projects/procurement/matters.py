"""The kinds of records of procurement."""

from collections.abc import Mapping

from projects.procurement.models import Contract
from projects.procurement.rules import may_submit_contract
from projects.procurement.services import take_contractor_in, write_code_plainly
from projects.registry.kinds import RecordKind
from projects.registry.models import Record, Stage
from projects.registry.rules import may_still_pass
from projects.registry.shapes import sum_of


def _known(record: Record) -> Mapping[str, object]:
    project = record.project
    return {"project_name": project.name, "owner_unit": project.owner_unit.name}


def _computed(record: Record) -> Mapping[str, object]:
    return {"share_total": sum_of(record.details, "payment_terms", "share")}


CONTRACT = RecordKind(
    code="contract",
    label="采购合同",
    stages=(Stage.CONSTRUCTION, Stage.ACCEPTANCE),
    sheet="contract",
    model=Contract,
    typed={
        "procurement_method": "method",
        "contract_number": "contract_number",
        "contractor": "contractor_name",
        "contractor_code": "contractor_code",
        "contract_amount": "amount",
        "signed_on": "signed_on",
        "starts_on": "starts_on",
        "ends_on": "ends_on",
    },
    is_repeatable=True,
    prefill=_known,
    derive=_computed,
    check=may_submit_contract,
    may_pass=may_still_pass,
    on_submitted=write_code_plainly,
    on_passed=take_contractor_in,
)

KINDS: tuple[RecordKind, ...] = (CONTRACT,)
