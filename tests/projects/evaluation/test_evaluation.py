"""Scores, grades and the archives."""

from decimal import Decimal
from typing import Any

import pytest

from projects.evaluation.models import ArchiveRecord, Evaluation, SelfEvaluation
from projects.evaluation.queries import execution_rate, execution_score
from projects.registry import kinds
from projects.registry.facts import facts_of
from projects.registry.models import Record, Stage
from projects.registry.services import attach_paper
from tests.builders import send
from tests.documents.samples import pdf, upload
from tests.filled import (
    accounts_values,
    archive_values,
    review_values,
    scores,
    self_values,
    system_values,
)
from tests.life import ARCHIVED, EVALUATED, OPERATED, SETTLED, fill, let_pass
from tests.projects.conftest import Desk, Site
from tests.projects.refusals import why_not

pytestmark = pytest.mark.django_db


def with_system(site: Site) -> None:
    draft = fill(site.county, site.project, "information_system", system_values(), at=OPERATED)
    let_pass(site.county, draft, "UNIT_HEAD", at=OPERATED)


def own(site: Site, **changes: Any) -> Record:
    return fill(site.county, site.project, "self_evaluation", self_values(**changes), at=EVALUATED)


def review(site: Site, **changes: Any) -> Record:
    values, by = review_values(**changes), "DATA_REVIEW"
    return fill(site.county, site.project, "evaluation", values, by=by, at=EVALUATED)


def reviewed(site: Site, **changes: Any) -> Record:
    draft = review(site, **changes)
    return let_pass(
        site.county, draft, "FINANCE_BUDGET", "DATA_HEAD", by="DATA_REVIEW", at=EVALUATED
    )


def archive(site: Site, **changes: Any) -> Record:
    return fill(site.county, site.project, "archive", archive_values(**changes), at=ARCHIVED)


def test_sending_the_own_evaluation_carries_the_project_into_evaluation(
    operated_site: Site,
) -> None:
    with_system(operated_site)
    draft = own(operated_site)
    assert why_not(draft) == ""

    send(operated_site.county, draft, at=EVALUATED)

    assert operated_site.project.stage == Stage.EVALUATION
    assert SelfEvaluation.objects.get(pk=draft.pk).score == Decimal("88.00")


def test_without_a_registered_system_there_is_no_evaluation(operated_site: Site) -> None:
    assert "请先登记本项目建成的系统，再进入绩效评价" in why_not(own(operated_site))


def test_the_rate_of_spending_is_computed_from_the_payments(operated_site: Site) -> None:
    assert execution_rate(operated_site.project) == Decimal("100.00")
    assert execution_score(operated_site.project) == Decimal("10.00")

    values = kinds.values_of(kinds.load(own(operated_site)))

    assert values["budget_amount"] == values["spent_amount"] == Decimal("400000.00")
    assert values["total_score"] == Decimal(88)
    assert values["rank"] == "良"


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (scores(output="50.01"), "第2行“接入车辆”的得分应在 0 至分值50之间"),
        (scores(output="-0.01"), "第2行“接入车辆”的得分应在 0 至分值50之间"),
        (scores(output="45.005"), "第2行的得分最多两位小数"),
        (scores(execution="9.99"), "预算执行率得分按支付情况计算为10分，请照此填写"),
        (scores()[:3], "“绩效指标”第4行没有填写“完成值”"),
        (
            [*scores(), {"name": "另加的", "actual": "有", "score": "1"}],
            "第5行“另加的”不在已申报的绩效指标中",
        ),
        ([*scores(), scores()[0]], "第5行“预算执行率”重复"),
    ],
)
def test_scores_that_are_not_sound_are_refused_by_row(
    operated_site: Site, rows: list[dict[str, str]], reason: str
) -> None:
    with_system(operated_site)

    assert reason in why_not(own(operated_site, indicators=rows))


def test_a_full_score_is_possible(operated_site: Site) -> None:
    with_system(operated_site)

    assert why_not(own(operated_site, indicators=scores("10", "50", "30", "10"))) == ""


def test_an_indicator_is_shown_with_its_weight_whatever_was_typed(operated_site: Site) -> None:
    rows = [{**row, "weight": "99", "target": "改过"} for row in scores()]

    shown = kinds.values_of(kinds.load(own(operated_site, indicators=rows)))["indicators"]

    first = shown[1]  # type: ignore[index]
    assert (first["weight"], first["target"], first["first_level"]) == (
        Decimal("50.00"),
        "120辆",
        "产出",
    )


def test_a_project_without_targets_is_not_evaluated(operated_site: Site) -> None:
    operated_site.project.indicators.all().delete()

    assert "尚未申报绩效目标" in why_not(own(operated_site))


def test_a_review_brings_score_and_grade(evaluated_site: Site) -> None:
    draft = reviewed(evaluated_site)

    kept = Evaluation.objects.get(pk=draft.pk)
    assert (kept.score, kept.grade) == (Decimal("83.00"), "GOOD")
    facts = facts_of(evaluated_site.project)
    assert facts["evaluation.grade"] == "GOOD"
    assert facts["evaluation.self_done"] is True


