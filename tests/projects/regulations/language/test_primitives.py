"""Each primitive P1 to P30 of the language lets through what keeps to it and refuses the rest."""

from datetime import date
from decimal import Decimal

import pytest

from config.kernel.verdicts import Strength
from projects.regulations.interpreter import (
    applies,
    band_of,
    change_route,
    clocks_of,
    judge,
    judge_line,
    life_of,
    lockout,
    next_stage,
    payment_node,
    payment_nodes,
    recurring_duties,
    route_of,
    separation,
    team,
    wins,
)
from projects.regulations.interpreter.prose import describe
from projects.regulations.rulebook.checks.figures import faults_of
from tests.packs import shipped
from tests.projects.regulations.language.samples import GOOD, HOLIDAYS, ON, refusals, whole
from tests.projects.regulations.t4 import T4

type Facts = dict[str, object]
SEASONLESS: Facts = {"request.urgency": "EMERGENCY"}

# What makes one gate refuse, the rule that refuses, and what its reader is told.
CASES: list[tuple[str, str, Facts, str, str]] = [
    ("P1", "request", {"application.fiscal_amount": Decimal(0)}, "QS-R06", "没有财政资金"),
    ("P1", "request", {"application.purpose": "EQUIPMENT_ONLY"}, "QS-R07", "单纯购置设备"),
    ("P1", "request", {"project.owner_kind": "CONTRACTOR"}, "scope.unit_kinds", "单位的类型"),
    ("P1", "request", {"application.line_kinds": ("EQUIPMENT",)}, "QS-R09", "请拆出"),
    ("P6", "review", {"panel.experts.size": 3}, "QS-R20.size", "不得少于5人"),
    (
        "P6",
        "review",
        {
            "panel.experts.size": 6,
            "panel.experts.outsiders": 4,
            "panel.experts.drawn": 6,
            "panel.experts.attended": 6,
            "panel.experts.candidates": 12,
        },
        "QS-R20.odd",
        "单数",
    ),
    ("P6", "review", {"panel.experts.outsiders": 2}, "QS-R20.outsiders.share", "超过50%"),
    ("P6", "review", {"panel.experts.drawn": 4}, "QS-R20.drawn", "随机抽取"),
    ("P6", "review", {"panel.experts.candidates": 9}, "QS-R20.candidates", "2倍"),
    ("P6", "review", {"panel.experts.attended": 4}, "QS-R20.attendance", "100%"),
    ("P6", "review", {"panel.experts.recused": ("7",)}, "QS-R20.recusal", "回避"),
    ("P9", "trial_operation", {"trial.ended_on": date(2026, 3, 30)}, "QS-R15", "2026年3月31日"),
    ("P9", "trial_operation", {"trial.ended_on": date(2026, 8, 1)}, "QS-R15", "2026年7月31日"),
    (
        "P11",
        "request",
        {"review.failed_count": 2, "review.last_failed_on": date(2026, 9, 1)},
        "QS-R21",
        "2027年9月1日",
    ),
    (
        "P12",
        "change_request",
        {"change_request.share_of_approval": Decimal(21)},
        "QS-R23.change_request",
        "重新报批",
    ),
    (
        "P12",
        "change_request",
        {"change_request.target_unchanged": False},
        "QS-R23.change_request",
        "请办理项目申报",
    ),
    ("P13", "contract", {"initiation.approved_amount": Decimal(549_999)}, "QS-R27", "批复金额"),
    ("P13", "contract", {"contract.requested": Decimal("50000.01")}, "QS-R28", "的10%"),
    (
        "P14",
        "request",
        {"request.is_extension": True, "request.earlier": "一期", "papers": ()},
        "QS-R13",
        "前期评价报告",
    ),
    ("P14", "request", {"request.is_extension": True}, "QS-R10.earlier", "请填写前期项目"),
    ("P15", "final_acceptance", {"acceptance.materials": ()}, "QS-R17", "档案未验收"),
    ("P16", "payment", {"contract.signed_on": date(2026, 7, 20)}, "QS-R22.payment", "补报"),
    ("P17", "request", {"plan.unit_count": 3}, "QS-R31.quota", "最多3个"),
    ("P18", "maintenance_record", {"data.platform_access": None}, "QS-R33.maintenance_record", ""),
    ("P19", "contract", {"contract.contractor": "13"}, "QS-R34", "13在黑名单上"),
    ("P22", "evaluation", {"score.performance": Decimal("59.99")}, "QS-R30.pass", "59.99分"),
    ("P22", "evaluation", {"score.performance": None}, "QS-R30.scored", "至少需要3人"),
    ("P22", "evaluation", {"score.performance.below_floor": ("output",)}, "QS-R30.floor", "最低分"),
    ("P23", "payment", {"payment.node": "other"}, "QS-R29.node", "付款节点"),
    ("P23", "payment", {"payment.requested": Decimal("150000.01")}, "QS-R29.first.most", "30%"),
    (
        "P23",
        "payment",
        {"payment.node": "accepted", "record.passed": ()},
        "QS-R29.accepted",
        "尚未满足",
    ),
    ("P23", "payment", {"payment.node": "retention"}, "QS-R29.retention", "尚未满足"),
    ("P24", "design", {"publication.result.since": date(2026, 9, 9)}, "QS-R32", "5个工作日"),
    ("P24", "design", {"publication.result.objections": True}, "QS-R32.objections", "异议"),
    ("P26", "requirement_spec", {"papers": ()}, "QS-R14", "请上传用户意见"),
    (
        "P28",
        "standing_change",
        {"record.passed": ()},
        "QS-R26.settle",
        "先完成清算：竣工决算",
    ),
    ("P28", "standing_change", {"standing_change.reason_code": "X"}, "QS-R26.reason", "政策变化"),
    ("form", "request", {"request.project_name": " "}, "QS-R10.project_name", "请填写项目名称"),
    ("form", "request", {"request.costs": 0}, "QS-R10.costs.rows", "至少填写1行"),
    ("form", "request", {"request.costs.sum.blank": 2}, "QS-R10.costs.sum", "2行没有填写金额"),
    ("form", "requirement_spec", {"requirement_spec.task_name": ""}, "QS-R11", "请写明任务名称"),
    ("form", "design", {"design.text": None}, "design.text", "请填写设计"),
    ("words", "request", {"request.note": "采购若干设备"}, "QS-S01", "不要写若干"),
    ("declaration", "request", {"declarations": ()}, "QS-R18", "材料真实"),
    ("order", "design", {"record.passed": ()}, "QS-R12", "需求评审通过后才能办理设计评审"),
]


