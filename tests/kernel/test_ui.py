"""The words, marks and drawings that templates ask for."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Engine

from config.kernel import charts
from config.kernel.frames import Link
from config.kernel.templatetags import ui
from config.kernel.verdicts import Missing, Refusal, Strength, Verdict

ENGINE = Engine.get_default()


def drawn(source: str, **values: object) -> str:
    return ENGINE.from_string(source).render(Context(values))


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        (Decimal("12684000.00"), "1,268.40"),
        (Decimal("0.00"), "0.00"),
        (Decimal(12345), "1.2345"),
        (None, "—"),
    ],
)
def test_an_amount_shows_in_wan_and_never_loses_a_fen(amount: Decimal | None, shown: str) -> None:
    assert ui.wan(amount) == shown


def test_amounts_show_in_yuan_capitals_shares_and_differences() -> None:
    assert ui.yuan(Decimal("1234.5")) == "1,234.50"
    assert ui.capital(Decimal("1409.5")) == "人民币壹仟肆佰零玖元伍角"
    assert ui.percent(Decimal("476.8"), Decimal(1192)) == "40.0%"
    assert ui.percent(Decimal(1), Decimal(0)) == "—"
    assert ui.signed_wan(Decimal(-302000)) == "−30.20"
    assert ui.signed_wan(Decimal(120000)) == "+12.00"
    assert ui.signed_wan(Decimal(0)) == "0.00"


def test_days_are_written_in_chinese_and_local_time() -> None:
    late_evening_utc = datetime(2026, 3, 4, 17, 5, tzinfo=UTC)

    assert ui.cn_date(date(2026, 3, 5)) == "2026年3月5日"
    assert ui.cn_day(date(2026, 3, 5)) == "3月5日（星期四）"
    assert ui.iso_date(late_evening_utc) == "2026-03-05"
    assert ui.cn_time(late_evening_utc) == "2026-03-05 01:05"
    assert ui.cn_date(None) == "—"
    assert ui.workdays_word(3) == "3个工作日"


def test_sizes_of_files_are_rounded_to_what_people_read() -> None:
    assert ui.file_size(640) == "640 字节"
    assert ui.file_size(655360) == "640.0 kB"
    assert ui.file_size(9_017_753) == "8.6 MB"


def test_a_status_is_icon_word_and_tint() -> None:
    shown = ui.status("超期", "bad")

    assert 'class="st bad"' in shown
    assert "#alert-triangle" in shown
    assert "超期" in shown


def test_a_word_from_a_user_is_escaped_in_status_and_chart() -> None:
    assert "<script>" not in ui.status("<script>", "ok")
    assert "<script>" not in charts.bars([{"label": "<script>", "value": 1}], label="图")


def test_a_refusal_shows_clause_quote_what_is_missing_and_the_first_day() -> None:
    verdict = Verdict(
        (
            Refusal(
                message="缺等保测评报告。",
                regulation="管理办法",
                clause="第三十二条",
                quote="应当提交测评报告",
                missing=(Missing(label="上传测评报告", url="/upload/"),),
                opens_on=date(2026, 12, 21),
            ),
            Refusal(message="宜先整改。", strength=Strength.ADVICE),
        )
    )

    shown = drawn(
        '{% include "components/verdict.html" with verdict=verdict only %}', verdict=verdict
    )

    for words in (
        "缺等保测评报告。",
        "必须",
        "《管理办法》第三十二条",
        "应当提交测评报告",
        "宜先整改。",
    ):
        assert words in shown
    assert '<a href="/upload/">上传测评报告</a>' in shown
    assert "最早 2026年12月21日可以办理" in shown


def test_nothing_is_drawn_where_nothing_is_refused() -> None:
    shown = drawn(
        '{% include "components/verdict.html" with verdict=verdict only %}', verdict=Verdict()
    )

    assert not shown.strip()


def test_an_action_that_is_refused_is_a_button_that_cannot_be_pressed_and_says_why() -> None:
    action = {
        "label": "申请验收",
        "href": "/apply/",
        "verdict": Verdict((Refusal(message="尚未完工。"),)),
    }

    shown = drawn(
        '{% include "components/action.html" with action=action id="why" csrf_token="x" only %}',
        action=action,
    )

    assert 'aria-disabled="true" aria-describedby="why"' in shown
    assert 'id="why"' in shown
    assert "尚未完工。" in shown
    assert "/apply/" not in shown


class TestCharts:
    def test_the_longest_bar_fills_the_plot_and_the_others_are_in_proportion(self) -> None:
        drawing = charts.bars(
            [{"label": "申报", "value": 50}, {"label": "建设", "value": 100}], label="阶段"
        )

        assert 'width="25.00%"' in drawing
        assert 'width="50.00%"' in drawing

    def test_a_chart_without_values_is_empty_and_does_not_divide_by_zero(self) -> None:
        assert "<svg" in charts.bars([{"label": "申报", "value": 0}], label="阶段")
        assert "<svg" in charts.columns([{"label": "2026", "values": [0, 0]}], label="资金")
        assert charts.gantt([], today=date(2026, 3, 5), label="里程碑") == ""

    def test_a_bar_leads_to_the_list_it_counts(self) -> None:
        drawing = charts.bars([{"label": "建设", "value": 1, "href": "/p/?stage=2"}], label="阶段")

        assert '<a href="/p/?stage=2">' in drawing

    def test_columns_stack_up_to_their_sum(self) -> None:
        drawing = charts.columns([{"label": "2026", "values": [3, 1], "text": "4"}], label="资金")

        assert 'class="s1"' in drawing
        assert 'height="135.0"' in drawing
        assert 'height="45.0"' in drawing

    def test_a_gantt_chart_marks_today_only_inside_its_span(self) -> None:
        rows = [
            {"label": "开发", "starts_on": date(2026, 1, 1), "ends_on": date(2026, 6, 30),
             "state": "now", "share": 50}
        ]  # fmt: skip

        inside = charts.gantt(rows, today=date(2026, 3, 5), label="里程碑")
        outside = charts.gantt(rows, today=date(2027, 3, 5), label="里程碑")

        assert "今日 3月5日" in inside
        assert "今日" not in outside
        assert "26年1月" in inside

    def test_a_gantt_chart_of_many_years_names_at_most_twelve_steps(self) -> None:
        rows = [{"label": "运维", "starts_on": date(2020, 1, 1), "ends_on": date(2029, 12, 31)}]

        drawing = charts.gantt(rows, today=date(2026, 3, 5), label="里程碑")

        assert drawing.count('class="axis"') <= 12

    def test_progress_never_leaves_its_bar(self) -> None:
        assert 'width="100.0%"' in charts.bar(15, 10, label="进度")
        assert 'width="0.0%"' in charts.bar(-1, 10, label="进度")


def test_a_component_is_drawn_once_for_the_same_facts_and_anew_for_others() -> None:
    source = '{% component "components/tabs.html" tabs=tabs label="清单" %}'
    mine, other = Link(label="甲<乙", href="/a/", count="3"), Link(label="丙", href="/b/")
    before = ui._component.cache_info()

    first = drawn(source, tabs=(mine,))

    assert "甲&lt;乙" in first
    assert drawn(source, tabs=(Link(label="甲<乙", href="/a/", count="3"),)) == first
    assert "丙" in drawn(source, tabs=(mine, other))
    after = ui._component.cache_info()
    assert (after.misses - before.misses, after.hits - before.hits) == (2, 1)
