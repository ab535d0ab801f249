"""When tests, trials, acceptances and data catalogues hold together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from config.kernel.periods import chinese_day
from config.kernel.texts import nfkc_key
from config.kernel.verdicts import ALLOWED, Missing, Verdict, refused
from projects.acceptance.models import DataResource, FinalAcceptance, TestReport, TrialOperation
from projects.acceptance.queries import (
    NO_DATA,
    materials_wanting,
    resources_declared,
    resources_of,
    trial_in_force,
)
from projects.registry import kinds
from projects.registry.models import Project, Record, RecordStatus, Stage
from projects.registry.queries import concluded_review_of
from projects.registry.rules import judge_gate
from projects.registry.shapes import NOTHING, Entered, amount_in, day_in, rows_in, text_in

GRAVE = {"FATAL", "SERIOUS"}
SETTLED = {"FIXED", "CLOSED"}
CATALOGUED_IN = (Stage.CONSTRUCTION, Stage.ACCEPTANCE, Stage.OPERATION)
MOST_RESOURCES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceLine:
    """One line of a data catalogue."""

    name: str
    sharing: str
    frequency: str
    sharing_basis: str = ""
    is_open: bool = False
    catalogued_on: date | None = None
    collected_on: date | None = None


def data_url(project: Project) -> str:
    """Return the page of the data catalogue."""
    return reverse("projects:acceptance-data", kwargs={"project_id": project.pk})


def may_submit_test_report(record: Record) -> Verdict:
    """Decide whether a test report adds up and its conclusion follows from it."""
    assert isinstance(record, TestReport)
    return (
        _in_order(record, "tested_from", "tested_to", "测试结束日期早于测试开始日期，请核对。")
        & _executions_add_up(record)
        & _nothing_grave_is_left(record)
    )


def _in_order(record: Record, first: str, last: str, sentence: str) -> Verdict:
    begins, ends = day_in(record.details, first), day_in(record.details, last)
    return refused(sentence) if begins and ends and ends < begins else ALLOWED


def _executions_add_up(report: TestReport) -> Verdict:
    verdict = ALLOWED
    for number, row in enumerate(rows_in(report.details, "executions"), start=1):
        parts = sum((amount_in(row, code) for code in ("passed", "failed", "blocked")), NOTHING)
        if parts != amount_in(row, "cases"):
            verdict &= refused(
                f"执行统计第{number}行“{text_in(row, 'module')}”的通过、失败和阻塞之和"
                "与用例数不符，请核对。"
            )
    return verdict


def _nothing_grave_is_left(report: TestReport) -> Verdict:
    if report.conclusion != "PASSED":
        return ALLOWED
    left = [
        text_in(row, "defect_number")
        for row in rows_in(report.details, "defects")
        if text_in(row, "severity") in GRAVE and text_in(row, "state") not in SETTLED
    ]
    if not left:
        return ALLOWED
    return refused(f"致命或严重缺陷{'、'.join(left)}尚未解决，测试结论不能为通过。")


def may_submit_trial(record: Record) -> Verdict:
    """Decide whether a trial operation is told completely; how long it takes is the rulebook's."""
    assert isinstance(record, TrialOperation)
    verdict = ALLOWED
    for number, row in enumerate(rows_in(record.details, "records"), start=1):
        verdict &= _problem_is_sound(record, number, day_in(row, "found_on"), row)
    if record.conclusion == "RECTIFIED" and not text_in(record.details, "improvements"):
        verdict &= refused("结论为整改后通过的，请填写改进意见。")
    return verdict


def _problem_is_sound(
    trial: TrialOperation, number: int, found_on: date | None, row: Entered
) -> Verdict:
    verdict, closed_on = ALLOWED, day_in(row, "closed_on")
    if found_on and closed_on and closed_on < found_on:
        verdict &= refused(f"试运行记录第{number}行的关闭日期早于发现日期，请核对。")
    if found_on and trial.started_on and found_on < trial.started_on:
        verdict &= refused(f"试运行记录第{number}行的日期早于试运行开始日期，请核对。")
    is_grave = text_in(row, "severity") in GRAVE
    if trial.conclusion == "PASSED" and is_grave and closed_on is None:
        verdict &= refused(f"试运行记录第{number}行的严重问题尚未关闭，结论不能为通过。")
    return verdict


def may_submit_acceptance(record: Record) -> Verdict:
    """Decide whether an acceptance may be held, and whether its conclusion follows from it."""
    assert isinstance(record, FinalAcceptance)
    verdict = _acceptance_may_begin(record) & _conclusion_follows(record)
    return verdict & _data_are_told(record) & _days_follow(record)


def may_conclude_acceptance(record: Record) -> Verdict:
    """Decide whether consent is possible: to agree is to say that the project is accepted."""
    assert isinstance(record, FinalAcceptance)
    if record.conclusion == "QUALIFIED":
        return ALLOWED
    return refused("验收结论为不合格，不能同意；请选择“不同意”，项目将回到建设阶段整改。")