@pytest.mark.parametrize(("primitive", "gate", "facts", "rule", "words"), CASES)
def test_a_primitive_refuses_what_breaks_it_and_nothing_else(
    primitive: str, gate: str, facts: Facts, rule: str, words: str
) -> None:
    assert not refusals(gate), primitive

    refused = refusals(gate, facts)

    assert list(refused) == [rule]
    assert words in refused[rule].message
    assert bool(refused[rule].quote) != refused[rule].is_system_default


def test_p6_a_panel_may_be_read_from_the_table_of_a_form() -> None:
    panel = (
        whole()
        .panels[0]
        .model_copy(
            update={"when": None, "members": "review.members", "candidates": "review.candidates"}
        )
    )
    book = whole().model_copy(update={"panels": (panel,)})
    seated: Facts = {
        "review.members": 5,
        "review.members.is_external.yes": 3,
        "review.members.is_drawn.yes": 5,
        "review.members.is_present.yes": 5,
        "review.members.tie": ("AUTHOR",),
        "review.candidates": 10,
    }

    def told(**changes: object) -> list[str]:
        facts = {name: v for name, v in GOOD.items() if not name.startswith("panel.")} | seated
        facts |= {f"review.{name.replace('__', '.')}": v for name, v in changes.items()}
        return [r.rule_id for r in judge(book, "review", facts, ON).refusals]

    assert not told()
    assert told(members__tie=("KIN",)) == ["QS-R20.recusal"]
    assert told(members__is_external__yes=2) == ["QS-R20.outsiders.share"]
    assert told(candidates=9) == ["QS-R20.candidates"]


