"""The first set-up: from the token of the server to a system that people can work in."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from approvals.calendars.models import CalendarDay
from approvals.organizations.models import Unit, User
from approvals.organizations.queries import roles_of
from approvals.organizations.setup_steps import registered_steps
from config.kernel.credit_codes import make_credit_code

pytestmark = pytest.mark.django_db


def token() -> str:
    """Make a token as the operator does."""
    out = StringIO()
    call_command("setup_token", stdout=out)
    return out.getvalue().strip().rsplit("：", 1)[1]


def opened() -> Client:
    """Open the wizard with a fresh token."""
    client = Client()
    assert client.post("/setup/", {"token": token()}).status_code == 302
    return client


ROOT = {"name": "云河县人民政府", "short_name": "县政府", "kind": "LEADING_GROUP"}
ADMINISTRATORS = {
    "name_SYSTEM_ADMIN": "甲一",
    "name_SECURITY_ADMIN": "乙二",
    "name_AUDIT_ADMIN": "丙三",
}
DEPARTMENTS = {
    "name_DATA": "云河县数据局",
    "name_NDRC": "云河县发展和改革局",
    "name_FINANCE": "云河县财政局",
    "name_OWNER": "云河县教育局",
    "code_OWNER": make_credit_code("11330100", "00247001"),
}
PEOPLE = {
    "name_HANDLER": "丁四",
    "name_UNIT_HEAD": "戊五",
    "name_DATA_INTAKE": "己六",
    "username_DATA_INTAKE": "jiliu",
    "name_DATA_REVIEW": "己六",
    "username_DATA_REVIEW": "jiliu",
}


def test_the_wizard_leads_from_a_token_to_people_in_posts() -> None:
    client = opened()

    assert client.get("/setup/")["Location"] == "/setup/root/"
    client.post("/setup/root/", ROOT)
    passwords = client.post("/setup/administrators/", ADMINISTRATORS).content.decode()
    client.post("/setup/departments/", DEPARTMENTS)
    client.post("/setup/people/", PEOPLE)
    year = timezone.localdate().year
    client.post("/setup/calendar/", {"first": year, "last": year + 1})
    for step in registered_steps():
        if step.code != "calendar":
            assert client.post(f"/setup/{step.code}/").status_code == 302
    done = client.post("/setup/finish/")

    assert done["Location"] == "/login/"
    assert client.get("/setup/").status_code == 404
    assert client.get("/setup/root/").status_code == 404
    intake = User.objects.get(username="jiliu")
    assert roles_of(intake, timezone.localdate()) == {"DATA_INTAKE", "DATA_REVIEW"}
    assert roles_of(User.objects.get(full_name="甲一"), timezone.localdate()) == {"SYSTEM_ADMIN"}
    assert Unit.objects.get(name="云河县教育局").path.startswith(
        f"/{Unit.objects.get(parent=None).pk}/"
    )
    assert CalendarDay.objects.filter(day__year=year).count() in {365, 366}
    codes = re.findall(r"<code>([a-z0-9-]+)</code>", passwords)
    entered = Client().post("/login/", {"username": codes[0], "password": codes[1]})
    assert entered.status_code == 302


def test_a_token_opens_once_and_the_next_one_resumes() -> None:
    first = token()
    client = Client()
    client.post("/setup/", {"token": first})
    client.post("/setup/root/", ROOT)

    again = Client().post("/setup/", {"token": first})
    resumed = opened()

    assert again.status_code == 422
    assert "已用过" in again.content.decode()
    assert resumed.get("/setup/")["Location"] == "/setup/administrators/"
    assert client.get("/setup/administrators/")["Location"] == "/setup/"


def test_the_three_administrators_are_three_people() -> None:
    client = opened()
    client.post("/setup/root/", ROOT)

    answer = client.post("/setup/administrators/", ADMINISTRATORS | {"name_AUDIT_ADMIN": "甲一"})

    assert answer.status_code == 422
    assert "三个不同的人" in answer.content.decode()
    assert not User.objects.filter(is_system=False).exists()


def test_a_step_that_fails_leaves_nothing_and_keeps_what_was_typed() -> None:
    client = opened()
    client.post("/setup/root/", ROOT)
    client.post("/setup/administrators/", ADMINISTRATORS)

    answer = client.post("/setup/departments/", DEPARTMENTS | {"code_DATA": "1" * 18})

    assert answer.status_code == 422
    assert "统一社会信用代码" in answer.content.decode()
    assert "云河县财政局" in answer.content.decode()
    assert Unit.objects.count() == 1


def test_nothing_opens_without_the_token() -> None:
    token()

    assert Client().get("/setup/root/")["Location"] == "/setup/"
    assert Client().post("/setup/", {"token": "guess"}).status_code == 422


def test_where_people_exist_there_is_no_setup() -> None:
    User.objects.create_user("someone", "某人", "x" * 12)

    assert Client().get("/setup/").status_code == 404
    with pytest.raises(CommandError, match="不再需要首次设置"):
        token()


def test_finishing_too_early_names_what_is_left() -> None:
    client = opened()

    answer = client.post("/setup/finish/")

    assert answer.status_code == 422
    assert "顶层单位" in answer.content.decode()
