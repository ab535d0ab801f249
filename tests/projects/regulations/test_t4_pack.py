"""T4 as data: every rule accepts and refuses, every quote stands in the text."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from config.kernel.verdicts import Refusal, Strength, Verdict
from projects.regulations.interpreter import judge, judge_line
from projects.regulations.rulebook import Gate, Rulebook
from projects.regulations.services import PackError, read_pack, validate_pack, write_pack
from tests.projects.regulations.t4 import GOOD, ON, REFUSING, T4

RULES_OF_THE_TEXT = [f"T04-R{number:02}" for number in range(1, 19)]
GATES = [
    "application",
    "appraisal",
    "enter_initiation",
    "initiation",
    "annual_plan",
    "enter_construction",
    "contract",
    "progress_report",
    "change_request",
    "appropriation",
    "payment",
    "final_accounts",
    "test_report",
    "trial_operation",
    "enter_acceptance",
    "final_acceptance",
    "enter_operation",
    "information_system",
    "maintenance_record",
    "enter_evaluation",
    "self_evaluation",
    "evaluation",
    "archive",
    "standing_change",
    "waiver",
]


def gate_of(rule_id: str) -> Gate:
    for gate in T4.gates:
        ids = {rule.id for rule in T4.requirements_of(gate)} | {p.id for p in gate.papers}
        if rule_id in ids:
            return gate
    raise AssertionError(rule_id)


def refusals(gate: str, changed: dict[str, object], on: date = ON) -> dict[str, Refusal]:
    verdict = judge(T4, gate, GOOD | changed, on)
    return {refusal.rule_id: refusal for refusal in verdict.refusals}


def all_rule_ids() -> list[str]:
    papers = [paper.id for gate in T4.gates for paper in gate.papers]
    return [*(rule.id for rule in T4.requirements), *papers]


def test_every_gate_of_the_life_cycle_is_there() -> None:
    assert {gate.code for gate in T4.gates} >= set(GATES)


@pytest.mark.parametrize("gate", [gate.code for gate in T4.gates])
def test_a_project_in_order_passes_every_gate(gate: str) -> None:
    assert judge(T4, gate, GOOD, ON) == Verdict()


def test_each_rule_has_a_case_that_it_refuses() -> None:
    assert sorted(REFUSING) == sorted(all_rule_ids())


@pytest.mark.parametrize("rule_id", REFUSING)
def test_each_rule_refuses_what_breaks_it(rule_id: str) -> None:
    found = refusals(gate_of(rule_id).code, REFUSING[rule_id])

    assert rule_id in found
    refusal = found[rule_id]
    assert refusal.message.endswith("。")
    assert "{" not in refusal.message
    assert refusal.basis
    assert bool(refusal.quote) != refusal.is_system_default


@pytest.mark.parametrize("rule_id", RULES_OF_THE_TEXT)
def test_each_rule_found_in_the_text_is_enforced_somewhere(rule_id: str) -> None:
    named = [(cited.id or "").partition(".")[0] for cited in T4.citations]

    assert rule_id in named


def test_every_quote_stands_in_the_text() -> None:
    assert T4.wrong_quotes() == []
    assert len({cited.quote for cited in T4.citations if cited.quote}) > 25


def test_a_quote_that_is_not_in_the_text_is_refused(tmp_path: Path) -> None:
    data = yaml.safe_load(write_pack(T4))
    data["bases"][0]["quote"] = "根据《信息化法》制定本办法"

    with pytest.raises(PackError, match="查不到"):
        validate_pack(data, folder=tmp_path, name="t4.yaml")


def test_a_pack_may_name_measures_that_are_shipped_or_lie_beside_it(tmp_path: Path) -> None:
    rule = {"id": "T04-S99", "relation": "YIELDS_TO", "clause": "第一条", "quote": "制定本办法"}
    data = yaml.safe_load(write_pack(T4))
    data["precedence"] = [{**rule, "regulations": ["G57", "NEIGHBOUR"]}]
    pack = tmp_path / "t4.yaml"
    pack.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")

    with pytest.raises(PackError, match="第[0-9]+行，.*未知的办法：NEIGHBOUR。$"):
        read_pack(pack)

    (tmp_path / "neighbour.yaml").write_text("code: NEIGHBOUR\n", encoding="utf-8")
    assert read_pack(pack).precedence[0].regulations == ("G57", "NEIGHBOUR")


def test_a_rulebook_survives_the_way_to_yaml_and_back(tmp_path: Path) -> None:
    pack = tmp_path / "t4.yaml"
    pack.write_text(write_pack(T4), encoding="utf-8")

    assert read_pack(pack) == T4
    assert Rulebook.model_validate(T4.model_dump(mode="json")) == T4


def test_a_quote_is_found_however_its_characters_are_encoded() -> None:
    kangxi = "信息化项⽬应接入级公共数据平台"

    assert T4.texts[0].contains(kangxi)


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        ("新建业务专网一条", {"DEDICATED_NETWORK"}),
        ("政务 专网 扩容", {"DEDICATED_NETWORK"}),
        ("县级机房改造", {"MACHINE_ROOM"}),
        ("⽂旅云计算平台", {"CLOUD_PLATFORM"}),
        ("实体数据中心二期", {"PHYSICAL_DATA_CENTRE"}),
        ("机房建设工程", {"MACHINE_ROOM", "MACHINE_ROOM_WORKS"}),
        ("综合布线", {"CABLING"}),
        ("单机版软件", {"ISOLATED_SYSTEM"}),
        ("户籍办理系统开发", set()),
    ],
)
def test_words_of_prohibitions_and_exclusions_are_found_in_a_line(
    line: str, codes: set[str]
) -> None:
    assert {found.code for found in judge_line(T4, line)} == codes


@pytest.mark.parametrize("rule_id", ["T04-R12.1", "T04-R12.2", "T04-R12.3", "T04-R12.4"])
def test_a_prohibition_that_holds_in_principle_opens_by_a_waiver(rule_id: str) -> None:
    facts = GOOD | REFUSING[rule_id]

    refused = judge(T4, "application", facts, ON)
    waived = judge(T4, "application", facts, ON, waived={rule_id})

    assert not refused
    assert refused.is_waivable
    assert waived
    assert waived.advice[0].message.startswith("已登记豁免：")


@pytest.mark.parametrize("rule_id", ["T04-R01", "T04-R13", "T04-S02", "T04-R10.isolated"])
def test_a_binding_rule_does_not_open_by_a_waiver(rule_id: str) -> None:
    gate = gate_of(rule_id).code

    assert not judge(T4, gate, GOOD | REFUSING[rule_id], ON, waived={rule_id})


def test_one_yuan_of_fiscal_money_is_enough_and_none_is_not() -> None:
    assert "T04-R01" not in refusals("application", {"application.fiscal_amount": Decimal("0.01")})
    assert "T04-R01" in refusals("application", {"application.fiscal_amount": Decimal(0)})


def test_another_place_than_the_municipal_cloud_needs_a_reason() -> None:
    elsewhere: dict[str, object] = {"application.cloud_target": "OTHER"}

    assert "T04-R11" in refusals("application", elsewhere)
    assert "T04-R11" not in refusals(
        "application", elsewhere | {"application.cloud_reason": "须接入专用设备。"}
    )
    assert "T04-R11" in refusals(
        "application", {"application.cloud_target": "", "application.cloud_reason": "未定"}
    )


@pytest.mark.parametrize(
    ("ended_on", "refused_by"),
    [
        (date(2026, 3, 30), "T17-R17.shortest"),
        (date(2026, 3, 31), None),
        (date(2026, 7, 31), None),
        (date(2026, 8, 1), "T17-R17.longest"),
    ],
)
def test_a_trial_operation_lasts_two_to_six_months(ended_on: date, refused_by: str | None) -> None:
    found = refusals("trial_operation", {"trial.ended_on": ended_on})

    assert set(found) == ({refused_by} if refused_by else set())
    if refused_by:
        assert found[refused_by].strength is Strength.WAIVABLE
        assert found[refused_by].basis.startswith("《信息化软件研发管理》3.6")


def test_a_trial_that_ends_too_early_says_its_first_possible_day() -> None:
    trial: dict[str, object] = {
        "trial.started_on": date(2026, 8, 31),
        "trial.ended_on": date(2026, 9, 1),
    }

    refusal = refusals("trial_operation", trial)["T17-R17.shortest"]

    assert "2026年10月31日" in refusal.message
    assert refusal.opens_on == date(2026, 10, 31)


def test_a_trial_report_before_the_end_opens_on_its_last_day() -> None:
    facts = GOOD | {"trial.started_on": date(2026, 7, 1), "trial.ended_on": date(2026, 9, 12)}

    verdict = judge(T4, "trial_operation", facts, ON)

    assert verdict.opens_on == date(2026, 9, 12)
    assert judge(T4, "trial_operation", facts, date(2026, 9, 12))


def test_a_refusal_names_the_page_that_supplies_what_is_missing() -> None:
    verdict = judge(
        T4,
        "application",
        GOOD | REFUSING["T04-R09"],
        ON,
        resolve=lambda page: f"/projects/7/{page}",
    )

    refusal = verdict.refusals[0]
    assert refusal.message == "请逐项对照建设原则，尚未对照：共建共享。"
    assert refusal.missing[0].url == "/projects/7/application#principles"
    assert refusal.basis == "《投资信息化项目管理办法》第五条"


def test_a_project_without_data_of_its_own_needs_no_proof_of_collection() -> None:
    without_data: dict[str, object] = {"papers": (), "data.resource_count": 0}

    assert "T04-R15.proof" not in refusals("final_acceptance", without_data)
    assert "T04-R15.proof" in refusals(
        "final_acceptance", without_data | {"data.resource_count": 1}
    )


def test_a_default_of_the_system_never_poses_as_law() -> None:
    refusal = refusals("payment", REFUSING["T04-S11"])["T04-S11"]

    assert refusal.basis == "系统默认，非法规规定"
    assert refusal.message == "支付合计500,000.01元超过合同金额500,000.00元，请核对本次支付金额。"


def test_an_application_only_of_excluded_lines_is_refused_and_told_to_go_elsewhere() -> None:
    found = refusals(
        "application",
        {"application.line_kinds": ("CABLING", "MEETING_ROOM"), "application.excluded_only": True},
    )

    assert set(found) == {"T04-R03", "T04-R03.1", "T04-R03.4"}


def test_the_routes_name_the_organs_of_the_text() -> None:
    routes = {
        gate.code: [(step.kind, step.roles) for step in gate.route]
        for gate in T4.gates
        if gate.route
    }

    assert routes["initiation"] == [
        ("REVIEW", ("UNIT_HEAD",)),
        ("APPROVE", ("NDRC_APPROVAL",)),
    ]
    assert routes["annual_plan"] == [
        ("COUNTERSIGN", ("DATA_HEAD", "NDRC_APPROVAL", "FINANCE_BUDGET"))
    ]
    assert routes["final_acceptance"][1] == ("COUNTERSIGN", ("DATA_REVIEW", "CYBERSPACE_REVIEW"))
    reply = T4.gate("initiation")
    assert reply is not None
    assert [f.code for f in reply.route[1].fields] == [
        "document_number",
        "replied_on",
        "approved_amount",
    ]


def test_a_step_that_no_text_demands_says_so() -> None:
    standing = T4.gate("standing_change")
    assert standing is not None

    assert all(step.is_system_default for step in standing.route)