def test_p19_a_name_stands_on_a_list_for_its_term() -> None:
    entry = {"name": "12", "since": date(2026, 1, 1)}
    listing = whole().black_lists[0]
    kept = type(listing).model_validate(listing.model_dump() | {"entries": [entry]})
    book = whole().model_copy(update={"black_lists": (kept,)})
    facts = {name: value for name, value in GOOD.items() if name != "listed.suppliers"}

    for on, is_let_in in (
        (date(2025, 12, 31), True),
        (date(2026, 1, 1), False),
        (date(2029, 1, 1), False),
        (date(2029, 1, 2), True),
    ):
        assert bool(judge(book, "contract", facts, on)) is is_let_in


def test_p22_a_total_may_be_entered_in_a_form_and_gives_the_grade() -> None:
    sheet = whole().score_sheets[0].model_copy(update={"entered": "request.amount"})
    rule = {
        "id": "QS-S90",
        "basis": "SYSTEM_DEFAULT",
        "message": "须为优。",
        "condition": {"test": "fact_equals", "fact": "grade.performance", "value": "A"},
    }
    gates = tuple(
        type(g).model_validate(g.model_dump() | {"requirements": [rule]})
        if g.code == "evaluation"
        else g
        for g in whole().gates
    )
    book = whole().model_copy(update={"score_sheets": (sheet,), "gates": gates})

    def told(total: int) -> list[str]:
        facts = {"request.amount": Decimal(total)}
        return [r.rule_id for r in judge(book, "evaluation", facts, ON).refusals]

    assert told(90) == []
    assert told(75) == ["QS-S90"]
    assert told(59) == ["QS-S90", "QS-R30.pass"]


def test_p2_a_figure_lies_in_exactly_one_band() -> None:
    for yuan, code in (
        ("999999.99", "SMALL"),
        ("1000000.00", "MEDIUM"),
        ("4999999.99", "MEDIUM"),
        ("5000000.00", "LARGE"),
    ):
        facts = {"application.total_amount": Decimal(yuan)}
        found = band_of(whole(), "size", facts, ON)
        assert found is not None
        assert found.code == code
    assert band_of(whole(), "size", {}, ON) is None


def test_p2_bands_that_leave_a_figure_out_or_take_it_twice_are_found() -> None:
    bands = whole().bands[0]
    small, medium, large = bands.bands
    assert not list(faults_of(bands))

    assert small.upper is not None
    closed = small.model_copy(
        update={"upper": small.upper.model_copy(update={"is_inclusive": True})}
    )
    twice = bands.model_copy(update={"bands": (closed, medium, large)})
    left_out = bands.model_copy(update={"bands": (small, large)})

    assert "恰好1000000元同时属于" in next(faults_of(twice))[1]
    assert "1000000元到5000000元之间不属于任何一档" in next(faults_of(left_out))[1]


def test_p3_a_part_of_the_sum_decides_whether_experts_are_needed() -> None:
    nobody: Facts = {"panel.experts.size": 0}
    part = "request.costs.sum.by"

    assert "QS-R20.size" in refusals("review", nobody)
    assert not refusals("review", {**nobody, part: {"SOFTWARE": Decimal(2_000_000)}})
    assert refusals("review", {**nobody, part: {"SOFTWARE": Decimal("2000000.01")}})


def test_p4_a_role_of_the_text_is_bound_to_one_of_the_system() -> None:
    bureau = next(role for role in whole().roles if role.code == "BUREAU")

    assert (bureau.label, bureau.binds) == ("县数据局", "DATA_REVIEW")
    assert whole().label_of_role("QUALITY") == "质量小组"


