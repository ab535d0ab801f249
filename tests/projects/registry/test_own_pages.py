"""The pages show a regulation's own forms, stages and roles as if they had been built in."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from documents.models import PrintedSheet
from documents.sheets import carried
from documents.sheets.layout import lay_out
from projects.registry.models import ProjectMember, Record
from projects.registry.rules import record_url
from projects.registry.services import print_record
from tests.builders import AT
from tests.projects.registry.harbour import (
    Harbour,
    agreed,
    begun,
    build_harbour,
    filled,
    keep,
    sent,
    start_values,
    under_way,
)

pytestmark = pytest.mark.django_db
type Desk = Callable[..., Client]


@pytest.fixture
def harbour(db: None) -> Harbour:  # noqa: ARG001 - opens the database
    """A port whose regulation is in force."""
    return build_harbour()


def page(client: Client, url: str) -> str:
    """Return a page that opens."""
    answer = client.get(url)
    assert answer.status_code == 200, answer
    return str(answer.content.decode())


def test_the_form_is_filled_in_on_the_page_of_every_record(harbour: Harbour, desk: Desk) -> None:
    draft = begun(harbour)

    shown = page(desk(harbour.at("HANDLER")), record_url(draft))

    assert "立项单" in shown
    assert 'name="amount"' in shown
    assert "本项目不重复建设。" in shown
    assert "统筹规划" in shown
    assert "需求单" not in shown


def test_what_is_missing_is_said_with_its_clause(harbour: Harbour, desk: Desk) -> None:
    draft = begun(harbour)

    shown = page(desk(harbour.at("HANDLER")), record_url(draft))

    assert "送审条件" in shown
    assert "立项单应当写明项目金额" in shown


def test_the_stages_have_the_names_and_the_order_of_the_regulation(
    harbour: Harbour, desk: Desk
) -> None:
    project = under_way(harbour)

    shown = page(desk(harbour.at("HANDLER")), f"/projects/{project.pk}/")

    names = re.findall(r'<b><a href="[^"]*tab=\w+">([^<]+)</a></b>', shown)
    assert names == ["提出", "开发", "使用", "验收"]
    assert "需求单通过后才能投入使用。" in shown
    assert "进入使用" in shown


def test_who_fills_a_form_in_is_offered_it_and_nobody_else(harbour: Harbour, desk: Desk) -> None:
    project = under_way(harbour)
    url = f"/projects/{project.pk}/"

    offered = {
        name: "办理需求单" in page(desk(harbour.at(name)), url)
        for name in ("HANDLER", "DEVELOPER", "TESTER")
    }
    begun_by = {
        name: desk(harbour.at(name)).post(f"{url}records/requirement_form/new/").status_code
        for name in ("TESTER", "DEVELOPER")
    }

    assert offered == {"HANDLER": False, "DEVELOPER": True, "TESTER": False}
    assert begun_by == {"TESTER": 403, "DEVELOPER": 302}


def test_a_kind_that_the_regulation_does_not_have_is_not_found(
    harbour: Harbour, desk: Desk
) -> None:
    project = under_way(harbour)

    answer = desk(harbour.at("HANDLER")).post(f"/projects/{project.pk}/records/contract/new/")

    assert answer.status_code == 404


def test_a_decision_is_taken_before_the_sheet_of_the_regulation(
    harbour: Harbour, desk: Desk
) -> None:
    project = under_way(harbour)
    draft = filled(
        harbour, project, "requirement_form", {"task": "泊位计划", "hours": "12"}, "DEVELOPER"
    )
    record = sent(draft, by=harbour.at("DEVELOPER"))
    task = record.approval.tasks.get()  # type: ignore[union-attr]

    tester = desk(harbour.at("TESTER"))
    shown = page(tester, f"/todo/{task.pk}/")

    assert "泊位计划" in shown
    assert "需求单" in page(tester, "/todo/")


def test_a_sheet_is_printed_as_the_regulation_declared_it(harbour: Harbour) -> None:
    handler = harbour.at("HANDLER")
    draft = sent(keep(begun(harbour), start_values(), by=handler), by=handler)
    record = agreed(draft, "HARBOUR_PMO", by=harbour.at("HARBOUR_PMO"))

    printed = print_record(record, actor=handler, at=AT)

    frozen = PrintedSheet.objects.get(pk=printed.pk)
    layout = lay_out(carried.sheet_of(frozen.sheet_code, frozen.snapshot), frozen.snapshot)
    texts = list(layout.texts())
    assert layout.title == "立项单"
    assert "■本项目不重复建设。" in texts
    assert "统筹规划" in texts
    assert layout.basis.split("；") == [
        "《港务信息化项目内部规定》（第1版）",
        "《港务信息化项目内部规定》第一条",
        "使用在先：开发完成以后先投入使用",
    ]
    assert layout.number == "港立〔2026〕1号"


def test_members_are_appointed_and_leave_on_the_page_of_the_project(
    harbour: Harbour, desk: Desk
) -> None:
    project = under_way(harbour)
    handler = desk(harbour.at("HANDLER"))
    url = f"/projects/{project.pk}/"
    member = ProjectMember.objects.get(project=project, role="QC_GROUP")

    shown = page(handler, f"{url}?tab=members")
    handler.post(f"{url}members/{member.pk}/end/", {"last_day": "2026-03-31"})
    answer = handler.post(
        f"{url}members/appoint/",
        {"role_code": "QC_GROUP", "user": harbour.at("DEVELOPER").pk, "starts_on": "2026-04-01"},
        follow=True,
    )

    member.refresh_from_db()
    assert "质量控制小组" in shown
    assert (member.is_ended, member.appointment.ends_on) == (True, date(2026, 3, 31))
    assert "开发人员不得参加质量控制小组。" in answer.content.decode()


def test_the_first_form_of_the_regulation_begins_on_the_page_of_applications(
    harbour: Harbour, desk: Desk
) -> None:
    handler = desk(harbour.at("HANDLER"))

    answer = handler.post(
        "/projects/apply/",
        {
            "name": "引航排班系统",
            "owner_unit": harbour.owner.pk,
            "rulebook": harbour.rulebook.pk,
            "plan_year": "2026",
            "build_type": "NEW",
            "object_kind": "APPLICATION_SYSTEM",
            "has_no_state_secrets": "on",
        },
    )

    record = Record.objects.get(project__name="引航排班系统")
    assert answer.status_code == 302
    assert answer["Location"] == record_url(record)
    assert "引航排班系统" in page(handler, "/projects/apply/")