def _acceptance_may_begin(acceptance: FinalAcceptance) -> Verdict:
    """Ask the gate of the stage, for the first submission carries the project into it."""
    project = acceptance.project
    if project.stage != Stage.CONSTRUCTION:
        return ALLOWED
    return judge_gate(project, "enter_acceptance", kinds.filled_on(acceptance))


def _conclusion_follows(acceptance: FinalAcceptance) -> Verdict:
    if acceptance.conclusion != "QUALIFIED":
        return ALLOWED
    verdict, details = ALLOWED, acceptance.details
    if wanting := materials_wanting(details):
        verdict &= refused(f"验收结论不能为合格，资料不齐全或不符合：{'、'.join(wanting)}。")
    poor = [
        text_in(row, "aspect")
        for row in rows_in(details, "assessments")
        if text_in(row, "grade") == "UNQUALIFIED"
    ]
    if poor:
        verdict &= refused(f"验收结论不能为合格，{'、'.join(poor)}评价为不合格。")
    review = concluded_review_of(acceptance)
    if review is not None and review.conclusion == "FAILED":
        verdict &= refused("验收结论不能为合格，专家评审结论为不通过。")
    return verdict


def _data_are_told(acceptance: FinalAcceptance) -> Verdict:
    """Whoever says that there are no data must not have announced or catalogued any."""
    details, project = acceptance.details, acceptance.project
    said = {text_in(details, code) for code in ("platform_access", "catalogue")}
    if NO_DATA not in said:
        return ALLOWED
    catalogued = resources_of(project).count()
    declared = len(resources_declared(project))
    if not catalogued and not declared:
        return ALLOWED
    where = f"目录中有{catalogued}项" if catalogued else f"申报书中有{declared}项"
    return refused(
        f"选择了“无数据资源”，但{where}数据资源，请核对。",
        missing=(Missing(label="数据资源目录", url=data_url(project)),),
    )


def _days_follow(acceptance: FinalAcceptance) -> Verdict:
    verdict, trial = ALLOWED, trial_in_force(acceptance.project)
    accepted_on = acceptance.occurred_on
    if accepted_on is None:
        return verdict
    if trial is not None and trial.ended_on is not None and accepted_on < trial.ended_on:
        verdict &= refused(f"验收日期早于试运行结束日期{chinese_day(trial.ended_on)}，请核对。")
    if accepted_on > kinds.filled_on(acceptance):
        verdict &= refused("验收日期不能晚于今天。", opens_on=accepted_on)
    for number, row in enumerate(rows_in(acceptance.details, "open_issues"), start=1):
        due_on = day_in(row, "due_on")
        if due_on is not None and due_on < accepted_on:
            verdict &= refused(f"遗留问题第{number}行的期限早于验收日期，请核对。")
    return verdict


def may_catalogue_data(project: Project, lines: Sequence[ResourceLine], on: date) -> Verdict:
    """Decide whether this may be the data catalogue of a project."""
    verdict = catalogue_is_open(project)
    if len(lines) > MOST_RESOURCES:
        verdict &= refused(f"数据资源最多{MOST_RESOURCES}项，现有{len(lines)}项，请合并。")
    names: set[str] = set()
    for number, line in enumerate(lines, start=1):
        verdict &= _line_is_sound(number, line, on)
        if nfkc_key(line.name) in names:
            verdict &= refused(f"第{number}行的资源名称“{line.name}”与前面的重复。")
        names.add(nfkc_key(line.name))
    return verdict


def catalogue_is_open(project: Project) -> Verdict:
    """Decide whether the data catalogue of a project may still be changed."""
    if not project.is_active:
        return refused(f"项目已{project.get_standing_display()}，不能修改数据资源目录。")
    if project.stage not in CATALOGUED_IN:
        return refused(f"项目处于{project.stage_label}阶段，不能修改数据资源目录。")
    acceptance = project.records.filter(kind="final_acceptance", status=RecordStatus.PENDING)
    if acceptance.exists():
        return refused("验收正在审批，数据资源目录暂不能修改；需要修改的，请先撤回验收。")
    return ALLOWED


def _line_is_sound(number: int, line: ResourceLine, on: date) -> Verdict:
    verdict = ALLOWED
    if line.sharing != DataResource.Sharing.UNCONDITIONAL and not line.sharing_basis:
        verdict &= refused(f"第{number}行“{line.name}”不是无条件共享，请填写依据或理由。")
    for label, day in (("编目", line.catalogued_on), ("归集", line.collected_on)):
        if day is not None and day > on:
            verdict &= refused(f"第{number}行“{line.name}”的{label}日期不能晚于今天。")
    if line.collected_on and not line.catalogued_on:
        verdict &= refused(f"第{number}行“{line.name}”已归集，请填写编目日期。")
    return verdict
