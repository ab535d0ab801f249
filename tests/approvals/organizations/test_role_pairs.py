"""Of all pairs of roles, no forbidden one is ever stored, by whichever way posts are written."""

import contextlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext, override_settings

from approvals.organizations.forms import KINDS, AppointmentForm
from approvals.organizations.models import (
    Appointment,
    Delegation,
    ExclusivePair,
    Post,
    PostClaim,
    Role,
    Unit,
    User,
)
from approvals.organizations.services import (
    appoint,
    define_pairs,
    delegate,
    end_appointment,
    hand_over,
    import_rows,
)
from approvals.organizations.services.posts import appoint_in_project
from approvals.organizations.services.sign_on import bring_posts
from approvals.organizations.shapes import BUSINESS, EXCLUSIVE_PAIRS, ROLES
from config.kernel.forms import attempt
from config.kernel.verdicts import RuleViolationError, StaleVersionError
from tests.approvals.organizations.conftest import AT, TODAY, MakePost, MakeUser

PAIRS = [(first, second) for first in ROLES for second in ROLES if first != second]
LATER = TODAY + timedelta(days=400)


def is_forbidden(first: str, second: str) -> bool:
    groups = {ROLES[first].exclusive_group, ROLES[second].exclusive_group}
    return len(groups) > 1 or (min(first, second), max(first, second)) in EXCLUSIVE_PAIRS


FORBIDDEN = [pair for pair in PAIRS if is_forbidden(*pair)]
SOME_ALLOWED = [
    (first, second)
    for first, second in zip(ROLES, [*list(ROLES)[1:], *list(ROLES)[:1]], strict=True)
    if not is_forbidden(first, second)
]
REFUSALS = (RuleViolationError, StaleVersionError, IntegrityError)


@dataclass(frozen=True)
class Office:
    """Who appoints, who stands by, and a folder for files."""

    officer: User
    witness: User
    folder: Path


@pytest.fixture
def office(security_admin: User, audit_admin: User, tmp_path: Path) -> Office:
    return Office(security_admin, audit_admin, tmp_path)


def by_service(user: User, post: Post, office: Office) -> None:
    appoint(user, post=post, starts_on=TODAY, witness=office.witness, actor=office.officer, at=AT)


def by_form(user: User, post: Post, office: Office) -> None:
    given = {
        "post": post.pk,
        "starts_on": TODAY.isoformat(),
        "witness_username": office.witness.username,
        "witness_password": "known",
    }
    form = AppointmentForm(given, user=user, on=TODAY, check=lambda _name, _word: office.witness)
    assert form.is_valid(), form.errors
    attempt(form, appoint, user, actor=office.officer, at=AT)


def by_workbook(user: User, post: Post, office: Office) -> None:
    kind = KINDS["appointments"]
    row = {
        "username": user.username,
        "unit": post.unit.name,
        "role": post.role.label,
        "title": post.title,
        "starts_on": TODAY.isoformat(),
    }
    take = kind.taker(actor=office.officer, at=AT, is_trial=False)
    import_rows(kind.label, rows=[row], take=take, actor=office.officer, at=AT)


def by_hand_over(user: User, post: Post, office: Office) -> None:
    giver = User.objects.create_user(f"giver{user.pk}-{post.pk}", "交接人", unit=user.unit)
    held = Appointment.objects.create(user=giver, post=post, starts_on=TODAY)
    hand_over(
        giver,
        choices={f"appointment-{held.pk}": user},
        reason="调动",
        actor=office.officer,
        at=AT,
    )


def by_claim(user: User, post: Post, office: Office) -> None:  # noqa: ARG001 - one shape for all
    PostClaim.objects.get_or_create(value=f"post-{post.pk}", post=post)
    with override_settings(OIDC=settings.OIDC | {"posts_claim": "groups"}):
        bring_posts(user, {"groups": [f"post-{post.pk}"]}, at=AT)


def by_command(user: User, post: Post, office: Office) -> None:
    row = {
        "model": "approvals.appointment",
        "fields": {"user": user.pk, "post": post.pk, "starts_on": TODAY.isoformat()},
    }
    file = office.folder / "appointment.json"
    file.write_text(json.dumps([row]))
    call_command("loaddata", str(file), verbosity=0)


def by_rows(user: User, post: Post, office: Office) -> None:  # noqa: ARG001 - one shape for all
    Appointment.objects.bulk_create([Appointment(user=user, post=post, starts_on=TODAY)])


def by_another_holder(user: User, post: Post, office: Office) -> None:  # noqa: ARG001 - the same
    other = User.objects.create_user(f"other{user.pk}-{post.pk}", "另一人", unit=user.unit)
    held = Appointment.objects.create(user=other, post=post, starts_on=TODAY)
    Appointment.objects.filter(pk=held.pk).update(user=user)


