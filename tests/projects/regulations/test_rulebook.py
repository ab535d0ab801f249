"""Which mistakes a pack cannot make, and that a new text needs no code."""

import pytest
from pydantic import ValidationError

from projects.regulations.rulebook import Gate, Requirement, Rulebook
from projects.regulations.rulebook.facts import FACTS
from tests.projects.regulations.t4 import T4


def changed_pack(**changes: object) -> dict[str, object]:
    return T4.model_dump(mode="json") | changes


def requirement(**changes: object) -> dict[str, object]:
    return {
        "id": "X-1",
        "basis": "SYSTEM_DEFAULT",
        "message": "请补充。",
        "condition": {"test": "fact_true", "fact": "plan.issued"},
    } | changes


@pytest.mark.parametrize(
    ("mistake", "words"),
    [
        ({"condition": {"test": "fact_true", "fact": "plan.isued"}}, "未知的事实"),
        ({"condition": {"test": "fact_true", "fact": "application.total_amount"}}, "不能这样比较"),
        (
            {"condition": {"test": "fact_in", "fact": "application.purpose", "among": "nothing"}},
            "未知的清单",
        ),
    ],
)
def test_a_pack_that_asks_for_what_is_not_there_is_refused(
    mistake: dict[str, object], words: str
) -> None:
    gate = {"code": "other", "label": "其他", "requirements": [requirement(**mistake)]}

    with pytest.raises(ValidationError, match=words):
        Rulebook.model_validate(changed_pack(gates=[gate], red_lines=[]))


@pytest.mark.parametrize(
    ("mistake", "words"),
    [
        ({"basis": "LAW"}, "依据条款和原文"),
        ({"clause": "第一条", "quote": "应当"}, "系统默认不能引用条款"),
        ({"message": "请补充"}, "pattern"),
        ({"condition": {"test": "eval", "fact": "plan.issued"}}, "test"),
        ({"unknown": 1}, "Extra inputs"),
        (
            {
                "basis": "LAW",
                "clause": "第六条",
                "quote": "原则上不得新建",
                "word": "原则上",
                "strength": "BLOCK",
            },
            "可以豁免",
        ),
        (
            {
                "basis": "LAW",
                "clause": "第七条",
                "quote": "应接入",
                "word": "应",
                "strength": "WAIVABLE",
            },
            "必须遵守",
        ),
        ({"basis": "LAW", "clause": "第七条", "quote": "接入", "word": "应"}, "原文中没有"),
        ({"missing": [{"label": "材料", "page": "http://elsewhere"}]}, "pattern"),
        ({"condition": {"test": "fact_in", "fact": "application.purpose"}}, "二者取一"),
    ],
)
def test_a_rule_without_basis_or_with_the_wrong_strength_cannot_be_written(
    mistake: dict[str, object], words: str
) -> None:
    with pytest.raises(ValidationError, match=words):
        Requirement.model_validate(requirement(**mistake))


def test_an_id_stands_for_one_rule() -> None:
    gate = {"code": "other", "label": "其他", "requirements": [requirement(), requirement()]}

    with pytest.raises(ValidationError, match="规则编号重复"):
        Rulebook.model_validate(changed_pack(gates=[gate], red_lines=[]))


def test_a_new_text_is_configured_without_code() -> None:
    """A text with an amount floor, a half-year floor and its own routes; no line of code."""
    quote = "投资50万元以上(含50万元)的项目,正式投入运行半年及以上时间才可启动最终验收"
    cited = {"clause": "第三条", "quote": quote}
    other = Rulebook.model_validate(
        {
            "code": "T8",
            "title": "区信息化项目管理办法",
            "status": "DRAFT",
            "version": 1,
            "texts": [{"code": "T8", "title": "区信息化项目管理办法", "paragraphs": [quote]}],
            "scope": {
                "requirements": [
                    {
                        "id": "T08-R01",
                        "message": "申报金额{found}不足{limit}，不适用本办法。",
                        "condition": {
                            "test": "amount",
                            "amount": [{"fact": "application.total_amount"}],
                            "relation": "at_least",
                            "limit": [{"yuan": "500000"}],
                        },
                        **cited,
                    }
                ]
            },
            "gates": [{"code": "application", "label": "方案审核备案", "judges_scope": True}],
        }
    )

    gate = other.gate("application")
    assert isinstance(gate, Gate)
    assert other.requirements_of(gate)[0].id == "T08-R01"
    assert other.wrong_quotes() == []


def test_every_fact_has_a_chinese_label() -> None:
    assert all(fact.label and not fact.label.isascii() for fact in FACTS.values())
