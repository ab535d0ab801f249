"""Tests, trial operation and acceptance."""

from datetime import date, datetime
from typing import Any

import pytest

from config.kernel.verdicts import RuleViolationError
from documents.sheets import catalog
from projects.acceptance.queries import MATERIALS
from projects.registry import kinds
from projects.registry.facts import facts_of
from projects.registry.models import Record, RecordStatus, Stage
from projects.registry.rules import may_open
from projects.registry.services import withdraw_record
from projects.regulations.queries import rulebook_of
from tests.builders import send, send_back, sign, turn_down
from tests.filled import acceptance_values, change_values, report_values, trial_values
from tests.life import (
    ACCEPTED,
    ACCEPTORS,
    TESTED,
    TRIED,
    catalogued,
    fill,
    let_test_pass,
    let_trial_pass,
    moment,
    ready_for_acceptance,
    resource,
    with_proof,
)
from tests.projects.conftest import Site
from tests.projects.refusals import why_not

pytestmark = pytest.mark.django_db


def report(site: Site, **changes: Any) -> Record:
    return fill(site.county, site.project, "test_report", report_values(**changes), at=TESTED)


def trial(site: Site, *, at: datetime = TRIED, **changes: Any) -> Record:
    return fill(site.county, site.project, "trial_operation", trial_values(**changes), at=at)


def acceptance(site: Site, **changes: Any) -> Record:
    """Return an acceptance that differs from a complete one by these values only."""
    let_test_pass(site.county, site.project)
    let_trial_pass(site.county, site.project)
    catalogued(site.county, site.project)
    draft = fill(
        site.county, site.project, "final_acceptance", acceptance_values(**changes), at=ACCEPTED
    )
    return with_proof(site.county, draft)


def test_a_complete_test_report_may_be_sent(building_site: Site) -> None:
    assert why_not(report(building_site)) == ""


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"tested_to": "2026-05-17"}, "测试结束日期早于测试开始日期"),
        (
            {"executions": [{"module": "监管", "cases": "40", "passed": "38", "failed": "1"}]},
            "执行统计第1行“监管”的通过、失败和阻塞之和与用例数不符",
        ),
        (
            {
                "defects": [
                    {"defect_number": "D7", "title": "崩溃", "severity": "FATAL", "state": "OPEN"}
                ]
            },
            "致命或严重缺陷D7尚未解决，测试结论不能为通过",
        ),
        ({"conclusion": ""}, "请填写测试结论：通过或者不通过"),
    ],
)
def test_a_report_that_does_not_follow_is_refused(
    building_site: Site, changes: dict[str, Any], reason: str
) -> None:
    assert reason in why_not(report(building_site, **changes))


def test_a_report_may_say_that_the_test_failed(building_site: Site) -> None:
    defects = [{"defect_number": "D7", "title": "崩溃", "severity": "FATAL", "state": "OPEN"}]

    assert why_not(report(building_site, conclusion="FAILED", defects=defects)) == ""


def test_conclusions_are_those_of_the_rulebook(building_site: Site) -> None:
    rulebook = rulebook_of(building_site.project.rulebook)

    for sheet, codes in (("test_report", "test"), ("trial_operation", "trial")):
        known = {choice.code for choice in rulebook.choices(f"{codes}_conclusions")}
        assert {code for code, _ in catalog.get(sheet).field("conclusion").choices} == known


def test_materials_are_those_of_the_rulebook_in_its_order(building_site: Site) -> None:
    listed = rulebook_of(building_site.project.rulebook).choices("acceptance_materials")
    printed = catalog.get("final_acceptance").field("materials").rows

    assert tuple(choice.code for choice in listed) == MATERIALS
    assert tuple(choice.label for choice in listed) == printed


def test_there_is_no_trial_before_the_test_has_passed(building_site: Site) -> None:
    assert "测试报告通过评审、结论为通过后，才能试运行" in why_not(trial(building_site))


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "reason"),
    [
        ("2026-06-05", "2026-08-05", ""),
        ("2026-06-05", "2026-08-04", "一般不少于2个月，最早2026年8月5日结束"),
        ("2025-12-31", "2026-02-28", ""),
        ("2025-12-31", "2026-02-27", "最早2026年2月28日结束"),
        ("2026-02-05", "2026-08-05", ""),
        ("2026-02-05", "2026-08-06", "一般不超过6个月，最迟2026年8月5日结束"),
        ("2026-08-15", "2026-08-14", "试运行结束日期早于开始日期"),
    ],
)
def test_a_trial_lasts_two_to_six_months(
    building_site: Site, starts_on: str, ends_on: str, reason: str
) -> None:
    let_test_pass(building_site.county, building_site.project)
    try:
        found = why_not(trial(building_site, starts_on=starts_on, ends_on=ends_on))
    except RuleViolationError as refused:
        found = refused.verdict.text

    assert reason in found
    assert bool(reason) or found == ""