def by_longer_days(user: User, post: Post, office: Office) -> None:  # noqa: ARG001 - the same
    held = Appointment.objects.create(
        user=user, post=post, starts_on=date(2020, 1, 1), ends_on=date(2020, 12, 31)
    )
    with transaction.atomic():
        Appointment.objects.filter(pk=held.pk).update(ends_on=None)


def by_sql(user: User, post: Post, office: Office) -> None:  # noqa: ARG001 - one shape for all
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO approvals_appointment"
            " (user_id, post_id, starts_on, from_claim, exclusive_group)"
            " VALUES (%s, %s, %s, FALSE, '')",
            [user.pk, post.pk, TODAY],
        )


@pytest.mark.parametrize(
    "path",
    [
        by_service,
        by_form,
        by_workbook,
        by_hand_over,
        by_claim,
        by_command,
        by_rows,
        by_another_holder,
        by_longer_days,
        by_sql,
    ],
)
def test_of_all_pairs_of_roles_no_forbidden_one_is_stored_and_the_others_are(
    path: Callable[[User, Post, Office], None],
    bureau: Unit,
    make_post: MakePost,
    make_user: MakeUser,
    office: Office,
) -> None:
    there = {post.role_id: post for post in Post.objects.select_related("unit", "role")}
    posts = {role: there.get(role) or make_post(bureau, role) for role in ROLES}
    users = {role: make_user(f"pair{number}", None) for number, role in enumerate(ROLES)}
    for role, user in users.items():
        Appointment.objects.create(user=user, post=posts[role], starts_on=TODAY)
    # What is allowed must get through, or nothing would be proven: all of it where that is quick.
    tried = PAIRS if path is by_sql else FORBIDDEN + SOME_ALLOWED
    stored = set()

    for first, second in tried:
        mark = transaction.savepoint_create()
        with contextlib.suppress(*REFUSALS), transaction.atomic():
            path(users[first], posts[second], office)
        held = Appointment.objects.filter(user=users[first], ends_on=None)
        if {row.post.role_id for row in held.select_related("post")} == {first, second}:
            stored.add((first, second))
        transaction.savepoint_rollback(mark)
        users[first].__dict__.pop("_posts_by_day", None)

    assert stored == set(tried) - set(FORBIDDEN)
    business = len(ROLES) - 3
    assert len(FORBIDDEN) == 2 * business * 3 + 3 * 2 + 2 * 3


def test_what_excludes_another_is_named_with_its_reason(
    bureau: Unit, make_post: MakePost, make_user: MakeUser, office: Office
) -> None:
    builder = make_user("builder", make_post(bureau, "CONTRACTOR"))
    supervision = make_post(bureau, "SUPERVISION")

    with pytest.raises(RuleViolationError, match="任县数据局承建，不能同时任监理：监理独立于"):
        by_service(builder, supervision, office)

    end_appointment(builder.appointments.get(), actor=office.officer, at=AT)
    by_service(builder, supervision, office)
    assert builder.appointments.filter(ends_on=None).get().post == supervision


def test_two_rows_of_one_statement_do_not_pass_either(
    bureau: Unit, make_post: MakePost, make_user: MakeUser
) -> None:
    user = make_user("both", None)
    rows = [
        Appointment(user=user, post=make_post(bureau, role), starts_on=TODAY)
        for role in ("CONTRACTOR", "SUPERVISION")
    ]

    with pytest.raises(IntegrityError, match="监理独立于"), transaction.atomic():
        Appointment.objects.bulk_create(rows)


def test_nobody_acts_by_delegation_in_what_their_own_post_excludes(
    bureau: Unit, make_post: MakePost, make_user: MakeUser, office: Office
) -> None:
    builder = make_user("builder", make_post(bureau, "CONTRACTOR"))
    overseer = make_user("overseer", make_post(bureau, "SUPERVISION"))
    friend = make_user("friend", make_post(bureau, "MAINTENANCE"))
    week: dict[str, Any] = {
        "starts_on": TODAY,
        "ends_on": TODAY + timedelta(days=7),
        "reason": "出差",
        "at": AT,
    }

    with pytest.raises(RuleViolationError, match="不能同时任承建"):
        delegate(builder, receiver=overseer, actor=builder, **week)
    delegate(builder, receiver=friend, actor=builder, **week)
    with pytest.raises(RuleViolationError, match="有委托，后者任县数据局承建"):
        delegate(overseer, receiver=friend, actor=overseer, **week)
    with pytest.raises(RuleViolationError, match="有委托，后者任县数据局承建"):
        appoint(
            friend,
            post=Post.objects.get(role="SUPERVISION"),
            starts_on=TODAY,
            actor=office.officer,
            at=AT,
        )
    delegate(friend, receiver=overseer, actor=friend, **week)


