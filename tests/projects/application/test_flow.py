"""From 申报 to 立项 through the services."""

from decimal import Decimal

from projects.initiation.models import Initiation
from projects.registry.models import Project, RecordStatus, Stage, Standing
from projects.registry.queries import latest_record
from tests.builders import (
    County,
    accepted,
    application_ready,
    appraised,
    conclude,
    initiated,
    send,
    turn_down,
)


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
