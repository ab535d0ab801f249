"""What the clock does to tasks: remind before the limit, and act on it when it has passed."""

from datetime import datetime

from django.urls import reverse
from django.utils.timezone import localdate

from approvals.flows.engine import next_look, verbs
from approvals.flows.models import ApprovalTask
from approvals.flows.queries import tasks_to_look_at
from approvals.flows.services.carrying import Words, carry_out
from approvals.flows.services.cases import Case
from approvals.flows.services.locking import locked_case
from approvals.flows.shapes import Expiry
from approvals.notifications.services import notify
from approvals.organizations.models import User
from audit.services import audited
from config.kernel.verdicts import StaleVersionError

MOST_AT_ONCE = 500


def watch_clocks(*, at: datetime) -> int:
    """Look at every task whose day has come, each in a transaction of its own."""
    system, looked = User.system(), 0
    for task in tasks_to_look_at(localdate(at))[:MOST_AT_ONCE]:
        try:
            look_at(task, actor=system, at=at)
        except StaleVersionError:  # somebody is deciding it this moment
            continue
        looked += 1
    return looked


@audited
def look_at(task: ApprovalTask, *, actor: User, at: datetime) -> ApprovalTask:
    """Remind of a limit that comes near, or do what the step says when it has passed."""
    case, on = locked_case(task.process, actor, on=localdate(at)), localdate(at)
    number = case.number_of(task)
    seat, fresh = case.state.seat(number), case.task(number)
    if seat is None or not seat.is_open or fresh.look_on is None or fresh.look_on > on:
        return fresh
    assert seat.due_on is not None
    step, is_paused = case.state.step_of(seat), case.state.paused_on is not None
    if not is_paused and seat.due_on < on and _may_expire(case, number):
        verb = verbs.Expire(seat=number, actor=actor.pk, at=at)
        carry_out(case, verb, Words(), actor=actor, at=at)
        _tell_above(case, fresh, at)
    elif not is_paused:
        _remind(case, fresh, overdue=seat.due_on < on, at=at)
    if fresh.is_open:
        after = next_look(step, seat.due_on, calendar=case.office.calendar, after=on)
        ApprovalTask.objects.filter(pk=fresh.pk).update(look_on=after)
    return fresh


def _may_expire(case: Case, number: int) -> bool:
    seat = case.state.seat(number)
    return (
        seat is not None
        and not seat.escalated
        and case.state.step_of(seat).on_expiry != Expiry.REMIND
    )


def _remind(case: Case, task: ApprovalTask, *, overdue: bool, at: datetime) -> None:
    assert task.due_on is not None
    day = f"{task.due_on.month}月{task.due_on.day}日"
    notify(
        case.office.people(task.post_id),
        title=f"{'超期' if overdue else '临期'}：{task.subject_label}",
        body=f"“{task.step_label}”环节应在{day}前办理。",
        url=reverse("approvals:inbox-task", args=[task.pk]),
        event="deadline",
        at=at,
    )


def _tell_above(case: Case, task: ApprovalTask, at: datetime) -> None:
    """Tell those who hold the post, and those above them."""
    if not task.is_open:
        return
    step = case.state.route.steps[task.step_index]
    office = case.office
    desks = office.by_roles(step.expiry_roles) or office.above_desk(task.post_id)
    desks = desks or office.superiors(step)
    above = [user for desk in desks for user in case.office.people(desk.key)]
    notify(
        [*case.office.people(task.post_id), *above],
        title=f"超期上报：{task.subject_label}",
        body=f"“{task.step_label}”环节超过办理期限仍未办理。",
        url=reverse("approvals:inbox-process", args=[task.process_id]),
        event="deadline",
        at=at,
    )
