"""Appointments count by date; rights are given by one office only, and never to oneself."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from approvals.organizations.burdens import _of_posts, register_post_burden
from approvals.organizations.models import Post, Unit, User
from approvals.organizations.queries import holders_of, is_role, posts_for_role, posts_of, roles_of
from approvals.organizations.services import (
    appoint,
    create_account,
    deactivate_account,
    delegate,
    end_appointment,
    end_delegation,
)
from audit.models import AuditEntry
from config.kernel.verdicts import Missing, RuleViolationError
from tests.approvals.organizations.conftest import AT, TODAY, MakePost, MakeUser


def fresh(user: User) -> User:
    """Return the person as the next request sees them."""
    return User.objects.get(pk=user.pk)


def test_an_appointment_counts_from_its_first_day_to_its_last(
    handler: User, bureau: Unit, make_post: MakePost, security_admin: User
) -> None:
    first, last = TODAY + timedelta(days=3), TODAY + timedelta(days=5)
    post = make_post(bureau, "DATA_REVIEW")

    appoint(handler, post=post, starts_on=first, ends_on=last, actor=security_admin, at=AT)

    counted = [
        is_role(fresh(handler), "DATA_REVIEW", first + timedelta(days=n)) for n in range(-1, 4)
    ]
    assert counted == [False, True, True, True, False]


def test_ending_an_appointment_takes_effect_at_once(handler: User, security_admin: User) -> None:
    end_appointment(handler.appointments.get(), actor=security_admin, at=AT)

    assert posts_of(fresh(handler), TODAY) == []


@pytest.mark.parametrize("office", ["system_admin", "audit_admin", "handler"])
def test_only_the_security_administrator_appoints(
    office: str,
    request: pytest.FixtureRequest,
    bureau: Unit,
    make_post: MakePost,
    make_user: MakeUser,
) -> None:
    actor = request.getfixturevalue(office)
    newcomer, post = make_user("newcomer", None), make_post(bureau, "DATA_REVIEW")

    with pytest.raises(RuleViolationError, match="由安全管理员办理"):
        appoint(newcomer, post=post, starts_on=TODAY, actor=actor, at=AT)

    assert AuditEntry.objects.filter(outcome="DENIED", actor_id=actor.pk).exists()


def test_nobody_appoints_themselves(
    security_admin: User, bureau: Unit, make_post: MakePost
) -> None:
    post = make_post(bureau, "EXPERT")

    with pytest.raises(RuleViolationError, match="不能给本人授予"):
        appoint(security_admin, post=post, starts_on=TODAY, actor=security_admin, at=AT)


@pytest.mark.parametrize("office", ["security_admin", "audit_admin", "handler"])
def test_only_the_system_administrator_creates_accounts(
    office: str, request: pytest.FixtureRequest, bureau: Unit
) -> None:
    actor = request.getfixturevalue(office)

    with pytest.raises(RuleViolationError, match="由系统管理员办理"):
        create_account(username="someone", full_name="某人", unit=bureau, actor=actor, at=AT)


def test_a_new_account_has_no_right_and_a_password_for_one_use(
    system_admin: User, bureau: Unit
) -> None:
    account = create_account(
        username="ＮＥＷ.One", full_name="新人", unit=bureau, actor=system_admin, at=AT
    )

    assert account.user.username == "new.one"
    assert account.user.must_change_password
    assert account.user.check_password(account.one_time_password)
    assert roles_of(account.user, TODAY) == set()


def test_a_person_cannot_leave_while_something_waits_only_for_them(
    handler: User, system_admin: User, security_admin: User
) -> None:
    def one_task(_posts: Sequence[Post], _without: User | None, _on: date) -> list[Missing]:
        return [Missing(label="申报材料补正", url="/todo/1/")]

    register_post_burden(one_task)
    try:
        with pytest.raises(RuleViolationError, match="只有本人能办") as refusal:
            deactivate_account(handler, actor=system_admin, at=AT)
        with pytest.raises(RuleViolationError, match="只有本人能办"):
            end_appointment(handler.appointments.get(), actor=security_admin, at=AT)
    finally:
        _of_posts.remove(one_task)

    assert refusal.value.verdict.blocking[0].missing[0].label == "申报材料补正"
    assert fresh(handler).is_active


def test_a_closed_account_acts_in_no_post(handler: User, system_admin: User) -> None:
    post = handler.appointments.get().post

    deactivate_account(handler, actor=system_admin, at=AT)

    assert posts_of(fresh(handler), TODAY) == []
    assert list(holders_of(post, TODAY)) == []


def test_a_delegate_acts_in_the_posts_of_the_giver_for_those_days(
    handler: User, make_user: MakeUser
) -> None:
    deputy = make_user("deputy", None)
    post = handler.appointments.get().post

    delegation = delegate(
        handler,
        receiver=deputy,
        starts_on=TODAY,
        ends_on=TODAY + timedelta(days=1),
        reason="出差",
        actor=handler,
        at=AT,
    )

    assert posts_of(fresh(deputy), TODAY) == [post]
    assert set(holders_of(post, TODAY)) == {handler, deputy}
    assert posts_of(fresh(deputy), TODAY + timedelta(days=2)) == []
    end_delegation(delegation, actor=handler, at=AT)
    assert posts_of(fresh(deputy), TODAY) == []


def test_an_administrator_neither_delegates_nor_acts_for_others(
    handler: User, system_admin: User, make_user: MakeUser
) -> None:
    deputy = make_user("deputy", None)
    for giver, receiver in ((system_admin, deputy), (handler, system_admin)):
        with pytest.raises(RuleViolationError, match="不能委托"):
            delegate(
                giver,
                receiver=receiver,
                starts_on=TODAY,
                ends_on=TODAY,
                reason="出差",
                actor=giver,
                at=AT,
            )

    handler.delegations_given.create(receiver=system_admin, starts_on=TODAY, ends_on=TODAY)
    system_admin.delegations_given.create(receiver=deputy, starts_on=TODAY, ends_on=TODAY)

    assert roles_of(fresh(system_admin), TODAY) == {"SYSTEM_ADMIN"}
    assert roles_of(fresh(deputy), TODAY) == set()
    assert list(holders_of(handler.appointments.get().post, TODAY)) == [handler]


def test_a_role_at_the_owner_is_signed_at_the_owner(
    school: Unit, bureau: Unit, make_post: MakePost
) -> None:
    at_school, at_bureau = make_post(school, "HANDLER"), make_post(bureau, "HANDLER")
    intake = make_post(bureau, "DATA_INTAKE")

    assert posts_for_role("HANDLER", school) == [at_school]
    assert posts_for_role("HANDLER", bureau) == [at_bureau]
    assert posts_for_role("DATA_INTAKE", school) == [intake]


def test_the_same_post_is_not_given_twice(handler: User, security_admin: User) -> None:
    post = handler.appointments.get().post

    with pytest.raises(RuleViolationError, match="不必重复任命"):
        appoint(handler, post=post, starts_on=date(2026, 12, 1), actor=security_admin, at=AT)
