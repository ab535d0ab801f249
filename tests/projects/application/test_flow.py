"""From 申报 to 立项 through the services."""

from decimal import Decimal

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from documents.models import PrintedSheet
from projects.application.models import ProjectApplication
from projects.application.services import save_application
from projects.initiation.models import Initiation
from projects.registry.models import Project, RecordStatus, Stage, Standing
from projects.registry.queries import latest_record
from projects.registry.rules import record_url
from tests.builders import (
    AT,
    County,
    accepted,
    application_ready,
    appraised,
    begin_application,
    conclude,
    initiated,
    send,
    send_back,
    sign,
    turn_down,
)
from tests.projects.application.conftest import Desk


def test_an_accepted_application_opens_its_appraisal(county: County) -> None:
    application = application_ready(county)

    appraisal = accepted(county, application)

    application.refresh_from_db()
    assert application.status == RecordStatus.PASSED
    assert appraisal.status == RecordStatus.DRAFT
    assert appraisal.application_id == application.pk


def test_an_appraised_project_enters_initiation_with_its_reviewed_amount(county: County) -> None:
    appraisal = appraised(county, accepted(county, application_ready(county)), share=Decimal("0.8"))

    project = conclude(county, appraisal)

    assert project.stage == Stage.INITIATION
    assert project.reviewed_amount == Decimal("400000.00")


def test_an_initiated_project_carries_the_amount_of_the_reply(county: County) -> None:
    project = initiated(county)

    initiation = latest_record(project, "initiation")
    assert isinstance(initiation, Initiation)
    assert project.approved_amount == Decimal("500000.00")
    assert initiation.reply_number == "县发改〔2026〕12号"


def test_an_application_that_is_not_accepted_ends_the_project(county: County) -> None:
    application = application_ready(county)
    send(county, application)

    turn_down(county, application, "UNIT_HEAD", why="不属于本单位职责。")

    project = Project.objects.get(pk=application.project_id)
    assert project.standing == Standing.NOT_ESTABLISHED


def test_a_returned_application_says_what_to_correct_and_is_sent_again(
    county: County, desk: Desk
) -> None:
    application = application_ready(county)
    send(county, application)
    sign(county, application, "UNIT_HEAD")
    send_back(county, application, "DATA_INTAKE", why="请补充预期效益。")
    officer = desk(county.at("HANDLER"))

    page = officer.get(record_url(application)).content.decode()
    assert "数据部门受理退回补正" in page
    assert "请补充预期效益。" in page

    again = ProjectApplication.objects.get(pk=application.pk)
    saved = save_application(
        again,
        values={"expected_benefits": "每年节约人工巡查费用三十万元。"},
        lines=None,
        answers={},
        version=again.version,
        actor=county.at("HANDLER"),
        at=AT,
    )
    appraisal = accepted(county, saved)

    assert appraisal.project.standing == Standing.ACTIVE
    assert ProjectApplication.objects.get(pk=application.pk).status == RecordStatus.PASSED


def test_a_draft_is_printed_as_it_stands(county: County, desk: Desk) -> None:
    draft = application_ready(county)
    ids = {"project_id": draft.project_id, "record_id": draft.pk}

    desk(county.at("HANDLER")).post(reverse("projects:registry-print", kwargs=ids))

    printed = PrintedSheet.objects.get(record_ref=draft.pk)
    assert printed.snapshot["values"]["budget_lines"][0]["amount"] == "500000.00"
    assert printed.snapshot["values"]["project_name"] == "环卫作业监管系统"


def test_the_list_of_mine_takes_the_same_queries_however_long(county: County, desk: Desk) -> None:
    officer = desk(county.at("HANDLER"))
    counts = []
    for number in (2, 6):
        while ProjectApplication.objects.count() < number:
            begin_application(county, name=f"项目{ProjectApplication.objects.count()}")
        officer.get(reverse("projects:application-start"))
        with CaptureQueriesContext(connection) as queries:
            officer.get(reverse("projects:application-start"))
        counts.append(len(queries))

    assert counts[0] == counts[1]
