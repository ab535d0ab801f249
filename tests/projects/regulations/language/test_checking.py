"""A broken pack is refused with the line and the reason, whatever is broken about it."""

from pathlib import Path

import pytest
import yaml

from projects.regulations.rulebook.checking import Problem, check
from projects.regulations.rulebook.checks.outside import Surroundings
from tests.projects.regulations.language.samples import WHOLE_TEXT

MARK = "#!"
BROKEN: dict[str, dict[str, str]] = {
    case["name"]: case
    for case in yaml.safe_load((Path(__file__).parent / "broken.yaml").read_text(encoding="utf-8"))
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_pack_is_refused_with_the_line_and_the_reason(name: str) -> None:
    case = BROKEN[name]
    old, new, reason = case["old"], case["new"], case["reason"]
    assert WHOLE_TEXT.count(old) >= 1

    text = WHOLE_TEXT.replace(old, new, 1)
    problems = check(text)

    found = [problem for problem in problems if reason in problem.message]
    assert found, [str(problem) for problem in problems]
    marked = next((n for n, line in enumerate(text.split("\n"), 1) if MARK in line), None)
    expected = marked or WHOLE_TEXT[: WHOLE_TEXT.index(old)].count("\n") + 1
    distance = 1 if marked else 20
    assert min(abs(problem.line - expected) for problem in found) <= distance


def test_the_sample_itself_is_whole() -> None:
    assert check(WHOLE_TEXT) == []


def test_more_than_forty_packs_are_broken() -> None:
    assert len(BROKEN) > 40


def test_a_pack_that_is_no_pack_is_refused() -> None:
    assert [p.message for p in check("")] == ["文件是空的。"]
    assert [p.message for p in check("- 1\n- 2\n")] == ["内容不是办法包。"]
    assert check({})[0].line == 0


def test_a_text_that_is_not_there_is_told_at_its_place() -> None:
    text = "code: X\ntitle: X\nstatus: DRAFT\ntexts:\n  - {code: X, title: X, file: x.txt}\n"

    assert check(text) == [Problem(5, "texts[1].file", "引用的文本x.txt不存在。")]


def test_every_mistake_is_told_at_once() -> None:
    text = WHOLE_TEXT.replace("roles: [BUREAU], days: 5", "roles: [KING], days: 5")
    text = text.replace("panel: experts\n", "panel: wise_men\n")

    assert {p.message for p in check(text)} == {"未知的角色：KING。", "未知的评审组：wise_men。"}


def test_what_the_installation_has_may_be_named() -> None:
    text = WHOLE_TEXT.replace(
        "relation: YIELDS_TO_HIGHER", "relation: YIELDS_TO, regulations: [CITY]"
    ).replace("of: EXTERNAL, percent", "of: CATEGORY, category: MEDICINE, percent")

    around = Surroundings(regulations={"CITY"}, expert_fields={"MEDICINE"})

    assert check(text, around=around) == []


@pytest.mark.parametrize(
    "demand",
    [
        "strength: ADVICE, condition: {test: record_passed, kind: design}",
        "when: {test: fact_present, fact: today}, condition: {test: record_passed, kind: design}",
        "condition: {test: any, of: [{test: record_passed, kind: design}]}",
    ],
)
def test_what_need_not_hold_may_come_after_its_own_gate(demand: str) -> None:
    text = WHOLE_TEXT.replace(
        "  - {code: design, label: 设计评审, stage: BUILDING}",
        "  - code: design\n    label: 设计评审\n    stage: BUILDING\n    requirements:\n"
        f"      - {{id: QS-S09, {demand}, message: 先通过。, basis: SYSTEM_DEFAULT}}",
    )

    assert check(text) == []
