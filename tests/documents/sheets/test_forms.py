"""Filling in a sheet on the screen."""

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string

from documents.forms import SheetForm, build_form, sheet_errors
from documents.sheets.boxes import (
    any_of,
    day,
    lines,
    money,
    number,
    one_of,
    percent,
    table,
    text,
    yes_no,
)
from documents.sheets.shapes import Block, Sheet, choices
from tests.documents.controls import Controls

SHEET = Sheet(
    code="tests_form",
    title="测试表",
    blocks=(
        Block(
            "一、基本",
            (
                text("name", "项目名称*"),
                day("begun_on", "开始日期*"),
                money("amount", "金额*"),
                percent("share", "比例"),
                one_of("kind", "类别*", choices(A="甲", B="乙")),
                any_of("marks", "标记", choices(X="一", Y="二", Z="三")),
                yes_no("is_new", "是否新建*"),
                lines("reason", "理由"),
                money("total", "合计", computed=True),
            ),
        ),
        Block(
            "二、明细",
            (
                table(
                    "rows",
                    "配置清单*",
                    text("item", "名称*"),
                    number("count", "数量*"),
                    money("price", "单价"),
                    yes_no("is_domestic", "是否国产"),
                ),
                table(
                    "checks",
                    "核对",
                    text("what", "项目"),
                    one_of("result", "结果*", choices(OK="符合", NOT_OK="不符合")),
                    rows=("功能", "性能"),
                ),
            ),
        ),
    ),
)
FULL = (
    "name=平台&begun_on=2026年3月5日&amount=12.5&share=56.5%25&kind=A&marks=X&marks=Z&is_new=no"
    "&reason=第一行%0A第二行&rows-0-item=服务器&rows-0-count=２&rows-0-price=1,234.5"
    "&rows-0-is_domestic=yes&rows-2-item=软件&rows-2-count=1&checks-0-result=OK"
    "&checks-1-result=NOT_OK"
)


def form(query: str, *, draft: bool = False) -> SheetForm:
    return build_form(SHEET, data=QueryDict(query), draft=draft)


def errors(query: str, *, draft: bool = False) -> str:
    return form(query, draft=draft).errors.as_text()


def test_a_full_sheet_gives_plain_values() -> None:
    filled = form(FULL)

    assert filled.is_valid(), filled.errors.as_text()
    assert filled.values() == {
        "name": "平台",
        "begun_on": "2026-03-05",
        "amount": "125000.00",
        "share": "56.5",
        "kind": "A",
        "marks": ["X", "Z"],
        "is_new": False,
        "reason": "第一行\n第二行",
        "rows": [
            {"item": "服务器", "count": "2", "price": "12345000.00", "is_domestic": True},
            {"item": "软件", "count": "1", "price": None, "is_domestic": None},
        ],
        "checks": [
            {"what": "功能", "result": "OK"},
            {"what": "性能", "result": "NOT_OK"},
        ],
    }


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("amount=-5", "金额不能为负数。"),
        ("amount=abc", "请填写金额"),
        ("begun_on=昨天", "“开始日期”不是有效的日期"),
        ("begun_on=1899-01-01", "开始日期应在"),
        ("share=101", "“比例”不能大于 100。"),
        ("kind=C", "“类别”没有这个选项"),
        ("marks=Q", "“标记”没有这个选项"),
        ("name=" + "长" * 300, "“项目名称”最多 200 字，现有 300 字"),
        ("rows-0-count=两", "“配置清单”第1行：“数量”应为数字。"),
        ("rows-2-count=-1", "“配置清单”第3行：“数量”不能小于 0。"),
        ("rows-2-item=", "“配置清单”第3行：请填写“名称”。"),
    ],
)
def test_what_cannot_be_read_is_named_by_field_and_row(change: str, sentence: str) -> None:
    name = change.partition("=")[0]
    kept = "&".join(pair for pair in FULL.split("&") if not pair.startswith(f"{name}="))

    assert sentence in errors(f"{kept}&{change}")
    if not sentence.startswith("“配置清单”第3行：请填写"):
        assert sentence in errors(f"{kept}&{change}", draft=True)


def test_a_draft_forgives_what_is_missing() -> None:
    assert not errors("name=平台&rows-0-item=服务器", draft=True)


def test_ten_thousand_characters_are_kept() -> None:
    long = form("reason=" + "字" * 10_000, draft=True)

    assert long.is_valid()
    assert len(str(long.values()["reason"])) == 10_000


def test_control_characters_go_and_rare_ones_stay() -> None:
    kept = form("name=王㙓😀⼈%00%E2%80%AE", draft=True)

    assert kept.is_valid()
    assert kept.values()["name"] == "王㙓😀⼈"


def test_submitting_names_each_missing_box_and_row() -> None:
    lacking = form("rows-0-item=服务器", draft=True)
    assert lacking.is_valid()

    assert sheet_errors(SHEET, lacking.values()) == [
        ("name", "请填写“项目名称”。"),
        ("begun_on", "请填写“开始日期”。"),
        ("amount", "请填写“金额”。"),
        ("kind", "请选择“类别”。"),
        ("is_new", "请选择“是否新建”。"),
        ("rows", "“配置清单”第1行没有填写“数量”。"),
    ]


def drawn(shown: SheetForm) -> Controls:
    return Controls(render_to_string("documents/sheet_form.html", {"form": shown}))


def test_a_row_is_added_and_removed_by_plain_buttons() -> None:
    added = form(FULL + "&op=add:rows", draft=True)
    removed = form(FULL + "&op=remove:rows:0", draft=True)

    assert added.adds_row
    assert removed.adds_row
    assert not form(FULL, draft=True).adds_row
    assert drawn(added).names("-item") == [f"rows-{number}-item" for number in range(4)]
    left = drawn(removed)
    assert [
        left.named(name)["value"] for name in left.names("-item") if "value" in left.named(name)
    ] == ["软件"]


def test_enter_saves_and_does_not_remove_a_row() -> None:
    buttons = [a for tag, a in drawn(form(FULL, draft=True)).found if tag == "button"]

    assert buttons[0]["value"] == "save"


def test_what_was_kept_is_shown_again() -> None:
    filled = form(FULL)
    assert filled.is_valid()
    kept = filled.values()

    again = drawn(build_form(SHEET, initial={**kept, "total": "999.00"}))

    shown = {
        name: again.named(name).get("value")
        for name in ("amount", "rows-0-price", "kind", "is_new", "rows-0-is_domestic")
    }
    assert shown == {
        "amount": "12.50",
        "rows-0-price": "1234.50",
        "kind": "A",
        "is_new": "no",
        "rows-0-is_domestic": "yes",
    }
    assert again.outputs == ["0.0999（人民币玖佰玖拾玖元整）"]


def test_a_wrong_cell_is_marked_and_keeps_what_was_typed() -> None:
    wrong = form(FULL.replace("rows-0-count=２", "rows-0-count=两"), draft=True)
    assert not wrong.is_valid()

    cell = drawn(wrong).named("rows-0-count")

    assert (cell["value"], cell["aria-invalid"]) == ("两", "true")
    assert cell["aria-label"] == "第 1 行数量"


def test_every_control_has_a_name_to_be_read_out() -> None:
    page = drawn(form(FULL, draft=True))

    for tag, control in page.found:
        if tag != "button" and control.get("type") not in {"radio", "checkbox"}:
            is_named = control["id"] in page.labelled or control.get("aria-label")
            assert is_named, control["name"]
