"""Who leaves hands over everything in one act; no task is left that nobody could do."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from approvals.flows.queries.waiting import tasks_without_hands
from approvals.flows.shapes import Route
from approvals.notifications.models import Notice
from approvals.organizations.models import Appointment, Delegation, Post, User
from approvals.organizations.services import (
    appoint,
    deactivate_account,
    delegate,
    edit_account,
    end_appointment,
    hand_over,
    rehearse,
)
from approvals.organizations.shapes import SECURITY_ADMIN
from audit.actions import AuditAction
from audit.models import AuditEntry
from config.kernel.verdicts import RuleViolationError
from tests.approvals.flows.conftest import calls, town
from tests.approvals.flows.town import (
    APPROVAL,
    INTAKE,
    NOW,
    ROUTE,
    TODAY,
    Town,
    agree,
    open_task,
    person,
    post,
    unit,
)

__all__ = ["calls", "town"]

LAST_STEP = Route(code="tests.last", label="一步流程", steps=(APPROVAL,))
SHORT = Route(code="tests.intake", label="受理", steps=(INTAKE,))
DAY = timedelta(days=1)


@pytest.fixture
def officer(town: Town) -> User:  # noqa: ARG001 - the town must stand
    """A security administrator."""
    office = unit("保卫科", "ADMINISTRATION")
    return person("安全", office, post(office, SECURITY_ADMIN, "安全管理员"))


def key_of(user: User, held: Post) -> str:
    return f"appointment-{Appointment.objects.get(user=user, post=held, ends_on=None).pk}"


def test_a_post_goes_to_the_successor_with_the_tasks_on_it(town: Town, officer: User) -> None:
    process = town.send(LAST_STEP)
    choices = {key_of(town.planner, town.ndrc_post): town.outsider}

    hand_over(town.planner, choices=choices, reason="调离", actor=officer, at=NOW)

    assert agree(open_task(process), User.objects.get(pk=town.outsider.pk)).decision == "APPROVED"
    deactivate_account(town.planner, actor=User.system(), at=NOW)
    assert User.objects.filter(pk=town.planner.pk, is_active=False).exists()


def test_a_successor_whose_own_matter_waits_at_the_post_is_refused_and_nothing_is_moved(
    town: Town, officer: User
) -> None:
    town.send(LAST_STEP)
    choices = {key_of(town.planner, town.ndrc_post): town.handler}

    with pytest.raises(RuleViolationError, match="只有本人能办"):
        hand_over(town.planner, choices=choices, reason="调离", actor=officer, at=NOW)

    assert not town.handler.appointments.filter(post=town.ndrc_post).exists()
    assert town.planner.appointments.get().ends_on is None


def test_what_must_have_a_taker_cannot_just_end(town: Town, officer: User) -> None:
    town.send(LAST_STEP)

    with pytest.raises(RuleViolationError, match="必须有人接手"):
        hand_over(
            town.planner,
            choices={key_of(town.planner, town.ndrc_post): None},
            reason="调离",
            actor=officer,
            at=NOW,
        )


def test_a_rehearsal_says_what_would_happen_and_leaves_nothing(town: Town, officer: User) -> None:
    town.send(LAST_STEP)
    choices: dict[str, User | None] = {key_of(town.planner, town.ndrc_post): town.outsider}
    before = Appointment.objects.count(), Notice.objects.count(), AuditEntry.objects.count()

    verdict, passed = rehearse(
        lambda: hand_over(town.planner, choices=choices, reason="调离", actor=officer, at=NOW)
    )

    assert verdict
    assert passed == {"发改局审批岗": "外人"}
    assert before == (
        Appointment.objects.count(),
        Notice.objects.count(),
        AuditEntry.objects.count(),
    )


def test_with_a_last_day_the_successor_begins_the_day_after(town: Town, officer: User) -> None:
    town.send(LAST_STEP)
    last = TODAY + 9 * DAY
    choices = {key_of(town.planner, town.ndrc_post): town.outsider}

    hand_over(town.planner, choices=choices, last_day=last, reason="退休", actor=officer, at=NOW)

    assert town.planner.appointments.get().ends_on == last
    assert town.outsider.appointments.get().starts_on == last + DAY
    assert not tasks_without_hands(last + DAY).exists()


def test_a_last_day_on_which_the_only_colleague_goes_too_is_refused(
    town: Town, officer: User
) -> None:
    town.send(LAST_STEP)
    last = TODAY + 9 * DAY
    appoint(
        town.outsider,
        post=town.ndrc_post,
        starts_on=TODAY,
        ends_on=last,
        actor=officer,
        at=NOW,
    )

    with pytest.raises(RuleViolationError, match="只有本人能办"):
        end_appointment(town.planner.appointments.get(), last_day=last, actor=officer, at=NOW)


def test_delegations_to_the_leaver_go_on_with_somebody_else_and_their_own_end(
    town: Town, officer: User
) -> None:
    until = TODAY + 20 * DAY
    asked = delegate(
        town.handler,
        receiver=town.planner,
        starts_on=TODAY,
        ends_on=until,
        reason="出差",
        actor=town.handler,
        at=NOW,
    )
    given_away = delegate(
        town.planner,
        receiver=town.colleague,
        starts_on=TODAY,
        ends_on=until,
        reason="学习",
        actor=town.planner,
        at=NOW,
    )

    hand_over(
        town.planner,
        choices={
            f"delegation-{asked.pk}": town.outsider,
            f"delegation-{given_away.pk}": None,
        },
        reason="调离",
        actor=officer,
        at=NOW,
    )

    left = Delegation.objects.get(ends_on__gte=TODAY)
    assert (left.giver, left.receiver, left.ends_on) == (town.handler, town.outsider, until)


def test_both_are_told_of_a_delegation_and_of_its_end(town: Town) -> None:
    delegate(
        town.handler,
        receiver=town.outsider,
        starts_on=TODAY,
        ends_on=TODAY + DAY,
        reason="出差",
        actor=town.handler,
        at=NOW,
    )

    told = dict(Notice.objects.values_list("user__full_name", "title"))
    assert "经办委托您代为办理" in told["外人"]
    assert "您已委托外人代为办理" in told["经办"]


def test_givers_and_receivers_of_a_hand_over_are_told_and_it_is_on_the_trail(
    town: Town, officer: User
) -> None:
    choices = {key_of(town.planner, town.ndrc_post): town.outsider}

    hand_over(town.planner, choices=choices, reason="调离", actor=officer, at=NOW)

    entry = AuditEntry.objects.get(action=AuditAction.HANDED_OVER)
    assert entry.detail["交接"] == {"发改局审批岗": "外人"}
    assert Notice.objects.filter(user=town.outsider, title__contains="交接给您").exists()
    assert Notice.objects.filter(user=town.planner, title__contains="已办理交接").exists()


def test_a_signed_name_stays_as_it_was_after_a_departure_and_a_change_of_name(
    town: Town, officer: User
) -> None:
    process = town.send(ROUTE)
    signed = agree(open_task(process, "受理岗"), town.clerk)
    choices = {key_of(town.clerk, town.intake_post): town.outsider}

    hand_over(town.clerk, choices=choices, reason="调离", actor=officer, at=NOW)
    edit_account(
        town.clerk,
        full_name="受理改名",
        unit=town.roads,
        phone="",
        email="",
        actor=User.system(),
        at=NOW,
    )

    signed.opinion.refresh_from_db()
    assert (signed.opinion.actor_label, signed.opinion.unit_label) == ("受理甲", "数据局")


def test_nobody_hands_over_for_themselves_and_no_clerk_for_others(
    town: Town, officer: User
) -> None:
    for actor, subject in ((officer, officer), (town.clerk, town.planner)):
        with pytest.raises(RuleViolationError):
            hand_over(subject, choices={}, reason="调离", actor=actor, at=NOW)


@settings(
    max_examples=12,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_after_any_departure_no_open_task_is_without_somebody_who_may_do_it(
    town: Town, officer: User, data: st.DataObject
) -> None:
    people = [town.clerk, town.colleague, town.planner, town.outsider, town.handler]
    verdict, _ = rehearse(lambda: _departures(town, officer, people, data))

    assert verdict


def _departures(town: Town, officer: User, people: list[User], data: st.DataObject) -> None:
    """Send matters, and let people go in any order; look after each departure."""
    for turn in range(data.draw(st.integers(1, 3))):
        sender = data.draw(st.sampled_from(people[2:]))
        if rehearse(partial(town.send, SHORT, label=f"事项{turn}", actor=sender))[0]:
            town.send(SHORT, label=f"事项{turn}", actor=sender)
    for _ in range(data.draw(st.integers(1, 5))):
        leaver, taker = (data.draw(st.sampled_from(people)) for _ in "12")
        for appointment in Appointment.objects.filter(user=leaver, ends_on=None):
            choices = {f"appointment-{appointment.pk}": taker}
            deeds: list[Callable[[], object]] = [
                partial(end_appointment, appointment, actor=officer, at=NOW),
                partial(deactivate_account, leaver, actor=User.system(), at=NOW),
                partial(hand_over, leaver, choices=choices, reason="调离", actor=officer, at=NOW),
            ]
            deed = deeds[data.draw(st.integers(0, 2))]
            if rehearse(deed)[0]:
                deed()
            assert not tasks_without_hands(TODAY).exists()