def test_the_database_keeps_roles_apart_by_delegation_too(
    bureau: Unit, make_post: MakePost, make_user: MakeUser
) -> None:
    works, watch = make_post(bureau, "CONTRACTOR"), make_post(bureau, "SUPERVISION")
    builder, overseer = make_user("builder", works), make_user("overseer", watch)
    friend = make_user("friend", make_post(bureau, "MAINTENANCE"))
    last = TODAY + timedelta(days=7)

    def lend(giver: User, receiver: User, since: date = TODAY, until: date = last) -> Delegation:
        return Delegation.objects.create(
            giver=giver, receiver=receiver, starts_on=since, ends_on=until, reason="出差"
        )

    def refused() -> Any:
        return pytest.raises(IntegrityError, match="监理独立于")

    with refused(), transaction.atomic():
        lend(builder, overseer)
    lent = lend(builder, friend)
    with refused(), transaction.atomic():
        lend(overseer, friend)
    with refused(), transaction.atomic():
        Appointment.objects.create(user=friend, post=watch, starts_on=last)
    with refused(), transaction.atomic():
        Delegation.objects.filter(pk=lent.pk).update(receiver=overseer)
    lend(overseer, friend, since=last + timedelta(days=1), until=last + timedelta(days=2))
    with refused(), transaction.atomic():
        Delegation.objects.filter(pk=lent.pk).update(ends_on=last + timedelta(days=1))
    with refused(), transaction.atomic():
        Appointment.objects.create(user=builder, post=watch, starts_on=TODAY)


def test_whoever_delegates_keeps_both_people_for_themselves_meanwhile(
    bureau: Unit, make_post: MakePost, make_user: MakeUser
) -> None:
    builder = make_user("builder", make_post(bureau, "CONTRACTOR"))
    friend = make_user("friend", make_post(bureau, "MAINTENANCE"))

    with CaptureQueriesContext(connection) as asked:
        delegate(
            builder,
            receiver=friend,
            starts_on=TODAY,
            ends_on=TODAY,
            reason="出差",
            actor=builder,
            at=AT,
        )

    first = next(one["sql"] for one in asked if one["sql"].startswith("SELECT"))
    assert first.endswith("FOR NO KEY UPDATE")
    assert f"({builder.pk}, {friend.pk})" in first


def test_days_on_which_nobody_holds_both_are_no_reason_to_refuse(
    bureau: Unit, make_post: MakePost, make_user: MakeUser
) -> None:
    works, watch = make_post(bureau, "CONTRACTOR"), make_post(bureau, "SUPERVISION")
    builder, overseer = make_user("builder", works), make_user("overseer", watch)
    last = TODAY + timedelta(days=7)
    Appointment.objects.filter(user=builder).update(ends_on=last)

    Delegation.objects.create(
        giver=builder,
        receiver=overseer,
        starts_on=last + timedelta(days=1),
        ends_on=last + timedelta(days=9),
        reason="出差",
    )

    assert Delegation.objects.count() == 1


def test_a_place_in_a_project_is_no_way_around(
    bureau: Unit, make_post: MakePost, make_user: MakeUser, office: Office
) -> None:
    inside = Role.objects.create(
        code="TEST_TEAM", label="开发小组", in_project=True, exclusive_group=BUSINESS
    )
    define_pairs("tests", {("TEST_TEAM", "SUPERVISION"): "监理不参加开发小组。"})
    overseer = make_user("overseer", make_post(bureau, "SUPERVISION"))

    with pytest.raises(RuleViolationError, match="不能同时任开发小组：监理不参加开发小组"):
        appoint_in_project(
            overseer,
            role=inside,
            title="开发小组",
            starts_on=TODAY,
            ends_on=None,
            actor=office.officer,
            at=AT,
        )


def test_a_pair_is_not_taken_up_while_somebody_holds_both(
    bureau: Unit, make_post: MakePost, make_user: MakeUser, office: Office
) -> None:
    both = make_user("both", make_post(bureau, "DATA_INTAKE"))
    by_service(both, make_post(bureau, "DATA_REVIEW"), office)
    pair = {("DATA_REVIEW", "DATA_INTAKE"): "受理与评审分开。"}

    with pytest.raises(IntegrityError, match="还有人同时担任"), transaction.atomic():
        define_pairs("tests", pair)
    both.appointments.filter(post__role="DATA_INTAKE").update(ends_on=TODAY)
    both.appointments.filter(post__role="DATA_REVIEW").update(starts_on=LATER)
    define_pairs("tests", pair)

    assert ExclusivePair.objects.filter(source="tests").count() == 1
    define_pairs("tests", {})
    assert not ExclusivePair.objects.filter(source="tests").exists()
