"""When a call for applications may be opened, changed, cancelled, and filed under late."""

from datetime import date

from approvals.organizations.models import User
from config.kernel.periods import chinese_day
from config.kernel.verdicts import ALLOWED, Verdict, refused
from projects.application.rules.contents import may_plan_for
from projects.registry.models import ApplicationCall, LateEntry, Project
from projects.registry.rules import calls_for


def may_announce(call: ApplicationCall, *, on: date) -> Verdict:
    """Whether a call for applications may be opened: days ahead, a name of its own."""
    verdict = _has_sound_days(call, on) & may_plan_for(call.year, on)
    same = ApplicationCall.objects.filter(
        regulation=call.regulation, year=call.year, label=call.label, cancelled_at=None
    )
    if same.exists():
        verdict &= refused(f"{call.year}年度已有名称为“{call.label}”的申报批次，请换一个名称。")
    return verdict


def may_change_call(call: ApplicationCall, *, was: tuple[date, date], on: date) -> Verdict:
    """Whether a call may have these terms from now on; what has begun cannot begin later."""
    verdict = _is_not_cancelled(call)
    opened_on, closed_on = was
    if opened_on <= on and call.opens_on != opened_on:
        verdict &= refused(f"本批次已于{chinese_day(opened_on)}开始，开始日期不能再改。")
    if call.closes_on == closed_on and call.opens_on <= call.closes_on:
        return verdict
    return verdict & _has_sound_days(call, on)


def may_cancel_call(call: ApplicationCall) -> Verdict:
    """Whether a call may be cancelled: nobody may wait for an answer."""
    verdict = _is_not_cancelled(call)
    if call.late.filter(state=LateEntry.State.ASKED).exists():
        verdict &= refused("还有逾期申报申请没有办理，请先办理。")
    return verdict


def _is_not_cancelled(call: ApplicationCall) -> Verdict:
    return refused("本批次已取消，不能再修改。") if call.is_cancelled else ALLOWED


def _has_sound_days(call: ApplicationCall, on: date) -> Verdict:
    if call.closes_on < call.opens_on:
        return refused("截止日期早于开始日期，请核对。")
    if call.closes_on < on:
        return refused(f"截止日期{chinese_day(call.closes_on)}已经过去，请填写今天或以后的日期。")
    return ALLOWED


def may_ask_late(project: Project, on: date) -> Verdict:
    """Whether a unit may ask to file a project after the last day."""
    present = LateEntry.objects.filter(project=project)
    if present.filter(state=LateEntry.State.ASKED).exists():
        return refused("本项目已有一件逾期申报申请待办理。")
    if present.filter(state=LateEntry.State.AGREED, until__gte=on).exists():
        return refused("本项目已获准逾期申报，请直接送审。")
    calls = list(calls_for(project))
    if any(call.closes_on >= on for call in calls):
        return refused("还有开放中或即将开放的申报批次，请在申报时段内送审。")
    if not any(call.accepts_late for call in calls):
        return refused("没有接受逾期申报的批次，请在下一批次申报。")
    return ALLOWED


def may_decide_late(
    late: LateEntry, *, agrees: bool, until: date | None, actor: User, on: date
) -> Verdict:
    """Whether somebody may answer a late entry: another person, and once."""
    if not late.is_open:
        return refused(f"这件申请已办理（{late.get_state_display()}），不能再办理。")
    if late.asked_by_id == actor.pk:
        return refused("不能办理自己提出的申请，请由他人办理。")
    if agrees and until is None:
        return refused("同意逾期申报的，请填写最迟送审日期。")
    if agrees and until is not None and until < on:
        return refused("最迟送审日期已经过去，请填写今天或以后的日期。")
    return ALLOWED
