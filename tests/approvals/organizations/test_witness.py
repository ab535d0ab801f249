"""Where one of the three administrators is concerned, two people act (两人办理)."""

from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from approvals.organizations.models import Unit, User
from approvals.organizations.services import (
    appoint,
    deactivate_account,
    end_appointment,
    reset_password,
    unlock_account,
)
from audit.models import AuditEntry
from config.kernel.verdicts import RuleViolationError
from tests.approvals.organizations.conftest import AT, PASSWORD, TODAY, MakePost, MakeUser

type Browser = Callable[[User], Client]


def test_one_administrator_alone_cannot_touch_another(
    system_admin: User, security_admin: User, audit_admin: User
) -> None:
    with pytest.raises(RuleViolationError, match="两人办理"):
        reset_password(audit_admin, actor=system_admin, at=AT)
    with pytest.raises(RuleViolationError, match="两人办理"):
        deactivate_account(audit_admin, actor=system_admin, at=AT)
    with pytest.raises(RuleViolationError, match="两人办理"):
        unlock_account(audit_admin, actor=security_admin, at=AT)
    with pytest.raises(RuleViolationError, match="两人办理"):
        end_appointment(audit_admin.appointments.get(), actor=security_admin, at=AT)


def test_nobody_makes_an_administrator_alone(
    bureau: Unit, make_post: MakePost, make_user: MakeUser, security_admin: User, system_admin: User
) -> None:
    newcomer, post = make_user("newcomer", None), make_post(bureau, "AUDIT_ADMIN")

    with pytest.raises(RuleViolationError, match="两人办理"):
        appoint(newcomer, post=post, starts_on=TODAY, actor=security_admin, at=AT)

    appoint(newcomer, post=post, starts_on=TODAY, witness=system_admin, actor=security_admin, at=AT)
    entry = AuditEntry.objects.filter(action="approvals.appointment.make").latest("seq")
    assert entry.detail["见证人"] == system_admin.full_name


def test_the_witness_is_an_administrator_and_a_third_person(
    handler: User, system_admin: User, audit_admin: User
) -> None:
    for witness, sentence in (
        (handler, "见证人须是"),
        (system_admin, "不能是办理人"),
        (audit_admin, "本人"),
    ):
        with pytest.raises(RuleViolationError, match=sentence):
            reset_password(audit_admin, witness=witness, actor=system_admin, at=AT)


def test_the_page_takes_name_and_password_of_the_witness(
    system_admin: User, security_admin: User, audit_admin: User, signed_in: Browser
) -> None:
    client = signed_in(system_admin)
    address = f"/organizations/people/{audit_admin.pk}/reset/"
    before = audit_admin.password

    client.post(address)
    wrong = {"witness_username": security_admin.username, "witness_password": "wrong-password"}
    client.post(address, wrong)
    audit_admin.refresh_from_db()
    assert audit_admin.password == before

    right = {"witness_username": security_admin.username, "witness_password": PASSWORD}
    answer = client.post(address, right)
    audit_admin.refresh_from_db()
    assert answer.status_code == 200
    assert audit_admin.must_change_password


def test_the_appointment_form_keeps_the_choice_when_the_witness_is_wrong(
    bureau: Unit, make_post: MakePost, make_user: MakeUser, security_admin: User, signed_in: Browser
) -> None:
    newcomer, post = make_user("newcomer", None), make_post(bureau, "AUDIT_ADMIN")

    answer = signed_in(security_admin).post(
        f"/organizations/people/{newcomer.pk}/",
        {
            "post": post.pk,
            "starts_on": timezone.localdate().isoformat(),
            "witness_username": "nobody",
            "witness_password": "wrong-password",
        },
    )

    assert answer.status_code == 422
    assert "见证人的用户名或密码不对" in answer.content.decode()
    assert f'value="{post.pk}" selected' in answer.content.decode()


def test_the_server_can_help_when_no_administrator_can(audit_admin: User) -> None:
    out = StringIO()

    call_command("reset_account", audit_admin.username, stdout=out)

    audit_admin.refresh_from_db()
    assert audit_admin.check_password(out.getvalue().strip().rsplit("：", 1)[1])
    with pytest.raises(CommandError, match="没有用户名"):
        call_command("reset_account", "nobody", stdout=out)
