"""The three administrators (三员) are different people, and have no business post."""

import contextlib
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from approvals.organizations.forms import KINDS, AppointmentForm
from approvals.organizations.models import Appointment, Post, Role, Unit, User
from approvals.organizations.services import appoint, end_appointment, import_rows
from approvals.organizations.shapes import ADMINISTRATORS, ROLES
from config.kernel.forms import attempt
from config.kernel.verdicts import RuleViolationError
from tests.approvals.organizations.conftest import AT, TODAY, MakePost, MakeUser

PAIRS = [(first, second) for first in ADMINISTRATORS for second in ROLES if second != first]


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_the_database_refuses_an_administrator_any_other_group(
    first: str, second: str, bureau: Unit, make_post: MakePost, make_user: MakeUser
) -> None:
    user = make_user("both", make_post(bureau, first))
    post = make_post(bureau, second)

    with pytest.raises(IntegrityError, match="three_administrators"), transaction.atomic():
        Appointment.objects.create(user=user, post=post, starts_on=TODAY)


def test_plain_sql_is_refused_too_even_when_it_lies_about_the_group(
    bureau: Unit, make_post: MakePost, system_admin: User
) -> None:
    post = make_post(bureau, "DATA_REVIEW")

    with (
        pytest.raises(IntegrityError, match="three_administrators"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "INSERT INTO approvals_appointment"
            " (user_id, post_id, starts_on, from_claim, exclusive_group)"
            " VALUES (%s, %s, %s, FALSE, 'SYSTEM_ADMIN')",
            [system_admin.pk, post.pk, TODAY],
        )


def test_moving_an_appointment_or_a_post_around_the_rule_is_refused(
    bureau: Unit, make_post: MakePost, system_admin: User
) -> None:
    business, other = make_post(bureau, "DATA_REVIEW"), make_post(bureau, "DATA_INTAKE")
    past = Appointment.objects.create(
        user=system_admin,
        post=business,
        starts_on=date(2020, 1, 1),
        ends_on=date(2020, 12, 31),
    )

    with pytest.raises(IntegrityError, match="three_administrators"), transaction.atomic():
        Appointment.objects.filter(pk=past.pk).update(ends_on=None)
    with pytest.raises(IntegrityError, match="不得修改"), transaction.atomic():
        Post.objects.filter(pk=other.pk).update(role="AUDIT_ADMIN")
    with pytest.raises(IntegrityError, match="不得修改"), transaction.atomic():
        Role.objects.filter(pk="DATA_INTAKE").update(exclusive_group="AUDIT_ADMIN")


def test_a_superuser_cannot_exist(make_user: MakeUser) -> None:
    user = make_user("root1", None)

    with pytest.raises(IntegrityError, match="no_superuser"), transaction.atomic():
        User.objects.filter(pk=user.pk).update(is_superuser=True)


def test_the_service_names_the_post_that_stands_in_the_way(
    bureau: Unit, make_post: MakePost, system_admin: User, security_admin: User
) -> None:
    post = make_post(bureau, "DATA_REVIEW")

    with pytest.raises(RuleViolationError, match="三员分立"):
        appoint(system_admin, post=post, starts_on=TODAY, actor=security_admin, at=AT)


def test_posts_one_after_the_other_are_allowed(
    school: Unit, make_post: MakePost, system_admin: User, audit_admin: User, security_admin: User
) -> None:
    appointment = system_admin.appointments.get()
    end_appointment(appointment, witness=audit_admin, actor=security_admin, at=AT)
    post = make_post(school, "HANDLER")

    appoint(system_admin, post=post, starts_on=TODAY, actor=security_admin, at=AT)

    assert system_admin.appointments.filter(ends_on=None).get().post == post


def test_two_business_posts_are_allowed(
    handler: User, bureau: Unit, make_post: MakePost, security_admin: User
) -> None:
    post = make_post(bureau, "DATA_REVIEW")

    appoint(
        handler,
        post=post,
        starts_on=TODAY,
        ends_on=TODAY + timedelta(days=9),
        actor=security_admin,
        at=AT,
    )

    assert handler.appointments.count() == 2


def _by_service(user: User, post: Post, officer: User) -> None:
    appoint(user, post=post, starts_on=TODAY, actor=officer, at=AT)


def _by_form(user: User, post: Post, officer: User) -> None:
    given = {"post": post.pk, "starts_on": TODAY.isoformat()}
    form = AppointmentForm(given, user=user, on=TODAY, check=lambda _name, _password: None)
    assert form.is_valid()
    assert not attempt(form, appoint, user, actor=officer, at=AT)


def _by_workbook(user: User, post: Post, officer: User) -> None:
    kind = KINDS["appointments"]
    row = {
        "username": user.username,
        "unit": post.unit.name,
        "role": post.role.label,
        "title": post.title,
        "starts_on": TODAY.isoformat(),
    }
    take = kind.taker(actor=officer, at=AT, is_trial=False)
    import_rows(kind.label, rows=[row], take=take, actor=officer, at=AT)


def _by_row(user: User, post: Post, officer: User) -> None:  # noqa: ARG001 - one shape for all
    Appointment.objects.bulk_create([Appointment(user=user, post=post, starts_on=TODAY)])


def _by_sql(user: User, post: Post, officer: User) -> None:  # noqa: ARG001 - one shape for all
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO approvals_appointment"
            " (user_id, post_id, starts_on, from_claim, exclusive_group)"
            " VALUES (%s, %s, %s, FALSE, '')",
            [user.pk, post.pk, TODAY],
        )


@pytest.mark.parametrize("path", [_by_service, _by_form, _by_workbook, _by_row, _by_sql])
def test_of_all_pairs_of_roles_no_forbidden_one_is_stored_by_any_path(
    path: Callable[[User, Post, User], None],
    bureau: Unit,
    make_post: MakePost,
    make_user: MakeUser,
    security_admin: User,
) -> None:
    posts = {role: make_post(bureau, role) for role in ROLES if role != "SECURITY_ADMIN"}
    posts["SECURITY_ADMIN"] = Post.objects.get(role="SECURITY_ADMIN")
    users = iter([make_user(f"pair{number}", None) for number in range(len(ROLES))])
    forbidden, stored = 0, []
    for first in ROLES:
        user = next(users)
        held = Appointment.objects.create(user=user, post=posts[first], starts_on=TODAY)
        for second in ROLES:
            if ROLES[first].exclusive_group == ROLES[second].exclusive_group:
                continue
            forbidden += 1
            with contextlib.suppress(RuleViolationError, IntegrityError), transaction.atomic():
                path(user, posts[second], security_admin)
            if Appointment.objects.filter(user=user).exclude(pk=held.pk).exists():
                stored.append((first, second))

    business = len(ROLES) - len(ADMINISTRATORS)
    assert forbidden == 2 * business * 3 + 3 * 2
    assert stored == []


def test_a_person_is_never_deleted(make_user: MakeUser) -> None:
    user = make_user("stays", None)

    with pytest.raises(IntegrityError, match="只能停用"), transaction.atomic():
        user.delete()
