"""The three administrators (三员) are different people, and have no business post."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from approvals.organizations.models import Appointment, Post, Role, Unit, User
from approvals.organizations.services import appoint, end_appointment
from approvals.organizations.shapes import ADMINISTRATORS, ROLES
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


def test_a_person_is_never_deleted(make_user: MakeUser) -> None:
    user = make_user("stays", None)

    with pytest.raises(IntegrityError, match="只能停用"), transaction.atomic():
        user.delete()
