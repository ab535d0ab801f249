"""The kinds of records of the performance evaluation and of the archives."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.timezone import localdate

from approvals.organizations.models import Unit
from projects.evaluation.models import ArchiveRecord, Evaluation, SelfEvaluation
from projects.evaluation.queries import (
    actual_values,
    archived_items,
    execution_of,
    execution_rate,
    execution_score,
    grade_of,
    indicators_of,
    items_of_archive,
    scored_rows,
    self_evaluation_of,
    total_score,
)
from projects.evaluation.rules import (
    may_archive,
    may_submit_evaluation,
    may_submit_self_evaluation,
    may_submit_targets,
)
from projects.evaluation.services import (
    archive_project,
    begin_evaluation,
    complete_items,
    grade_project,
    take_targets_over,
)
from projects.procurement.queries import contracts_in_force
from projects.registry.kinds import RecordKind, as_signed
from projects.registry.models import Project, Record, Stage
from projects.registry.shapes import rows_in, sum_of
from projects.regulations.queries import number_setting

TARGETED = (Stage.INITIATION, Stage.CONSTRUCTION, Stage.ACCEPTANCE, Stage.OPERATION)
EXECUTION_WEIGHT = "weight_of_execution", Decimal(10)


def _data_department() -> str:
    unit = Unit.objects.filter(kind="DATA", is_active=True).order_by("path").first()
    return unit.name if unit else ""


def _targets_known(record: Record) -> Mapping[str, object]:
    project = record.project
    contract = contracts_in_force(project).first()
    parent = project.owner_unit.parent
    return {
        "project_name": project.name,
        "applicant_unit": project.owner_unit.name,
        "competent_department": parent.name if parent else project.owner_unit.name,
        "starts_on": contract.starts_on if contract else None,
        "ends_on": contract.ends_on if contract else None,
        "total_amount": project.approved_amount,
        "fiscal_amount": project.approved_amount,
        "indicators": [
            {
                "first_level": "EXECUTION",
                "second_level": "EXECUTION",
                "name": "预算执行率",
                "target": "100%",
                "weight": number_setting(project.rulebook, *EXECUTION_WEIGHT),
            }
        ],
    }


def _targets_computed(record: Record) -> Mapping[str, object]:
    return {"weight_total": sum_of(record.details, "indicators", "weight")}


def _self_known(record: Record) -> Mapping[str, object]:
    project = record.project
    score = execution_score(project)
    return {
        "project_name": project.name,
        "applicant_unit": project.owner_unit.name,
        "year": localdate(record.created_at).year,
        "evaluated_on": localdate(record.created_at),
        "indicators": [
            {"name": i.name, "actual": f"{execution_rate(project):f}%", "score": score}
            if i.level_one == "EXECUTION"
            else {"name": i.name}
            for i in indicators_of(project)
        ],
    }


def _self_computed(record: Record) -> Mapping[str, object]:
    project = record.project
    given, paid = execution_of(project)
    return {
        "budget_amount": given,
        "spent_amount": paid,
        "execution_rate": execution_rate(project),
        "execution_score": execution_score(project),
        "indicators": scored_rows(record, list(indicators_of(project))),
        **_graded(record),
    }


def _graded(record: Record) -> dict[str, object]:
    details = record.details
    if not any(row.get("score") not in {None, ""} for row in rows_in(details, "indicators")):
        return {"total_score": None, "rank": ""}
    total = total_score(details)
    return {"total_score": total, "rank": str(grade_of(total, record.project.rulebook).label)}


def _review_known(record: Record) -> Mapping[str, object]:
    project = record.project
    reached = actual_values(self_evaluation_of(project))
    return {
        "project_name": project.name,
        "evaluated_unit": project.owner_unit.name,
        "evaluator_unit": _data_department(),
        "evaluated_on": localdate(record.created_at),
        "indicators": [
            {"name": indicator.name, "actual": reached.get(indicator.name, "")}
            for indicator in indicators_of(project)
        ],
    }


def _review_computed(record: Record) -> Mapping[str, object]:
    project: Project = record.project
    own = self_evaluation_of(project)
    return {
        "self_score": own.score if own else None,
        "indicators": scored_rows(record, list(indicators_of(project))),
        **_graded(record),
    }


def _archive_known(record: Record) -> Mapping[str, object]:
    project = record.project
    return {
        "project_name": project.name,
        "handing_unit": project.owner_unit.name,
        "receiving_unit": _data_department(),
        "handed_on": localdate(record.created_at),
        "handed_by": record.created_by.full_name,
        "retention_period": "THIRTY",
        "items": archived_items(project),
    }


def _archive_computed(record: Record) -> Mapping[str, object]:
    return {"items": items_of_archive(record)} if record.is_open else {}


PERFORMANCE_TARGETS = RecordKind(
    code="performance_targets",
    label="绩效目标",
    stages=TARGETED,
    sheet="performance_targets",
    prefill=_targets_known,
    derive=_targets_computed,
    check=may_submit_targets,
    on_passed=take_targets_over,
)

SELF_EVALUATION = RecordKind(
    code="self_evaluation",
    label="绩效自评",
    stages=(Stage.OPERATION, Stage.EVALUATION),
    sheet="self_evaluation",
    model=SelfEvaluation,
    typed={"evaluated_on": "occurred_on"},
    prefill=_self_known,
    derive=as_signed(_self_computed),
    check=may_submit_self_evaluation,
    on_submitted=begin_evaluation,
)

EVALUATION = RecordKind(
    code="evaluation",
    label="绩效评价",
    stages=(Stage.EVALUATION,),
    sheet="evaluation",
    model=Evaluation,
    typed={"evaluated_on": "occurred_on"},
    permission="projects.evaluate_project",
    prefill=_review_known,
    derive=as_signed(_review_computed),
    check=may_submit_evaluation,
    on_submitted=grade_project,
)

ARCHIVE = RecordKind(
    code="archive",
    label="项目归档",
    stages=(Stage.EVALUATION,),
    sheet="archive",
    model=ArchiveRecord,
    typed={"handed_on": "handed_over_on", "retention_period": "retention_period"},
    prefill=_archive_known,
    derive=_archive_computed,
    check=may_archive,
    on_submitted=complete_items,
    on_passed=archive_project,
)

KINDS: tuple[RecordKind, ...] = (PERFORMANCE_TARGETS, SELF_EVALUATION, EVALUATION, ARCHIVE)