def test_p5_steps_ask_for_what_their_kind_needs_and_come_only_in_their_case() -> None:
    def steps(amount: int) -> list[str]:
        facts = GOOD | {"application.total_amount": Decimal(amount)}
        return [step.code for step in route_of(whole(), "request", facts, ON)]

    assert steps(800_000) == ["bureau"]
    assert steps(5_000_000) == ["bureau", "meeting"]
    meeting = whole().gates[0].route[1]
    assert [field.label for field in meeting.all_fields] == ["会议日期", "会议纪要号"]


def test_p5_a_checklist_of_a_step_is_judged_when_that_step_signs() -> None:
    facts = {"checklist.principles.answered": ("PLANNED",)}

    assert not refusals("review", facts)
    refused = refusals("review", facts, step="vote")
    assert list(refused) == ["QS-R19.shared"]
    assert "共建共享" in refused["QS-R19.shared"].message
    assert list(refusals("review", {"checklist.principles.answered": ()}, step="vote")) == [
        "QS-R19",
        "QS-R19.shared",
    ]


def test_p7_a_clock_stands_still_while_the_project_is_suspended() -> None:
    paused = {"project.suspensions": ((date(2026, 2, 10), date(2026, 2, 20)),)}

    def trial(facts: Facts) -> tuple[date | None, date | None]:
        found = next(c for c in clocks_of(whole(), facts, ON) if c.clock.id == "QS-R15")
        return found.earliest, found.latest

    assert trial(GOOD) == (date(2026, 3, 31), date(2026, 7, 31))
    assert trial(GOOD | paused) == (date(2026, 4, 10), date(2026, 8, 10))


def test_p8_a_lead_time_counts_working_days_back_from_the_event() -> None:
    facts = GOOD | {"trial.ended_on": date(2026, 10, 9)}
    lead = next(c for c in clocks_of(whole(), facts, ON, HOLIDAYS) if c.clock.id == "QS-R16")

    assert lead.latest == date(2026, 8, 21)
    assert (
        lead.words == "试运行结束日期是2026年10月9日，至少提前30个工作日，即不晚于2026年8月21日。"
    )


def test_p10_running_over_without_excuse_has_a_consequence() -> None:
    over = {"trial.ended_on": date(2026, 8, 1)}
    clock = whole().clocks_by_id["QS-R15"]

    assert clock.expiry is not None
    assert clock.expiry.effect == "DEEMED_WITHDRAWN"
    assert refusals("trial_operation", over)
    assert not refusals("trial_operation", over | {"plan.issued": True})
    state = {c.clock.id: c.state for c in clocks_of(whole(), GOOD | over, ON)}
    assert state["QS-R15"] == "OVERDUE"


def test_p11_who_fails_twice_waits_a_year_and_pays() -> None:
    failed: Facts = {"review.failed_count": 2, "review.last_failed_on": date(2026, 3, 2)}

    (locked,) = lockout(whole(), "request", failed, date(2027, 3, 1))
    (free,) = lockout(whole(), "request", failed, date(2027, 3, 2))

    assert (locked.is_locked, locked.until, locked.payer) == (True, date(2027, 3, 2), "申报单位")
    assert not free.is_locked
    assert refusals("request", {**failed, **SEASONLESS}, ON)["QS-R21"].opens_on == date(2027, 3, 2)
    (first,) = lockout(whole(), "request", {"review.failed_count": 0}, ON)
    assert (first.is_locked, first.payer) == (False, "县数据局")


@pytest.mark.parametrize(
    ("percent", "is_same", "code"),
    [
        ("10", True, "SELF"),
        ("10.01", True, "APPROVE"),
        ("20", True, "APPROVE"),
        ("20.01", True, "AGAIN"),
        ("1", False, "AGAIN"),
    ],
)
def test_p12_a_change_goes_the_first_way_that_fits(
    percent: str, *, is_same: bool, code: str
) -> None:
    facts = {
        "change_request.share_of_approval": Decimal(percent),
        "change_request.target_unchanged": is_same,
    }
    chosen = change_route(whole(), facts, ON)

    assert chosen.route is not None
    assert chosen.route.code == code
    assert chosen.words.startswith(chosen.route.label)
    assert len(chosen.passed_over) == chosen.route.priority - 1


