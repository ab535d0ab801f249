"""What an application may contain: no state secrets, no impossible lines, no silent duplicates."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.kernel.verdicts import RuleViolationError, StaleVersionError
from documents.sheets import catalog
from projects.application.models import BudgetLine, ProjectApplication, SimilarProject
from projects.application.queries import (
    lines_of,
    sums_by_category,
    sums_by_source,
    total_of,
)
from projects.application.rules import may_hold, may_review, secret_words
from projects.application.services import save_application, start_application
from projects.application.shapes import LineInput, bigrams, line_amount, resemblance
from projects.registry.models import Project
from projects.registry.rules import may_submit
from projects.registry.services import open_record, save_record
from tests.builders import (
    AT,
    OTHER_OWNER,
    TODAY,
    County,
    application_ready,
    application_values,
    begin_application,
    line,
    send,
    sign,
)

OFFLINE = "线下向保密行政管理部门和领导小组办公室办理"


def save(county: County, draft: ProjectApplication, **changes: object) -> ProjectApplication:
    """Save a draft as its case officer would."""
    given_lines = changes.pop("lines", [line()])
    answers = changes.pop("answers", {})
    return save_application(
        draft,
        values=application_values(**changes),
        lines=given_lines,  # type: ignore[arg-type]
        answers=answers,  # type: ignore[arg-type]
        version=ProjectApplication.objects.get(pk=draft.pk).version,
        actor=county.at("HANDLER"),
        at=AT,
    )


def reasons(draft: ProjectApplication) -> str:
    """Return why the draft cannot be sent."""
    return may_submit(ProjectApplication.objects.get(pk=draft.pk), TODAY).text


@pytest.mark.parametrize(
    "text",
    ["本项目属涉密信息系统", "含有国家秘密", "绝 密级资料", "机密★5年", "秘密级文件", "涉　密网络"],
)
def test_words_of_state_secrets_are_found_however_they_are_spelt(text: str) -> None:
    assert secret_words(text)


@pytest.mark.parametrize(
    "text",
    [
        "本项目不涉及国家秘密",
        "非涉密信息系统",
        "严禁涉密信息上网",
        "保障数据的机密性和完整性",
        "涉及商业秘密的数据加密",
        "",
    ],
)
def test_denials_and_ordinary_words_are_no_secrets(text: str) -> None:
    assert not secret_words(text)


def test_without_the_declaration_nothing_begins(county: County) -> None:
    with pytest.raises(RuleViolationError, match=OFFLINE):
        start_application(
            name="停车系统",
            owner_unit=county.owner,
            rulebook=county.rulebook,
            build_type="NEW",
            object_kind="NETWORK",
            plan_year=2026,
            has_no_state_secrets=False,
            actor=county.at("HANDLER"),
            at=AT,
        )

    assert not Project.objects.exists()


def test_nobody_files_for_a_unit_that_is_not_theirs(county: County) -> None:
    with pytest.raises(RuleViolationError, match="不是县教育局的经办人"):
        start_application(
            name="停车系统",
            owner_unit=county.units[OTHER_OWNER],
            rulebook=county.rulebook,
            build_type="NEW",
            object_kind="NETWORK",
            plan_year=2026,
            has_no_state_secrets=True,
            actor=county.at("HANDLER"),
            at=AT,
        )


def test_a_year_long_gone_is_refused(county: County) -> None:
    with pytest.raises(RuleViolationError, match="申报年度应在2026年至2031年之间"):
        start_application(
            name="停车系统",
            owner_unit=county.owner,
            rulebook=county.rulebook,
            build_type="NEW",
            object_kind="NETWORK",
            plan_year=1999,
            has_no_state_secrets=True,
            actor=county.at("HANDLER"),
            at=AT,
        )


def test_a_secret_in_the_text_is_not_kept(county: County) -> None:
    draft = application_ready(county)

    with pytest.raises(RuleViolationError, match=OFFLINE):
        save(county, draft, functions="接入涉密网络。")

    assert "涉密" not in str(ProjectApplication.objects.get(pk=draft.pk).details)


def test_a_secret_in_a_line_names_the_line(county: County) -> None:
    draft = application_ready(county)

    with pytest.raises(RuleViolationError, match="预算明细第2行中出现“涉密”"):
        save(county, draft, lines=[line(), line("涉密机房")])


def test_answering_that_secrets_are_in_it_names_the_offline_route(county: County) -> None:
    draft = application_ready(county)

    with pytest.raises(RuleViolationError, match=OFFLINE):
        save(county, draft, no_state_secrets=False)


def test_a_fresh_draft_is_told_everything_at_once(county: County) -> None:
    draft = begin_application(county)

    text = reasons(draft)

    for sentence in (
        "需求背景",
        "请在“投资估算明细”中至少填写一行",
        "部署到市级政务云平台",
        "查重",
    ):
        assert sentence in text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"expected_on": "2026-03-01"}, "期望完成时间早于申请日期"),
        ({"cloud_target": "OTHER"}, "写明不能部署的理由"),
        ({"principles": ["SHARED"]}, "尚未对照：需求引领"),
        ({"plan_conformity": ""}, "规划"),
        ({"isolated_system_answer": ""}, "信息孤岛"),
        ({"purpose": ""}, "建设用途"),
        ({"targets": []}, "绩效目标"),
        ({"lines": [line(source="SELF_RAISED")]}, "没有财政资金"),
        ({"lines": [line(category="")]}, "第1行没有选择“费用类别”"),
        ({"lines": [line(line_kind="CABLING")]}, "楼宇综合布线不纳入"),
        ({"lines": [line("机房改造")]}, "机房"),
        ({"lines": [line(line_kind="DEDICATED_NETWORK", answer="确需新建。")]}, "先申请豁免"),
        ({"lines": [line(line_kind="ISOLATED_SYSTEM")]}, "孤立系统"),
    ],
)
def test_each_demand_of_the_rulebook_is_heard_before_sending(
    county: County, changes: dict[str, object], sentence: str
) -> None:
    draft = application_ready(county)
    assert reasons(draft) == ""

    save(county, draft, **changes)

    assert sentence in reasons(draft)


@pytest.mark.parametrize(
    "budget",
    [
        [line("机房改造", answer="只在现有机房内增加两台服务器，不新建。")],
        [line(line_kind="ISOLATED_SYSTEM", answer="通过数据平台与其他系统互通。")],
    ],
)
def test_an_explained_line_is_no_longer_in_the_way(county: County, budget: list[LineInput]) -> None:
    draft = application_ready(county)

    save(county, draft, lines=budget)

    assert reasons(draft) == ""


def test_a_similar_project_must_be_answered(county: County) -> None:
    other = application_ready(county, name="智慧环卫车辆监管平台", unit=OTHER_OWNER)
    send(county, other)
    draft = application_ready(county, name="智慧环卫作业监管系统")

    similar = SimilarProject.objects.get(application=draft)
    assert similar.project_id == other.project_id
    assert "查重" in reasons(draft)
    save(county, draft, answers={other.project_id: "对方管车辆，本项目管作业。"})

    assert reasons(draft) == ""


def test_a_draft_of_others_is_not_given_away_as_similar(county: County) -> None:
    application_ready(county, name="智慧环卫车辆监管平台", unit=OTHER_OWNER)

    draft = application_ready(county, name="智慧环卫作业监管系统")

    assert not SimilarProject.objects.filter(application=draft).exists()


def test_the_register_follows_the_application(county: County) -> None:
    draft = application_ready(county)

    save(
        county,
        draft,
        project_name="环卫一张图",
        build_type="UPGRADE",
        lines=[line(unit_price=Decimal("123456.70")), line("监理", source="SELF_RAISED")],
    )

    project = Project.objects.get(pk=draft.project_id)
    kept = ProjectApplication.objects.get(pk=draft.pk)
    assert (project.name, project.build_type) == ("环卫一张图", "UPGRADE")
    assert project.estimated_amount == kept.amount == Decimal("623456.70")
    assert kept.fiscal_amount == Decimal("123456.70")


def test_saving_the_same_again_changes_nothing(county: County) -> None:
    draft = application_ready(county)

    again = save(county, draft)

    assert again.version == draft.version


def test_an_old_page_is_refused(county: County) -> None:
    draft = application_ready(county)
    save(county, draft, background="同事改的。")

    with pytest.raises(StaleVersionError) as late:
        save_application(
            draft,
            values=application_values(background="我改的。"),
            lines=None,
            answers={},
            version=draft.version,
            actor=county.at("HANDLER"),
            at=AT,
        )
    told = [change for change in late.value.changes if "改的。" in change]
    assert len(told) == 1
    assert told[0].endswith("现在是“同事改的。”，您填写的是“我改的。”。")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"quantity": Decimal(0)}, "数量应大于0"),
        ({"quantity": Decimal("1.234")}, "两位小数"),
        ({"unit_price": Decimal(-1)}, "不能为负数"),
        ({"quantity": Decimal(10**9), "unit_price": Decimal(10**9)}, "金额过大"),
        ({"line_kind": "NO_SUCH_KIND"}, "内容性质没有这个选项"),
    ],
)
def test_an_impossible_line_is_refused_by_its_number(
    changes: dict[str, Any], sentence: str
) -> None:
    verdict = may_hold([line(), line(**changes)], ["", "CABLING"])

    assert "预算明细第2行" in verdict.text
    assert sentence in verdict.text


def test_more_lines_than_anybody_reads_are_refused() -> None:
    assert "最多200行" in may_hold([line()] * 201, [""]).text


money = st.decimals(min_value=0, max_value=10**7, places=2)
some_lines = st.lists(
    st.builds(
        lambda category, source, quantity, price: line(
            category=category, source=source, quantity=quantity, unit_price=price
        ),
        st.sampled_from([*BudgetLine.Category.values, ""]),
        st.sampled_from([*BudgetLine.Source.values, ""]),
        st.decimals(min_value="0.01", max_value=1000, places=2),
        money,
    ),
    max_size=12,
)


@given(some_lines)
def test_sums_by_category_and_by_source_are_the_total(given_lines: list[LineInput]) -> None:
    rows = [
        BudgetLine(category=one.category, source=one.source, amount=one.amount)
        for one in given_lines
    ]

    total = total_of(rows)

    assert sum((part.amount for part in sums_by_category(rows)), Decimal(0)) == total
    assert sum((part.amount for part in sums_by_source(rows)), Decimal(0)) == total


@given(money, money)
def test_a_review_never_gives_more_than_was_submitted(
    submitted: Decimal, reviewed: Decimal
) -> None:
    verdict = may_review(BudgetLine(name="行", amount=submitted), reviewed, 1)

    assert bool(verdict) == (reviewed <= submitted)


@given(st.decimals(min_value="0.01", max_value=1000, places=2), money)
def test_an_amount_is_rounded_to_the_fen(quantity: Decimal, price: Decimal) -> None:
    amount = line_amount(quantity, price)

    assert amount is not None
    assert abs(amount - quantity * price) <= Decimal("0.005")


@given(st.text(max_size=40), st.text(max_size=40))
def test_likeness_is_symmetric_and_within_hundred(one: str, other: str) -> None:
    there, back = (
        resemblance(bigrams(one), bigrams(other)),
        resemblance(bigrams(other), bigrams(one)),
    )

    assert there == back
    assert 0 <= there <= 100


def test_the_stored_lines_keep_their_order(county: County) -> None:
    draft = application_ready(county, lines=[line("甲"), line("乙"), line("丙")])

    assert [one.name for one in lines_of(draft.pk)] == ["甲", "乙", "丙"]


def test_the_catalogue_of_the_sheet_is_the_one_of_the_table() -> None:
    columns = {
        c.code: c for c in catalog.get("requirement_application").field("budget_lines").columns
    }

    assert columns["category"].choices == tuple(BudgetLine.Category.choices)
    assert columns["source"].choices == tuple(BudgetLine.Source.choices)


def test_an_approved_waiver_opens_what_holds_in_principle(county: County) -> None:
    draft = application_ready(county)
    save(county, draft, lines=[line("作业网", line_kind="DEDICATED_NETWORK")])
    handler = county.at("HANDLER")
    waiver = open_record(draft.project, "waiver", actor=handler, at=AT)
    saved = save_record(
        waiver,
        values={
            "reason": "市级网络不能覆盖作业区域。",
            "measures": "只在作业点自建，其余租用。",
            "wanted_until": "2026-12-31",
        },
        version=waiver.version,
        actor=handler,
        at=AT,
    )

    send(county, saved)
    sign(county, saved, "UNIT_HEAD")
    sign(county, saved, "DATA_HEAD", stated={"expires_on": "2026-12-31"})

    assert saved.details["rule_id"] == "T04-R12.1"
    assert reasons(draft) == ""
