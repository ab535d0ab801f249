"""Why somebody may, or may not, see and decide a project: what is said is what is done."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from approvals.flows.models import ApprovalTask
from approvals.flows.rules import may_decide
from approvals.flows.services import approve
from approvals.organizations.models import User
from approvals.organizations.services import appoint, create_post, delegate, end_appointment
from approvals.organizations.shapes import SYSTEM_ADMIN
from documents.sheets.layout import lay_out
from projects.registry.access import rights_on, visible_projects
from projects.registry.kinds import sheet_of
from projects.registry.models import Project, ProjectUserObjectPermission
from projects.registry.rules.explaining import Answer, explain
from projects.registry.snapshots import snapshot_of
from tests.builders import (
    AT,
    OTHER_OWNER,
    TODAY,
    County,
    application_ready,
    open_task,
    person,
    send,
)
from tests.life import fresh
from tests.projects.conftest import Desk

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


@pytest.fixture
def project(county: County) -> Project:
    """A project whose application waits for its first signature."""
    draft = application_ready(county)
    send(county, draft)
    return fresh(draft.project)


def again(user: User) -> User:
    return User.objects.get(pk=user.pk)


def said(answers: list[Answer], question: str) -> str:
    answer = next(answer for answer in answers if question in answer.question)
    return "".join(reason.sentence for reason in answer.reasons)


def test_what_is_said_of_everybody_is_what_the_system_does(
    county: County, project: Project
) -> None:
    deputy = person("deputy", county.units[OTHER_OWNER], "MAINTENANCE", AT)
    intake = county.at("DATA_INTAKE")
    until = TODAY + WEEK
    delegate(
        intake,
        receiver=deputy,
        starts_on=TODAY,
        ends_on=until,
        reason="出差",
        actor=intake,
        at=AT,
    )
    tasks = ApprovalTask.objects.filter(status="OPEN").select_related("process__definition")

    for user in User.objects.filter(is_system=False):
        answers = explain(again(user), project, TODAY)

        sees = visible_projects(again(user), TODAY).filter(pk=project.pk).exists()
        assert answers[0].question == "能否查看项目"
        assert answers[0].is_yes is sees, user
        assert ("view_project" in rights_on(again(user), project, TODAY)) is sees
        rights = {right for right in rights_on(again(user), project, TODAY) if ":" not in right}
        labels = Permission.objects.filter(codename__in=rights).values_list("name", flat=True)
        explained = {answer.question for answer in answers if answer.is_yes}
        assert {f"能否{label}" for label in labels} <= explained
        for task in tasks:
            answer = next(a for a in answers if f"“{task.step_label}”" in a.question)
            assert answer.is_yes is bool(may_decide(task, again(user), TODAY))
        assert all(reason.sentence.endswith("。") for a in answers for reason in a.reasons)


def test_each_ground_has_its_sentence(county: County, project: Project) -> None:
    handler = explain(county.at("HANDLER"), project, TODAY)
    intake = explain(county.at("DATA_INTAKE"), project, TODAY)
    chief = explain(county.at("UNIT_HEAD"), project, TODAY)
    stranger = explain(county.at("HANDLER", OTHER_OWNER), project, TODAY)
    office = explain(county.at("POLICE_REVIEW"), project, TODAY)

    assert "项目由县城市管理局建设" in said(handler, "查看")
    assert "岗位上，不能办理" in said(handler, "办理待办")
    assert "办法规定该角色" in said(intake, "查看")
    assert "任务待办" in said(chief, "办理待办")
    assert "不是该岗位所在单位" in said(stranger, "查看")
    assert "岗位上也没有本项目的待办" in said(office, "查看")
    assert said(handler, "是否在办") == "项目在办，处于“申报”阶段。"


def test_the_unit_tree_a_delegation_and_a_right_by_name_are_told_apart(
    county: County, project: Project
) -> None:
    above = person("above", county.units["县数据局"], "UNIT_HEAD", AT)
    county.owner.parent = county.units["县数据局"]
    county.owner.path = f"{county.units['县数据局'].path}{county.owner.pk}/"
    county.owner.save(update_fields=["parent", "path"])
    handler, deputy = county.at("HANDLER"), county.at("HANDLER", OTHER_OWNER)
    delegate(
        handler,
        receiver=deputy,
        starts_on=TODAY,
        ends_on=TODAY + WEEK,
        reason="出差",
        actor=handler,
        at=AT,
    )
    guest = county.at("FINANCE_PAYMENT")
    ProjectUserObjectPermission.objects.create(
        user=guest,
        content_object=project,
        permission=Permission.objects.get(codename="view_project"),
    )
    project = fresh(project)

    assert "县城市管理局是其下级单位" in said(explain(above, project, TODAY), "查看")
    assert f"受{handler.full_name}委托" in said(explain(again(deputy), project, TODAY), "查看")
    assert "单独授予了本人" in said(explain(again(guest), project, TODAY), "查看")


def test_a_post_that_ended_a_closed_account_and_an_administrator_are_named(
    county: County, project: Project
) -> None:
    system = User.system()
    chief = county.at("POLICE_REVIEW")
    end_appointment(chief.appointments.get(), actor=system, at=AT)
    closed = county.at("NDRC_HEAD")
    User.objects.filter(pk=closed.pk).update(is_active=False)
    office = person("sysadmin", county.units["县数据局"], SYSTEM_ADMIN, AT)
    coming = person("coming", county.owner, "EXPERT", AT)
    post = create_post(
        unit=county.owner,
        role=chief.appointments.get().post.role,
        title="副职",
        actor=system,
        at=AT,
    )
    appoint(coming, post=post, starts_on=TODAY + WEEK, actor=system, at=AT)

    assert "结束" in said(explain(again(chief), project, TODAY), "查看")
    assert "账号已停用" in said(explain(again(closed), project, TODAY), "查看")
    assert "不任业务岗位" in said(explain(again(office), project, TODAY), "查看")
    assert "今天还不算" in said(explain(again(coming), project, TODAY), "查看")


def test_an_administrator_asks_for_anybody_and_a_reader_for_themselves(
    county: County, project: Project, desk: Desk
) -> None:
    office = person("sysadmin", county.units["县数据局"], SYSTEM_ADMIN, AT)
    handler = county.at("HANDLER")
    query = {"person": str(handler.pk), "project": project.number}

    page = desk(office).get("/organizations/explain/", query)
    own = desk(handler).get(f"/projects/{project.pk}/access/")
    foreign = desk(county.at("HANDLER", OTHER_OWNER)).get(f"/projects/{project.pk}/access/")
    unknown = desk(office).get("/organizations/explain/", query | {"project": "1999-0001"})

    assert "项目由县城市管理局建设" in page.content.decode()
    assert "项目由县城市管理局建设" in own.content.decode()
    assert foreign.status_code == 404
    assert desk(handler).get("/organizations/explain/", query).status_code == 403
    assert (unknown.status_code, "请核对编号" in unknown.content.decode()) == (422, True)
    assert Client().get("/organizations/explain/").status_code == 302


def test_what_a_delegate_signed_is_shown_and_printed_with_both_names(
    county: County, project: Project, desk: Desk
) -> None:
    chief, deputy = county.at("UNIT_HEAD"), county.at("UNIT_HEAD", OTHER_OWNER)
    delegate(
        chief,
        receiver=deputy,
        starts_on=TODAY,
        ends_on=TODAY + WEEK,
        reason="出差",
        actor=chief,
        at=AT,
    )
    record = project.records.get()
    both = f"{deputy.full_name}（代{chief.full_name}）"

    task = open_task(record, "UNIT_HEAD")
    approve(task, opinion="同意", version=task.process.version, actor=again(deputy), at=AT)

    record.refresh_from_db()
    address = f"/projects/{project.pk}/application/{record.pk}/"
    page = desk(county.at("HANDLER")).get(address).content.decode()
    assert both in page
    printed = lay_out(sheet_of(record), snapshot_of(record, at=AT))
    assert [one.signer for one in printed.signatures if both in one.signer]
