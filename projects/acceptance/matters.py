"""The kinds of records of testing, trial operation and acceptance."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from django.utils.timezone import localdate

from projects.acceptance.models import FinalAcceptance, TestReport, TrialOperation
from projects.acceptance.queries import trial_in_force
from projects.acceptance.rules import (
    may_conclude_acceptance,
    may_submit_acceptance,
    may_submit_test_report,
    may_submit_trial,
)
from projects.acceptance.services import (
    begin_acceptance,
    conclude_acceptance,
    refuse_acceptance,
)
from projects.procurement.queries import contracts_in_force
from projects.registry.kinds import RecordKind
from projects.registry.models import Project, Record, Stage
from projects.registry.queries import latest_record
from projects.registry.shapes import Entered, amount_in, day_in, rows_in, text_in

CENT, WHOLE = Decimal("0.01"), Decimal(100)
TESTED = (Stage.CONSTRUCTION, Stage.ACCEPTANCE)


def _developers(project: Project) -> str:
    contract = contracts_in_force(project).first()
    return contract.contractor_name if contract else project.owner_unit.name


def _carried_on(record: Record, kind: str, *codes: str) -> dict[str, object]:
    """Take over what an earlier record already says."""
    before = latest_record(record.project, kind)
    return {code: text_in(before.details, code) for code in codes} if before else {}


def _test_known(record: Record) -> Mapping[str, object]:
    return {
        "software_name": record.project.name,
        "test_unit": _developers(record.project),
        **_carried_on(record, "test_report", "software_name", "software_version", "environment"),
    }


def _test_computed(record: Record) -> Mapping[str, object]:
    return {"executions": [_rated(row) for row in rows_in(record.details, "executions")]}


def _rated(row: Entered) -> dict[str, object]:
    cases, passed = amount_in(row, "cases"), amount_in(row, "passed")
    rate = (passed / cases * WHOLE).quantize(CENT, ROUND_HALF_UP) if cases else None
    return {**row, "pass_rate": rate}


def _trial_known(record: Record) -> Mapping[str, object]:
    return {
        "software_name": record.project.name,
        "development_team": _developers(record.project),
        "units": [{"unit": record.project.owner_unit.name}],
        **_carried_on(record, "test_report", "software_name", "software_version"),
    }


def _trial_computed(record: Record) -> Mapping[str, object]:
    assert isinstance(record, TrialOperation)
    problems = rows_in(record.details, "records")
    days = None
    if record.started_on and record.ended_on:
        days = (record.ended_on - record.started_on).days + 1
    return {
        "running_days": days,
        "problem_total": len(problems),
        "problem_closed": sum(day_in(row, "closed_on") is not None for row in problems),
    }


def _acceptance_known(record: Record) -> Mapping[str, object]:
    unit, trial = record.project.owner_unit.name, trial_in_force(record.project)
    return {
        "software_name": record.project.name,
        "demand_unit": unit,
        "user_unit": unit,
        "development_team": _developers(record.project),
        "accepted_on": localdate(record.created_at),
        "trial_operation_number": trial.number if trial else "",
        **_carried_on(record, "trial_operation", "software_name", "software_version"),
    }


TEST_REPORT = RecordKind(
    code="test_report",
    label="软件测试报告",
    stages=TESTED,
    sheet="test_report",
    model=TestReport,
    typed={"conclusion": "conclusion"},
    is_repeatable=True,
    prefill=_test_known,
    derive=_test_computed,
    check=may_submit_test_report,
)

TRIAL_OPERATION = RecordKind(
    code="trial_operation",
    label="试运行评估",
    stages=TESTED,
    sheet="trial_operation",
    model=TrialOperation,
    typed={"starts_on": "started_on", "ends_on": "ended_on", "conclusion": "conclusion"},
    is_repeatable=True,
    prefill=_trial_known,
    derive=_trial_computed,
    check=may_submit_trial,
)

FINAL_ACCEPTANCE = RecordKind(
    code="final_acceptance",
    label="项目验收",
    stages=TESTED,
    sheet="final_acceptance",
    model=FinalAcceptance,
    typed={"accepted_on": "occurred_on", "conclusion": "conclusion"},
    prefill=_acceptance_known,
    check=may_submit_acceptance,
    may_pass=may_conclude_acceptance,
    on_submitted=begin_acceptance,
    on_passed=conclude_acceptance,
    on_failed=refuse_acceptance,
)

KINDS: tuple[RecordKind, ...] = (TEST_REPORT, TRIAL_OPERATION, FINAL_ACCEPTANCE)
