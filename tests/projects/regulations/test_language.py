"""The language of rules: what each condition means, and which mistakes a pack cannot make."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from config.kernel.workdays import Calendar
from projects.regulations.interpreter.conditions import Finding, Situation, evaluate
from projects.regulations.rulebook.conditions import Condition
from tests.projects.regulations.t4 import T4

ON = date(2026, 9, 30)
HOLIDAYS = Calendar(days_off=frozenset(date(2026, 10, day) for day in range(1, 8)))
CONDITIONS: TypeAdapter[Condition] = TypeAdapter(Condition)


def finding(condition: dict[str, Any], facts: dict[str, object], on: date = ON) -> Finding:
    return evaluate(CONDITIONS.validate_python(condition), Situation(T4, facts, on, HOLIDAYS))


def amount(relation: str, limit: str, **term: str) -> dict[str, Any]:
    return {
        "test": "amount",
        "amount": [{"fact": "payment.requested"} | term],
        "relation": relation,
        "limit": [{"yuan": limit}],
    }


@pytest.mark.parametrize(
    ("relation", "value", "met"),
    [
        ("at_least", "499999.99", False),
        ("at_least", "500000.00", True),
        ("above", "500000.00", False),
        ("above", "500000.01", True),
        ("at_most", "500000.00", True),
        ("at_most", "500000.01", False),
        ("below", "500000.00", False),
        ("below", "499999.99", True),
    ],
)
def test_a_bound_counts_or_does_not_count_as_the_relation_says(
    relation: str, value: str, *, met: bool
) -> None:
    condition = amount(relation, "500000.00")

    assert finding(condition, {"payment.requested": Decimal(value)}).met is met


def test_a_share_of_a_sum_is_a_term_taken_so_many_times() -> None:
    condition = {
        "test": "amount",
        "amount": [{"fact": "payment.requested"}],
        "relation": "at_most",
        "limit": [{"fact": "contract.total_amount", "times": "0.10"}],
    }
    facts: dict[str, object] = {
        "payment.requested": Decimal("100.01"),
        "contract.total_amount": Decimal(1000),
    }

    assert not finding(condition, facts).met
    assert finding(condition, facts | {"payment.requested": Decimal(100)}).met


def test_a_limit_that_nobody_set_is_no_limit_to_keep_within() -> None:
    condition = {
        "test": "amount",
        "amount": [{"fact": "payment.requested"}],
        "relation": "at_most",
        "limit": [{"fact": "contract.total_amount"}],
    }

    assert not finding(condition, {"payment.requested": Decimal(0)}).met


@given(st.decimals(0, 10**9, places=2), st.decimals(0, 10**9, places=2))
def test_at_most_and_above_are_opposites(value: Decimal, limit: Decimal) -> None:
    facts: dict[str, object] = {"payment.requested": value}

    assert (
        finding(amount("at_most", str(limit)), facts).met
        is not finding(amount("above", str(limit)), facts).met
    )


@pytest.mark.parametrize(
    ("count", "unit", "start", "opens_on"),
    [
        (6, "MONTH", date(2026, 8, 31), date(2027, 2, 28)),
        (1, "YEAR", date(2024, 2, 29), date(2025, 2, 28)),
        (2, "MONTH", date(2026, 8, 3), date(2026, 10, 3)),
        (1, "WORKDAY", date(2026, 9, 30), date(2026, 10, 8)),
        (3, "DAY", date(2026, 9, 30), date(2026, 10, 3)),
    ],
)
def test_a_floor_opens_on_the_day_itself_and_never_rolls(
    count: int, unit: str, start: date, opens_on: date
) -> None:
    condition = {"test": "not_before", "event": "trial.started_on", "count": count, "unit": unit}
    on = date(2024, 3, 1) if start.year == 2024 else date(2026, 9, 30)

    closed = finding(condition, {"trial.started_on": start}, on)

    assert (closed.met, closed.opens_on) == (False, opens_on)
    assert finding(condition, {"trial.started_on": start}, opens_on).met


def test_a_deadline_on_a_day_off_rolls_to_the_next_working_day() -> None:
    condition = {"test": "not_after", "event": "trial.started_on", "count": 1, "unit": "MONTH"}
    facts: dict[str, object] = {"trial.started_on": date(2026, 9, 1)}

    assert finding(condition, facts, date(2026, 10, 8)).met
    late = finding(condition, facts, date(2026, 10, 9))
    assert (late.met, late.day) == (False, date(2026, 10, 8))
    assert not finding(condition | {"rolls": False}, facts, date(2026, 10, 2)).met


def test_a_day_that_nobody_entered_opens_nothing() -> None:
    condition = {"test": "not_before", "event": "trial.started_on", "count": 1}

    assert finding(condition, {}) == Finding(met=False)


def test_all_opens_with_the_last_and_any_with_the_first() -> None:
    parts = [
        {"test": "not_before", "event": "trial.started_on", "count": 10},
        {"test": "not_before", "event": "trial.ended_on", "count": 10},
    ]
    facts: dict[str, object] = {
        "trial.started_on": date(2026, 9, 25),
        "trial.ended_on": date(2026, 9, 28),
    }

    assert finding({"test": "all", "of": parts}, facts).opens_on == date(2026, 10, 8)
    assert finding({"test": "any", "of": parts}, facts).opens_on == date(2026, 10, 5)


def test_time_alone_does_not_open_what_lacks_something_else_too() -> None:
    parts = [
        {"test": "not_before", "event": "trial.started_on", "count": 10},
        {"test": "fact_true", "fact": "plan.issued"},
    ]

    found = finding({"test": "all", "of": parts}, {"trial.started_on": date(2026, 9, 25)})

    assert (found.met, found.opens_on) == (False, None)


@pytest.mark.parametrize(
    ("condition", "facts", "met"),
    [
        ({"test": "fact_true", "fact": "plan.issued"}, {"plan.issued": "yes"}, False),
        ({"test": "fact_true", "fact": "plan.issued"}, {}, False),
        ({"test": "fact_present", "fact": "application.cloud_reason"}, {}, False),
        (
            {"test": "fact_present", "fact": "application.cloud_reason"},
            {"application.cloud_reason": "\t"},
            False,
        ),
        (
            {"test": "table_has_rows", "fact": "operation.system_count", "at_least": 2},
            {"operation.system_count": 1},
            False,
        ),
        (
            {"test": "not", "of": {"test": "fact_true", "fact": "plan.issued"}},
            {},
            True,
        ),
        ({"test": "record_passed", "kind": "contract"}, {"record.passed": ["contract"]}, True),
        ({"test": "record_passed", "kind": "contract"}, {"record.passed": "contract"}, False),
        (
            {"test": "fact_in", "fact": "application.build_type", "values": ["NEW"]},
            {"application.build_type": "NEW"},
            True,
        ),
    ],
)
def test_a_fact_that_is_missing_or_of_another_kind_satisfies_nothing(
    condition: dict[str, Any], facts: dict[str, object], *, met: bool
) -> None:
    assert finding(condition, facts).met is met


def test_a_moment_without_a_gate_demands_nothing() -> None:
    assert T4.gate("third_party_test") is None