@pytest.mark.parametrize(("at", "fits"), [(moment(8, 5), True), (moment(8, 4), False)])
def test_a_trial_is_not_assessed_before_it_has_ended(
    building_site: Site, at: datetime, fits: bool
) -> None:
    let_test_pass(building_site.county, building_site.project)

    reason = why_not(trial(building_site, at=at))

    assert ("试运行尚未结束" not in reason) is fits


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        (
            {"records": [{"found_on": "2026-06-04"}]},
            "试运行记录第1行的日期早于试运行开始日期",
        ),
        (
            {"records": [{"found_on": "2026-06-09", "closed_on": "2026-06-08"}]},
            "试运行记录第1行的关闭日期早于发现日期",
        ),
        (
            {"records": [{"found_on": "2026-06-09", "severity": "SERIOUS"}]},
            "试运行记录第1行的严重问题尚未关闭，结论不能为通过",
        ),
        ({"conclusion": "RECTIFIED"}, "结论为整改后通过的，请填写改进意见"),
        ({"countersigns": []}, "请在“使用人员会签”中至少填写一行"),
    ],
)
def test_a_trial_that_does_not_follow_is_refused(
    building_site: Site, changes: dict[str, Any], reason: str
) -> None:
    assert reason in why_not(trial(building_site, **changes))


def test_a_trial_counts_its_days_and_problems(building_site: Site) -> None:
    records = [
        {"found_on": "2026-06-09", "closed_on": "2026-06-10"},
        {"found_on": "2026-06-11"},
    ]

    values = kinds.values_of(kinds.load(trial(building_site, records=records)))

    assert values["running_days"] == 62
    assert (values["problem_total"], values["problem_closed"]) == (2, 1)


def test_a_draft_of_a_better_trial_does_not_open_the_acceptance(building_site: Site) -> None:
    """Only the trial that took effect counts, whatever is being drafted."""
    county, project = building_site.county, building_site.project
    let_test_pass(county, project)
    draft = trial(building_site, conclusion="FAILED")
    send(county, draft, at=TRIED)
    for role in ("UNIT_HEAD", "DATA_REVIEW"):
        sign(county, draft, role, at=TRIED)
    trial(building_site)
    catalogued(county, project)

    values = acceptance_values()
    drafted = with_proof(county, fill(county, project, "final_acceptance", values, at=ACCEPTED))

    assert facts_of(building_site.project, drafted)["trial.conclusion"] == "FAILED"
    assert "试运行评估通过后才能进入验收" in why_not(drafted)


def test_a_complete_acceptance_may_be_sent(building_site: Site) -> None:
    assert why_not(acceptance(building_site)) == ""


def rows(count: int, **changed: str) -> list[dict[str, str]]:
    complete = {"completeness": "COMPLETE", "conformity": "CONFORMING"}
    return [{"material": f"资料{n}", **complete} for n in range(1, count)] + [
        {"material": f"资料{count}", **complete, **changed}
    ]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"materials": rows(6, completeness="INCOMPLETE")}, "验收资料不齐：缺资料的详细清单"),
        (
            {"materials": rows(6, conformity="NOT_CONFORMING")},
            "验收结论不能为合格，资料不齐全或不符合：资料6",
        ),
        (
            {"assessments": [{"aspect": "性能", "grade": "UNQUALIFIED"}]},
            "验收结论不能为合格，性能评价为不合格",
        ),
        ({"platform_access": "NOT_DONE"}, "请先接入公共数据平台"),
        ({"quality_ticks": ["COMPLETE", "TIMELY"]}, "尚未确认：准确性"),
        ({"platform_access": "NOT_APPLICABLE"}, "选择了“无数据资源”，但目录中有1项数据资源"),
        ({"accepted_on": "2026-08-04"}, "验收日期早于试运行结束日期2026年8月5日"),
        ({"accepted_on": "2026-09-02"}, "验收日期不能晚于今天"),
        (
            {"open_issues": [{"issue": "手册", "owner": "张三", "due_on": "2026-08-30"}]},
            "遗留问题第1行的期限早于验收日期",
        ),
        ({"conclusion": ""}, "请选择“验收是否合格”"),
    ],
)
def test_an_acceptance_that_does_not_follow_is_refused(
    building_site: Site, changes: dict[str, Any], reason: str
) -> None:
    assert reason in why_not(acceptance(building_site, **changes))


