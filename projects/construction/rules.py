"""When the plan, the progress and the changes of a construction hold together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from config.kernel.money import yuan_text
from config.kernel.periods import chinese_day
from config.kernel.texts import nfkc_key
from config.kernel.verdicts import ALLOWED, Missing, Verdict, refused
from projects.construction.models import ChangeRequest, Milestone, ProgressReport
from projects.construction.queries import report_before
from projects.registry.facts import facts_of
from projects.registry.models import Project, Record, RecordStatus, Stage
from projects.registry.shapes import NOTHING, amount_in, codes_in, day_in, text_in

PLANNED_IN = (Stage.INITIATION, Stage.CONSTRUCTION, Stage.ACCEPTANCE)
MOST_MILESTONES = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestonePlan:
    """One line of a plan; `pk` names the milestone that it continues."""

    name: str
    planned_start: date
    planned_end: date
    pk: int | None = None


def may_plan_milestones(project: Project, plan: Sequence[MilestonePlan]) -> Verdict:
    """Decide whether this may be the plan of the construction."""
    verdict = _construction_goes_on(project)
    if len(plan) > MOST_MILESTONES:
        verdict &= refused(f"里程碑最多{MOST_MILESTONES}个，现有{len(plan)}个，请合并。")
    names: set[str] = set()
    for number, line in enumerate(plan, start=1):
        if line.planned_end < line.planned_start:
            verdict &= refused(f"第{number}行“{line.name}”的计划完成早于计划开始。")
        if nfkc_key(line.name) in names:
            verdict &= refused(f"第{number}行的里程碑“{line.name}”与前面的重复。")
        names.add(nfkc_key(line.name))
    return verdict & _keeps_what_is_done(project, plan)


def _keeps_what_is_done(project: Project, plan: Sequence[MilestonePlan]) -> Verdict:
    verdict, kept = ALLOWED, {line.pk for line in plan}
    done = Milestone.objects.filter(project=project, reached_on__isnull=False)
    for milestone in done.order_by("position"):
        if milestone.pk not in kept:
            verdict &= refused(f"里程碑“{milestone.name}”已完成，不能删去。")
    return verdict


def may_reach_milestone(milestone: Milestone, reached_on: date, on: date) -> Verdict:
    """Decide whether a milestone was reached on that day."""
    verdict = _construction_goes_on(milestone.project)
    if reached_on > on:
        verdict &= refused("实际完成日期不能晚于今天。", opens_on=reached_on)
    if milestone.reached_on is not None:
        verdict &= refused(f"“{milestone.name}”已在{chinese_day(milestone.reached_on)}完成。")
    return verdict


def _construction_goes_on(project: Project) -> Verdict:
    if not project.is_active:
        return refused(f"项目已{project.get_standing_display()}，不能调整里程碑。")
    if project.stage in PLANNED_IN:
        return ALLOWED
    return refused(f"项目处于{project.stage_label}阶段，里程碑不能再调整。")


def may_submit_progress(record: Record) -> Verdict:
    """Decide whether a progress report goes on from the one before."""
    assert isinstance(record, ProgressReport)
    verdict = ALLOWED
    if text_in(record.details, "problems") and not text_in(record.details, "measures"):
        verdict &= refused("填写了存在问题，请同时填写整改与应对措施。")
    before = report_before(record)
    if before is None or record.percent is None or before.percent is None:
        return verdict
    if record.percent < before.percent:
        verdict &= refused(
            f"形象进度{record.percent.normalize():f}%低于上一期的"
            f"{before.percent.normalize():f}%，累计进度不能下降。"
        )
    if record.period_from and before.period_to and record.period_from <= before.period_to:
        verdict &= refused(f"报告期应从上一期截止日{chinese_day(before.period_to)}之后开始。")
    return verdict


def difference_of(change: ChangeRequest) -> Decimal:
    """Return by how much a change moves the approved sum, with its sign."""
    amount = amount_in(change.details, "change_amount")
    direction = text_in(change.details, "amount_direction")
    return {"INCREASE": amount, "DECREASE": -amount}.get(direction, NOTHING)


def may_submit_change(record: Record) -> Verdict:
    """Decide whether a change says what it changes, and leaves room for what is committed."""
    assert isinstance(record, ChangeRequest)
    return _money_is_said_once(record) & _extension_is_complete(record) & may_apply_change(record)


def _money_is_said_once(change: ChangeRequest) -> Verdict:
    verdict = ALLOWED
    amount = amount_in(change.details, "change_amount")
    direction = text_in(change.details, "amount_direction")
    is_about_money = "FUNDS" in codes_in(change.details, "change_kinds")
    if direction == "NONE" and amount:
        verdict &= refused("金额不变的，变更金额应填 0。")
    if direction in {"INCREASE", "DECREASE"} and not amount:
        verdict &= refused("金额有增减的，变更金额应大于零。")
    if direction in {"INCREASE", "DECREASE"} and not is_about_money:
        verdict &= refused("金额有增减的，变更类别应勾选“项目资金”。")
    return verdict


def _extension_is_complete(change: ChangeRequest) -> Verdict:
    if "EXTENSION" not in codes_in(change.details, "change_kinds"):
        return ALLOWED
    original = day_in(change.details, "original_completion_on")
    extended = day_in(change.details, "extended_completion_on")
    if original is None or extended is None:
        return refused("工期延期须填写原完成日期和延期后完成日期。")
    if extended <= original:
        return refused("延期后完成日期应晚于原完成日期。")
    return ALLOWED


def may_apply_change(record: Record) -> Verdict:
    """Decide whether the approved sum still covers what is contracted, funded and paid."""
    assert isinstance(record, ChangeRequest)
    project, difference = record.project, difference_of(record)
    if project.approved_amount is None:
        return refused("项目尚未批复金额，批复之前请直接修改申报内容。")
    if difference >= 0:
        return ALLOWED
    after, verdict = project.approved_amount + difference, ALLOWED
    facts = facts_of(project)
    for label, names in {
        "合同金额": ("contract.total_amount", "contract.requested"),
        "资金指标": ("appropriation.total", "appropriation.requested"),
        "支付金额": ("payment.total_passed", "payment.requested"),
    }.items():
        committed = sum((Decimal(str(facts.get(name) or 0)) for name in names), Decimal(0))
        if after < committed:
            verdict &= refused(
                f"变更后金额{yuan_text(after)}元，少于已有和在办的{label}合计"
                f"{yuan_text(committed)}元，不能减少这么多。"
            )
    return verdict


def may_reply_to_change(
    record: Record,
    stated: Mapping[str, str],
    on: date,  # noqa: ARG001
) -> Verdict:
    """Decide whether what the approver states covers the change, where the step asks for it."""
    assert isinstance(record, ChangeRequest)
    return is_covered(record, stated) if "approved_amount" in stated else ALLOWED


def is_covered(change: ChangeRequest, stated: Mapping[str, object]) -> Verdict:
    """Decide whether the reply given at the decision covers an increase."""
    if difference_of(change) <= 0:
        return ALLOWED
    assert change.amount is not None
    covered = amount_in(stated, "approved_amount")
    if covered >= change.amount and text_in(stated, "document_number"):
        return ALLOWED
    return refused(
        f"本次变更增加投资，变更后为{yuan_text(change.amount)}元；同意前请填写变更批复文号，"
        "以及不少于变更后金额的批复金额，否则请退回修改。",
        missing=(Missing(label="变更批复文号"), Missing(label="变更后批复金额")),
    )


def was_decided(change: ChangeRequest) -> bool:
    """Tell whether a change was decided on, so that its sums no longer move."""
    return change.status in {RecordStatus.PASSED, RecordStatus.FAILED, RecordStatus.PENDING}