def test_p16_a_report_is_due_for_every_month_and_overdue_when_it_is_missing() -> None:
    facts = GOOD | {
        "contract.signed_on": date(2026, 7, 20),
        "progress_report.count": 1,
        "final_acceptance.passed_on": None,
    }
    reports = recurring_duties(whole(), facts, date(2026, 9, 15), HOLIDAYS)

    assert [(r.starts_on, r.ends_on, r.due_on, r.is_overdue) for r in reports] == [
        (date(2026, 7, 20), date(2026, 7, 31), date(2026, 8, 7), False),
        (date(2026, 8, 1), date(2026, 8, 31), date(2026, 9, 7), True),
        (date(2026, 9, 1), date(2026, 9, 30), date(2026, 10, 14), False),
    ]
    assert reports[1].words == "进度月报（2026年8月1日至2026年8月31日）最迟2026年9月7日报送。"


@pytest.mark.parametrize(
    ("rests", "on", "reports"),
    [
        # Begun within the time for July's report: seven days are left of it on 1 October, a
        # holiday until the 8th; of August and September there is nothing to report.
        (
            (date(2026, 7, 31), date(2026, 10, 1)),
            date(2026, 10, 9),
            [(7, date(2026, 10, 8), True), (10, date(2026, 11, 6), False)],
        ),
        # Some of August was worked; its report waits for the project to go on.
        (
            (date(2026, 8, 20), None),
            date(2026, 12, 1),
            [(7, date(2026, 8, 7), True), (8, date(2026, 9, 7), False)],
        ),
        # July's report is put off by the week of rest within its time, that of August is not.
        (
            (date(2026, 8, 3), date(2026, 8, 10)),
            date(2026, 9, 8),
            [
                (7, date(2026, 8, 14), True),
                (8, date(2026, 9, 7), True),
                (9, date(2026, 10, 14), False),
            ],
        ),
    ],
)
def test_p16_no_report_is_owed_of_the_time_in_which_a_project_rests(
    rests: tuple[date, date | None], on: date, reports: list[tuple[int, date, bool]]
) -> None:
    facts = GOOD | {
        "contract.signed_on": date(2026, 7, 20),
        "progress_report.count": 0,
        "final_acceptance.passed_on": None,
        "project.suspensions": (rests,),
    }

    found = recurring_duties(whole(), facts, on, HOLIDAYS)

    assert [(r.starts_on.month, r.due_on, r.is_overdue) for r in found] == reports


def test_p17_outside_the_season_only_an_emergency_is_let_in() -> None:
    late = date(2026, 10, 1)

    refused = refusals("request", {}, late)

    assert list(refused) == ["QS-R31.season", "QS-S02.open"]
    assert refused["QS-R31.season"].opens_on == date(2027, 9, 1)
    assert list(refusals("request", SEASONLESS, late)) == ["QS-S02.open"]


def test_a_call_takes_applications_on_its_first_and_last_day_and_late_ones_by_waiver() -> None:
    for day, rules in (
        (date(2026, 2, 28), ["QS-S02.open"]),
        (date(2026, 3, 1), []),
        (date(2026, 9, 30), []),
        (date(2026, 10, 1), ["QS-S02.open"]),
    ):
        assert list(refusals("request", SEASONLESS, day)) == rules
    late = judge(whole(), "request", GOOD | SEASONLESS, date(2026, 10, 1), waived={"QS-S02.open"})
    assert late
    assert list(refusals("request", {"call.unit_count": 2})) == ["QS-S02.quota"]


def test_p20_each_track_has_its_own_stages_and_skips() -> None:
    build = life_of(whole(), GOOD, ON)
    service = life_of(whole(), GOOD | {"application.build_type": "SERVICE"}, ON)

    assert [stage.label for stage in build] == ["申报评审", "建设", "验收", "运维", "归档"]
    assert [stage.label for stage in service] == ["申报评审", "验收", "归档"]
    assert service[0].gates == ("request",)
    assert [stage.label for stage in life_of(T4, {}, ON)][:2] == ["申报", "立项"]


