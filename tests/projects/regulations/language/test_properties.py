"""What holds of every verdict, whatever the facts and in whatever order things are written."""

from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from config.kernel.verdicts import Verdict
from projects.regulations.interpreter import judge
from projects.regulations.rulebook import Paper, Rulebook
from tests.projects.regulations.language.samples import GOOD, ON, whole
from tests.projects.regulations.t4 import GOOD as GOOD_FOR_T4
from tests.projects.regulations.t4 import T4

GATES = st.sampled_from(sorted(T4.demands))
SOME_FACTS = st.dictionaries(
    st.sampled_from(sorted(GOOD_FOR_T4)),
    st.sampled_from([None, True, False, 0, 1, "", "PASSED", (), ("OTHER",), date(2026, 1, 31)]),
)
DAYS = st.dates(date(2025, 1, 1), date(2028, 12, 31))


def told(verdict: Verdict) -> list[Any]:
    return sorted((r.rule_id, r.message, r.strength.value, r.opens_on) for r in verdict.refusals)


@settings(max_examples=60)
@given(GATES, SOME_FACTS, DAYS, st.randoms(use_true_random=False))
def test_a_verdict_does_not_depend_on_the_order_of_facts_rules_or_gates(
    gate: str, changed: dict[str, object], on: date, chance: Any
) -> None:
    facts = GOOD_FOR_T4 | changed
    names = list(facts)
    gates = [
        g.model_copy(update={"requirements": shuffled(g.requirements, chance)}) for g in T4.gates
    ]
    turned = T4.model_copy(
        update={
            "gates": shuffled(tuple(gates), chance),
            "red_lines": shuffled(T4.red_lines, chance),
        }
    )
    chance.shuffle(names)

    assert told(judge(turned, gate, {name: facts[name] for name in names}, on)) == told(
        judge(T4, gate, facts, on)
    )


def shuffled(things: tuple[Any, ...], chance: Any) -> tuple[Any, ...]:
    order = list(things)
    chance.shuffle(order)
    return tuple(order)


@settings(max_examples=60)
@given(
    GATES, SOME_FACTS, DAYS, st.dictionaries(st.from_regex(r"[a-z]{3,9}\.[a-z]{3,9}"), st.text())
)
def test_a_verdict_does_not_depend_on_facts_that_nobody_asks_about(
    gate: str, changed: dict[str, object], on: date, noise: dict[str, str]
) -> None:
    facts = GOOD_FOR_T4 | changed
    unknown = {name: value for name, value in noise.items() if name not in T4.vocabulary}

    assert told(judge(T4, gate, facts | unknown, on)) == told(judge(T4, gate, facts, on))


@settings(max_examples=60)
@given(GATES, SOME_FACTS, DAYS, st.sampled_from(sorted(k.code for k in T4.paper_kinds)))
def test_handing_in_a_paper_never_adds_a_refusal(
    gate: str, changed: dict[str, object], on: date, paper: str
) -> None:
    facts = GOOD_FOR_T4 | changed
    papers = facts.get("papers")
    held = papers if isinstance(papers, tuple) else ()

    before = judge(T4, gate, facts, on)
    after = judge(T4, gate, facts | {"papers": (*held, paper)}, on)

    assert {r.rule_id for r in after.refusals} <= {r.rule_id for r in before.refusals}


@settings(max_examples=30)
@given(st.sampled_from(sorted(whole().gates_by_code)), st.booleans())
def test_a_paper_that_is_demanded_and_handed_in_adds_no_refusal(
    gate: str, is_handed_in: bool
) -> None:
    demanded = demanding(whole(), gate)
    papers = ("USER_OPINION", "EARLIER_EVALUATION") if is_handed_in else ("EARLIER_EVALUATION",)
    facts = GOOD | {"papers": papers}

    added = {r.rule_id for r in judge(demanded, gate, facts, ON).refusals} - {
        r.rule_id for r in judge(whole(), gate, facts, ON).refusals
    }

    assert added == (set() if is_handed_in else {"QS-S50"})


def demanding(book: Rulebook, gate: str) -> Rulebook:
    paper = Paper.model_validate(
        {"id": "QS-S50", "kind": "USER_OPINION", "basis": "SYSTEM_DEFAULT"}
    )
    gates = tuple(
        g.model_copy(update={"papers": (*g.papers, paper)}) if g.code == gate else g
        for g in book.gates
    )
    return book.model_copy(update={"gates": gates})


@settings(max_examples=40)
@given(SOME_FACTS, DAYS)
def test_judging_never_breaks_whatever_the_facts_hold(changed: dict[str, object], on: date) -> None:
    for book in (T4, whole()):
        for gate in book.demands:
            verdict = judge(book, gate, changed, on)
            assert all(r.message.endswith("。") and "{" not in r.message for r in verdict.refusals)
