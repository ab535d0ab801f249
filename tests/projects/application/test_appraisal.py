"""The appraisal: line by line, and what its end means."""

from decimal import Decimal

import pytest

from config.kernel.verdicts import RuleViolationError, StaleVersionError
from projects.application.models import Appraisal, BudgetLine
from projects.application.services import save_appraisal
from projects.application.shapes import ReviewInput
from projects.registry.kinds import values_of
from projects.registry.models import Project, Stage, Standing
from projects.registry.rules import may_submit
from tests.builders import (
    AT,
    TODAY,
    County,
    accepted,
    application_ready,
    appraisal_values,
    appraised,
    conclude,
    line,
    open_task,
    send,
    sign,
    turn_down,
)
from tests.projects.application.conftest import Desk


@pytest.fixture
def appraisal(county: County) -> Appraisal:
    """An appraisal that was just opened, of two lines of 50 万元."""
    return accepted(county, application_ready(county, lines=[line("甲"), line("乙")]))


def review(county: County, appraisal: Appraisal, *given: ReviewInput) -> Appraisal:
    """Review the lines in their order."""
    lines = BudgetLine.objects.filter(application=appraisal.application_id).order_by("position")
    return save_appraisal(
        appraisal,
        values=appraisal_values(),
        reviews={row.pk: one for row, one in zip(lines, given, strict=False)},
        version=Appraisal.objects.get(pk=appraisal.pk).version,
        actor=county.at("DATA_REVIEW"),
        at=AT,
    )


def full(reviewed: str = "500000.00", reason: str = "") -> ReviewInput:
    """Return a review of one line."""
    return ReviewInput(reviewed=Decimal(reviewed), reason=reason)


def test_more_than_was_submitted_is_never_granted(county: County, appraisal: Appraisal) -> None:
    with pytest.raises(RuleViolationError, match="第2行“乙”：审定金额500,000.01元超过送审金额"):
        review(county, appraisal, full(), full("500000.01"))

    assert not BudgetLine.objects.filter(reviewed_amount__isnull=False).exists()


def test_a_reduction_without_a_reason_is_not_sent(county: County, appraisal: Appraisal) -> None:
    saved = review(county, appraisal, full(), full("400000"))

    assert "第2行“乙”核减了金额，请写明核减理由" in may_submit(saved, TODAY).text


def test_a_line_without_an_amount_is_not_sent(county: County, appraisal: Appraisal) -> None:
    saved = review(county, appraisal, full())

    assert "第2行“乙”还没有填写审定金额" in may_submit(saved, TODAY).text


def test_a_failed_assessment_cannot_be_concluded_with_approval(
    county: County, appraisal: Appraisal
) -> None:
    saved = appraised(county, appraisal, values={"technical_conclusion": "NOT_PASSED"})

    assert "总体结论不能是批准" in may_submit(saved, TODAY).text


def test_the_sheet_shows_submitted_reviewed_and_reduced(
    county: County, appraisal: Appraisal
) -> None:
    saved = review(county, appraisal, full(), full("400000", "参照同类项目。"))

    values = values_of(saved)
    assert values["submitted_amount"] == Decimal("1000000.00")
    assert values["reviewed_amount"] == Decimal("900000.00")
    assert values["reduced_amount"] == Decimal("100000.00")
    assert values["reviewed_lines"][1]["reason"] == "参照同类项目。"  # type: ignore[index]


def test_a_stale_review_is_refused(county: County, appraisal: Appraisal) -> None:
    review(county, appraisal, full(), full())

    with pytest.raises(StaleVersionError):
        save_appraisal(
            appraisal,
            values=appraisal_values(),
            reviews={},
            version=appraisal.version,
            actor=county.at("DATA_REVIEW"),
            at=AT,
        )


def test_the_signers_are_network_security_finance_and_the_head(
    county: County, appraisal: Appraisal
) -> None:
    project = conclude(county, appraised(county, appraisal, share=Decimal("0.9")))

    assert project.stage == Stage.INITIATION
    assert project.reviewed_amount == Decimal("900000.00")


def test_a_refused_appraisal_ends_the_project_with_its_reason(
    county: County, appraisal: Appraisal
) -> None:
    send(county, appraised(county, appraisal), by="DATA_REVIEW")

    turn_down(county, appraisal, "CYBERSPACE_REVIEW", why="安全方案不成立。")

    project = Project.objects.get(pk=appraisal.project_id)
    assert project.standing == Standing.NOT_ESTABLISHED
    assert project.reviewed_amount is None


def test_an_appraisal_that_concludes_with_refusal_ends_the_project(
    county: County, appraisal: Appraisal
) -> None:
    saved = appraised(
        county, appraisal, values={"decision": "REFUSED", "suggestion": "与已建系统重复。"}
    )
    send(county, saved, by="DATA_REVIEW")
    for role in ("CYBERSPACE_REVIEW", "FINANCE_BUDGET", "DATA_HEAD"):
        sign(county, saved, role)

    project = Project.objects.get(pk=appraisal.project_id)
    assert project.standing == Standing.NOT_ESTABLISHED
    assert project.stage == Stage.APPLICATION


def test_signers_see_the_lines_before_the_sheet(
    county: County, appraisal: Appraisal, desk: Desk
) -> None:
    send(county, appraised(county, appraisal, share=Decimal("0.9")), by="DATA_REVIEW")
    task = open_task(appraisal, "CYBERSPACE_REVIEW")

    page = desk(county.at("CYBERSPACE_REVIEW")).get(f"/todo/{task.pk}/").content.decode()

    assert page.index("参照同类项目核减。") < page.index("业务调整/开发评审表")
    assert "90.00" in page
