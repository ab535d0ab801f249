"""Initiation: prefilled, checked, and ended by the official reply."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.kernel.verdicts import RuleViolationError
from projects.application.queries import lines_of
from projects.initiation.models import Initiation
from projects.initiation.rules import reply_number
from projects.registry.kinds import values_of
from projects.registry.models import Project, Record, RecordStatus, Standing
from projects.registry.queries import passed_record
from projects.registry.rules import may_submit
from projects.registry.services import open_record, save_record
from tests.builders import (
    AT,
    OTHER_OWNER,
    TODAY,
    County,
    accepted,
    application_ready,
    appraised,
    conclude,
    initiated,
    initiation_ready,
    initiation_values,
    reply,
    sign,
    turn_down,
)


def test_what_was_said_before_is_not_asked_again(county: County, project: Project) -> None:
    opened = open_record(project, "initiation", actor=county.at("HANDLER"), at=AT)

    values = values_of(opened)
    assert values["budget_amount"] == Decimal("500000.00")
    assert values["necessity"] == "环卫作业靠人工巡查，作业数据分散，无法按标准考核。"
    assert values["deployment"] == ["CLOUD"]
    assert values["funding_sources"] == ["FISCAL"]
    assert values["unit_head"] == county.at("UNIT_HEAD").full_name
    assert opened.details["configuration"][0]["amount"] == "500000.00"
    assert values["total_amount"] == Decimal("500000.00")


def test_a_reduced_line_is_configured_as_it_was_reviewed(county: County) -> None:
    appraisal = accepted(county, application_ready(county))
    project = conclude(county, appraised(county, appraisal, share=Decimal("0.8")))

    opened = open_record(project, "initiation", actor=county.at("HANDLER"), at=AT)

    row = opened.details["configuration"][0]
    assert row["amount"] == "400000.00"
    assert row["remark"] == "评审核减10.00万元"
    application = passed_record(project, "application")
    assert application is not None
    assert lines_of(application.pk)[0].amount == Decimal("500000.00")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"budget_amount": "600000.00"}, "超过评审审定金额"),
        ({"budget_amount": "400000.00"}, "与项目预算400,000.00元不一致"),
        (
            {"payments": [{"node": "首付", "share": "30", "condition": "签约"}]},
            "比例合计30%，应为100%",
        ),
        (
            {
                "schedule": [
                    {
                        "phase": "建设",
                        "content": "开发",
                        "starts_on": "2026-09-01",
                        "ends_on": "2026-05-01",
                    }
                ]
            },
            "完成日期早于开始日期",
        ),
        ({"users": []}, "服务对象"),
    ],
)
def test_each_flaw_is_named_before_it_is_sent(
    county: County, project: Project, changes: dict[str, object], sentence: str
) -> None:
    draft = initiation_ready(county, project)
    assert may_submit(draft, TODAY)

    saved = save_record(
        draft,
        values=initiation_values(**changes),
        version=draft.version,
        actor=county.at("HANDLER"),
        at=AT,
    )

    assert sentence in may_submit(saved, TODAY).text


@pytest.mark.parametrize(
    ("stated", "sentence"),
    [
        (reply("县发改2026第12号"), "写法不对"),
        (reply("县发改〔2026〕012号"), "写法不对"),
        (reply("〔2026〕12号"), "写法不对"),
        (reply("文" * 80 + "〔2026〕1号"), "写法不对"),
        (reply(amount="500000.01"), "超过评审审定金额"),
        (reply(amount="0"), "大于0"),
        (reply(amount="五十万"), "应为数字"),
        (reply(on="2026-03-03"), "晚于今天"),
        (reply(on="2026-02-27"), "早于送审日期"),
        (reply(on="昨天"), "不是有效的日期"),
        (reply(number=""), "请填写“批复文号”"),
    ],
)
def test_a_reply_that_cannot_stand_is_refused_before_it_is_signed(
    county: County, pending: Record, stated: dict[str, str], sentence: str
) -> None:
    with pytest.raises(RuleViolationError, match=sentence):
        sign(county, pending, "NDRC_APPROVAL", stated=stated)

    assert Record.objects.get(pk=pending.pk).status == RecordStatus.PENDING


def test_a_number_is_given_to_one_project_only(county: County, pending: Record) -> None:
    initiated(county, name="学校明厨亮灶系统", unit=OTHER_OWNER, number="县发改〔2026〕12号")

    with pytest.raises(RuleViolationError, match="已用于“学校明厨亮灶系统”"):
        sign(county, pending, "NDRC_APPROVAL", stated=reply("县发改[2026]１２号"))


def test_the_reply_is_taken_over(county: County, pending: Record) -> None:
    sign(county, pending, "NDRC_APPROVAL", stated=reply("县发改[2026] 12号", amount="480000"))

    initiation = Initiation.objects.get(pk=pending.pk)
    assert initiation.status == RecordStatus.PASSED
    assert initiation.reply_number == "县发改〔2026〕12号"
    assert initiation.replied_on == date(2026, 3, 2)
    assert initiation.approved_amount == Decimal("480000.00")
    assert Project.objects.get(pk=pending.project_id).approved_amount == Decimal("480000.00")


def test_a_refusal_ends_the_project(county: County, pending: Record) -> None:
    turn_down(county, pending, "NDRC_APPROVAL", why="本年度资金不足。")

    project = Project.objects.get(pk=pending.project_id)
    assert project.standing == Standing.NOT_ESTABLISHED


@given(st.integers(min_value=1, max_value=9999))
def test_a_number_is_kept_in_one_spelling(serial: int) -> None:
    wanted = f"县发改〔2026〕{serial}号"

    for spelling in (wanted, wanted.replace("〔", "[").replace("〕", "]"), f" {wanted} "):
        assert reply_number(spelling) == wanted