def test_p20_a_stage_is_left_only_when_what_ends_it_has_passed() -> None:
    after, verdict = next_stage(whole(), GOOD, "BUILDING", ON)
    assert after is not None
    assert after.code == "ACCEPTING"
    assert verdict.text == "建设阶段尚未完成，还缺设计评审。"

    done = GOOD | {"record.passed": ("review", "design")}
    assert next_stage(whole(), done, "BUILDING", ON)[1]
    assert next_stage(whole(), done, "CLOSED", ON)[0] is None


def test_p21_nobody_checks_their_own_work() -> None:
    assert separation(whole(), {"甲": {"QUALITY"}, "乙": {"DEVELOPER"}})

    refused = separation(whole(), {"甲": {"QUALITY", "DEVELOPER"}})

    assert not refused
    assert refused.text == "质量小组成员不得参与开发：开发人员、质量小组。"
    assert refused.refusals[0].quote == "质量小组成员不得参与开发"


def test_p21_units_are_kept_apart_too_where_the_text_asks_for_it() -> None:
    rule = whole().separations[0].model_copy(update={"units_too": True})
    book = whole().model_copy(update={"separations": (rule,)})
    held = {"甲": {"QUALITY"}, "乙": {"DEVELOPER"}}

    assert not separation(book, held, {"甲": "信息中心", "乙": "信息中心"})
    assert separation(book, held, {"甲": "信息中心", "乙": "开发公司"})


def test_a_project_has_enough_people_of_a_role_and_not_too_many() -> None:
    assert team(whole(), {"QUALITY": 1, "DEVELOPER": 9})
    assert team(whole(), {"DEVELOPER": 9}).text == "质量小组至少需要1人，现有0人。"
    assert team(whole(), {"QUALITY": 1, "DEVELOPER": 10}).text == "开发人员最多9人，现有10人。"


def test_p23_the_parts_of_a_price_add_up_to_the_fen() -> None:
    facts = GOOD | {"contract.total_amount": Decimal("100.01")}
    nodes = payment_nodes(whole(), facts, ON)

    assert [node.amount for node in nodes] == [Decimal("30.00"), Decimal("65.01"), Decimal("5.00")]
    assert [node.is_open for node in nodes] == [True, True, False]
    retention = payment_node(whole(), "retention", facts, date(2027, 8, 31))
    assert retention is not None
    assert retention.is_open


def test_p25_measures_apply_from_the_day_they_take_effect_until_they_end() -> None:
    def on(day: date) -> bool | None:
        return applies(whole(), GOOD | {"project.begun_on": day}, day).applies

    assert on(date(2025, 12, 31)) is False
    assert on(date(2026, 1, 1)) is True
    assert on(date(2030, 12, 31)) is True
    assert on(date(2031, 1, 1)) is False
    unknown = applies(whole(), {}, ON)
    assert unknown.applies is None
    assert "建设单位的类型" in unknown.unknown


def test_p25_a_higher_text_wins_by_the_words_of_the_lower_one() -> None:
    national = T4.model_copy(update={"level": "NATIONAL"})

    ranking = wins(whole(), national)

    assert ranking.winner is national
    assert ranking.words == "《清水县政务信息化项目管理办法》第一条：“以上级规定为准”。"
    assert wins(national, whole()).winner is national
    assert wins(T4, T4.model_copy(update={"code": "T9"})).winner is None


def test_p26_what_holds_in_principle_is_opened_by_a_waiver_and_by_nothing_else() -> None:
    facts = GOOD | {"papers": ()}
    refused = judge(whole(), "requirement_spec", facts, ON)
    waived = judge(whole(), "requirement_spec", facts, ON, waived={"QS-R14"})

    assert refused.is_waivable
    assert waived
    assert waived.advice[0].strength is Strength.ADVICE
    assert not judge(whole(), "design", facts | {"record.passed": ()}, ON, waived={"QS-R12"})