def test_every_material_is_asked_for_by_name(building_site: Site) -> None:
    reason = why_not(acceptance(building_site, materials=[]))

    for name in catalog.get("final_acceptance").field("materials").rows:
        assert f"缺{name}" in reason


def test_data_must_be_catalogued_and_collected(building_site: Site) -> None:
    draft = acceptance(building_site)
    catalogued(
        building_site.county,
        building_site.project,
        resource(),
        resource("车辆台账", catalogued_on=date(2026, 8, 1), collected_on=None),
    )
    assert "请把数据资源统一归集到公共数据平台" in why_not(draft)
    assert "全部编入公共数据目录" not in why_not(draft)

    catalogued(
        building_site.county,
        building_site.project,
        resource("车辆台账", catalogued_on=None, collected_on=None),
    )
    assert "请把数据资源全部编入公共数据目录" in why_not(draft)


def test_the_proof_of_collection_must_be_filed(building_site: Site) -> None:
    let_test_pass(building_site.county, building_site.project)
    let_trial_pass(building_site.county, building_site.project)
    catalogued(building_site.county, building_site.project)

    draft = fill(
        building_site.county,
        building_site.project,
        "final_acceptance",
        acceptance_values(),
        at=ACCEPTED,
    )

    assert "请上传数据归集证明" in why_not(draft)


def test_a_project_without_data_needs_no_catalogue(building_site: Site) -> None:
    let_test_pass(building_site.county, building_site.project)
    let_trial_pass(building_site.county, building_site.project)
    values = acceptance_values(
        platform_access="NOT_APPLICABLE", catalogue="NOT_APPLICABLE", quality_ticks=[]
    )
    draft = fill(
        building_site.county, building_site.project, "final_acceptance", values, at=ACCEPTED
    )

    assert why_not(with_proof(building_site.county, draft)) == ""


def test_a_change_under_way_holds_the_acceptance_back(building_site: Site) -> None:
    draft = acceptance(building_site)
    fill(
        building_site.county,
        building_site.project,
        "change_request",
        change_values(),
        at=ACCEPTED,
    )

    assert "还有未办结的项目变更" in why_not(draft)


def test_applying_carries_the_project_into_acceptance(building_site: Site) -> None:
    send(building_site.county, acceptance(building_site), at=ACCEPTED)

    assert building_site.project.stage == Stage.ACCEPTANCE


def test_an_accepted_project_goes_into_operation(building_site: Site) -> None:
    draft = ready_for_acceptance(building_site.county, building_site.project)
    send(building_site.county, draft, at=ACCEPTED)
    for role in ACCEPTORS:
        sign(building_site.county, draft, role, at=ACCEPTED)

    assert building_site.project.stage == Stage.OPERATION


def test_a_refused_project_goes_back_into_construction_and_tries_again(
    building_site: Site,
) -> None:
    county = building_site.county
    draft = acceptance(building_site)
    send(county, draft, at=ACCEPTED)
    turn_down(county, draft, "UNIT_HEAD", why="资料须重新整理。", at=ACCEPTED)

    assert building_site.project.stage == Stage.CONSTRUCTION
    assert may_open(building_site.project, kinds.get("final_acceptance"))


def test_nobody_agrees_to_an_acceptance_that_failed(building_site: Site) -> None:
    draft = acceptance(building_site, conclusion="UNQUALIFIED")
    send(building_site.county, draft, at=ACCEPTED)

    with pytest.raises(RuleViolationError, match="验收结论为不合格，不能同意"):
        sign(building_site.county, draft, "UNIT_HEAD", at=ACCEPTED)


def test_a_returned_or_withdrawn_acceptance_is_sent_again(building_site: Site) -> None:
    county = building_site.county
    draft = acceptance(building_site)
    send(county, draft, at=ACCEPTED)
    send_back(county, draft, "UNIT_HEAD", why="请补充遗留问题。", at=ACCEPTED)
    assert building_site.project.stage == Stage.ACCEPTANCE
    send(county, draft, at=ACCEPTED)

    sent = Record.objects.get(pk=draft.pk)
    withdraw_record(
        sent, reason="改期。", version=sent.version, actor=county.at("HANDLER"), at=ACCEPTED
    )
    send(county, draft, at=ACCEPTED)

    assert Record.objects.get(pk=draft.pk).status == RecordStatus.PENDING
