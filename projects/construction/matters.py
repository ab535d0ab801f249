"""The kinds of records of the construction."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.utils.timezone import localdate

from approvals.calendars.queries import working_calendar
from projects.construction.models import ChangeRequest, ProgressReport
from projects.construction.queries import changed_amount, milestones_of, report_before
from projects.construction.rules import (
    difference_of,
    may_apply_change,
    may_reply_to_change,
    may_submit_change,
    may_submit_progress,
    was_decided,
)
from projects.construction.services import apply_change, compute_change, follow_progress
from projects.registry.facts import facts_of
from projects.registry.kinds import RecordKind, as_signed
from projects.registry.models import Project, Record, Stage
from projects.registry.shapes import day_in

CENT, WHOLE = Decimal("0.01"), Decimal(100)


def _share(part: Decimal, whole: Decimal | None) -> Decimal | None:
    """Return a share in per cent, to two decimals."""
    return (part / whole * WHOLE).quantize(CENT, ROUND_HALF_UP) if whole else None


def _report_known(record: Record) -> Mapping[str, object]:
    assert isinstance(record, ProgressReport)
    before = report_before(record)
    known: dict[str, object] = {
        "project_name": record.project.name,
        "reporter_unit": record.project.owner_unit.name,
        "reporter": record.created_by.full_name,
        "milestones": [
            {
                "name": milestone.name,
                "due_on": milestone.planned_end,
                "completed_on": milestone.reached_on,
                "progress": milestone.percent,
            }
            for milestone in milestones_of(record.project)
        ],
    }
    if before is not None and before.period_to is not None:
        known["period_from"] = before.period_to + timedelta(days=1)
    return known


def _report_computed(record: Record) -> Mapping[str, object]:
    """Tell the share of the contracts that is paid."""
    facts = facts_of(record.project)
    paid = Decimal(str(facts.get("payment.total_passed") or 0))
    contracted = Decimal(str(facts.get("contract.total_amount") or 0))
    return {"payment_progress": _share(paid, contracted)}


def _change_known(record: Record) -> Mapping[str, object]:
    return {
        "project_name": record.project.name,
        "applicant_unit": record.project.owner_unit.name,
        "applied_on": localdate(record.created_at),
        "change_amount": Decimal("0.00"),
        "amount_direction": "NONE",
    }


def _change_computed(record: Record) -> Mapping[str, object]:
    assert isinstance(record, ChangeRequest)
    project, difference = record.project, difference_of(record)
    before = record.before_amount if was_decided(record) else project.approved_amount
    original = _originally_approved(project)
    moved = changed_amount(project) + (Decimal(0) if record.decided_at else difference)
    applied_on = day_in(record.details, "applied_on")
    planned_on = day_in(record.details, "original_completion_on")
    lead = None
    if applied_on is not None and planned_on is not None:
        lead = working_calendar().workdays_between(applied_on, planned_on)
    return {
        "approved_amount": before,
        "share_of_approval": _share(difference, before),
        "cumulative_share": _share(moved, original),
        "lead_workdays": lead,
        "route_basis": _route_in_words(difference),
    }


def _originally_approved(project: Project) -> Decimal | None:
    """Return what was approved before any change."""
    approved = project.approved_amount
    return None if approved is None else approved - changed_amount(project)


def _route_in_words(difference: Decimal) -> str:
    if difference > 0:
        return "增加投资：数据部门评审，发改部门批复后生效，批复金额须覆盖变更后金额。"
    if difference < 0:
        return "减少投资：数据部门评审，发改部门审批后调减批复金额。"
    return "不涉及金额：数据部门评审，发改部门审批后实施。"


PROGRESS_REPORT = RecordKind(
    code="progress_report",
    label="进展报告",
    stages=(Stage.CONSTRUCTION,),
    sheet="progress_report",
    model=ProgressReport,
    typed={
        "period_from": "period_from",
        "period_to": "period_to",
        "physical_progress": "percent",
    },
    is_repeatable=True,
    prefill=_report_known,
    derive=as_signed(_report_computed),
    check=may_submit_progress,
    on_passed=follow_progress,
)

CHANGE_REQUEST = RecordKind(
    code="change_request",
    label="项目变更",
    stages=(Stage.CONSTRUCTION, Stage.ACCEPTANCE),
    sheet="change_request",
    model=ChangeRequest,
    is_repeatable=True,
    prefill=_change_known,
    derive=as_signed(_change_computed),
    check=may_submit_change,
    may_pass=may_apply_change,
    may_state=may_reply_to_change,
    on_submitted=compute_change,
    on_passed=apply_change,
)

KINDS: tuple[RecordKind, ...] = (PROGRESS_REPORT, CHANGE_REQUEST)