def test_p27_a_cap_is_rounded_as_its_clause_says() -> None:
    third = {"contract.total_amount": Decimal("333.39"), "contract.requested": Decimal("33.34")}

    assert list(refusals("contract", third)) == ["QS-R28"]
    assert not refusals("contract", third | {"contract.requested": Decimal("33.33")})


def test_p29_everything_cites_its_clause_or_owns_up() -> None:
    for _, cited in whole().places:
        assert bool(cited.clause and cited.quote) != cited.is_system_default
    assert not whole().wrong_quotes()


@pytest.mark.parametrize(
    ("word", "is_inclusive", "counts"),
    [
        ("以上", None, True),
        ("以内", None, True),
        ("不满", None, False),
        ("超过", None, False),
        ("以上", False, False),
        ("超过", True, True),
        ("", None, True),
    ],
)
def test_p30_the_word_says_whether_the_bound_counts_unless_the_text_says_otherwise(
    word: str, *, is_inclusive: bool | None, counts: bool
) -> None:
    bound = whole().bands[0].bands[1].lower
    assert bound is not None

    asked = bound.model_copy(update={"word": word, "is_inclusive": is_inclusive})

    assert asked.counts is counts


def test_words_of_red_lines_are_found_however_they_are_spelt() -> None:
    assert [line.code for line in judge_line(whole(), "彩色 打印机 两台")] == ["EQUIPMENT"]
    assert not judge_line(whole(), "软件开发")


def test_of_a_form_that_is_not_needed_nothing_else_is_asked() -> None:
    pack = shipped("t9")
    unneeded = judge(pack, "promotion", {"replicability.conclusion": "NOT_WORTHY"}, ON)
    needed = judge(pack, "promotion", {}, ON)

    assert [refusal.rule_id for refusal in unneeded.blocking] == ["promotion.when"]
    assert len(needed.blocking) > 1
    assert "promotion.when" not in {refusal.rule_id for refusal in needed.blocking}


def test_some_of_several_conditions_may_be_enough() -> None:
    names = ("plan.issued", "data.collected", "evaluation.self_done")
    several = [{"test": "fact_true", "fact": name} for name in names]
    rule = {
        "id": "QS-S91",
        "basis": "SYSTEM_DEFAULT",
        "message": "三项中至少两项。",
        "condition": {"test": "any", "at_least": 2, "of": several},
    }
    gate = whole().gate("contract")
    assert gate is not None
    asking = type(gate).model_validate(gate.model_dump() | {"requirements": [rule]})
    others = tuple(one for one in whole().gates if one.code != "contract")
    book = whole().model_copy(update={"gates": (*others, asking)})

    def refused(*true: str) -> bool:
        facts = GOOD | {name: name in true for name in names}
        return "QS-S91" in [r.rule_id for r in judge(book, "contract", facts, ON).refusals]

    assert refused()
    assert refused("plan.issued")
    assert not refused("plan.issued", "evaluation.self_done")
    assert not refused(*names)
    assert describe(asking.requirements[0].condition, book).startswith("下列3项中至少符合2项：")


@pytest.mark.parametrize(("outside", "of", "met"), [(6, 9, True), (5, 9, False), (2, 3, True)])
def test_a_rounded_two_thirds_is_two_thirds(outside: int, of: int, *, met: bool) -> None:
    share = {"code": "outsiders", "label": "外部专家", "of": "EXTERNAL", "percent": "66.67"}
    panel = whole().panels[0]
    said = panel.model_dump() | {"when": None, "shares": [share], "at_least": 1}
    book = whole().model_copy(update={"panels": (type(panel).model_validate(said),)})
    facts = GOOD | {"panel.experts.size": of, "panel.experts.outsiders": outside}

    found = [r.rule_id for r in judge(book, "review", facts, ON).refusals]

    assert ("QS-R20.outsiders.share" not in found) is met