def test_a_review_carries_on_what_was_reached(evaluated_site: Site) -> None:
    by = "DATA_REVIEW"
    opened = fill(
        evaluated_site.county, evaluated_site.project, "evaluation", {}, by=by, at=EVALUATED
    )

    values = kinds.values_of(kinds.load(opened))

    assert values["self_score"] == Decimal("88.00")
    assert [row["actual"] for row in values["indicators"]] == ["100%", "118辆", "18%", "88%"]  # type: ignore[attr-defined]


def test_a_review_waits_for_the_own_evaluation(operated_site: Site) -> None:
    with_system(operated_site)
    send(operated_site.county, own(operated_site), at=EVALUATED)

    reason = why_not(review(operated_site))

    assert "建设单位的绩效自评尚未通过" in reason


def test_a_complete_file_may_be_archived(evaluated_site: Site) -> None:
    reviewed(evaluated_site)
    draft = archive(evaluated_site)
    assert why_not(draft) == ""

    let_pass(evaluated_site.county, draft, "UNIT_HEAD", "DATA_INTAKE", at=ARCHIVED)

    assert evaluated_site.project.stage == Stage.ARCHIVED
    assert ArchiveRecord.objects.get(pk=draft.pk).retention_period == "THIRTY"


def test_the_list_holds_every_record_and_paper_with_its_digest(evaluated_site: Site) -> None:
    reviewed(evaluated_site)
    draft = archive(evaluated_site, items=[{"title": "验收会照片", "responsible": "县城市管理局",
                                            "dated": "2026-09-01", "pages": "12"}])  # fmt: skip
    attach_paper(
        evaluated_site.project,
        record=None,
        kind="CONTRACT_TEXT",
        upload=upload("合同.pdf", pdf()),
        title="",
        actor=evaluated_site.county.at("HANDLER"),
        at=ARCHIVED,
    )

    items = kinds.values_of(kinds.load(draft))["items"]

    titles = [item["title"] for item in items]  # type: ignore[attr-defined]
    assert "合同文本：合同.pdf" in titles
    assert titles[-1] == "验收会照片"
    assert sum("采购合同〔2026〕" in title for title in titles) == 1
    assert all(item["digest"] for item in items[:-1])  # type: ignore[index]


def test_what_is_missing_is_named(operated_site: Site) -> None:
    """A project whose accounts were never settled."""
    with_system(operated_site)
    let_pass(operated_site.county, own(operated_site), "UNIT_HEAD", "DATA_REVIEW", at=EVALUATED)

    reason = why_not(archive(operated_site))

    assert "归档资料不齐，缺：竣工决算。" in reason
    assert "绩效评价尚未完成，不能归档" in reason


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        (
            {"tests": [{"aspect": "真实性", "result": "NOT_CONFORMING"}]},
            "四性检测不符合：真实性",
        ),
        (
            {"items": [{"title": "照片", "responsible": "局", "dated": "2026-11-03"}]},
            "行的日期晚于今天",
        ),
        ({"received_by": ""}, "请填写“接收人”"),
    ],
)
def test_an_archive_that_is_not_sound_is_refused(
    evaluated_site: Site, changes: dict[str, Any], reason: str
) -> None:
    reviewed(evaluated_site)

    assert reason in why_not(archive(evaluated_site, **changes))


def test_an_archive_waits_for_what_is_under_way(evaluated_site: Site) -> None:
    reviewed(evaluated_site)
    fill(
        evaluated_site.county,
        evaluated_site.project,
        "maintenance_record",
        {"description": "巡检"},
        at=EVALUATED,
    )

    assert "还有未办结的运维记录，办结后再归档" in why_not(archive(evaluated_site))


def test_the_page_shows_targets_and_both_scores(evaluated_site: Site, desk: Desk) -> None:
    reviewed(evaluated_site)
    browser = desk(evaluated_site.county.at("DATA_REVIEW"))

    page = browser.get(f"/projects/{evaluated_site.project_id}/indicators/")

    text = page.content.decode()
    assert page.status_code == 200
    assert all(word in text for word in ("接入车辆", "118辆", ">88 ", ">83 ", "良"))


def test_a_stranger_does_not_see_the_indicators(evaluated_site: Site, desk: Desk) -> None:
    browser = desk(evaluated_site.county.at("HANDLER", "县教育局"))

    assert browser.get(f"/projects/{evaluated_site.project_id}/indicators/").status_code == 404


def test_spending_in_part_earns_its_part(operated_site: Site) -> None:
    """100,000 of 400,000 was paid: 25 per cent, 2.5 of 10 points."""
    project = operated_site.project
    project.records.filter(kind="payment", amount=Decimal("300000.00")).update(amount=0)

    assert execution_rate(project) == Decimal("25.00")
    assert execution_score(project) == Decimal("2.50")


def test_accounts_are_asked_for_once(evaluated_site: Site) -> None:
    with pytest.raises(Exception, match="本项目已有竣工决算|在验收、运维阶段办理"):
        fill(
            evaluated_site.county,
            evaluated_site.project,
            "final_accounts",
            accounts_values(),
            at=SETTLED,
        )
