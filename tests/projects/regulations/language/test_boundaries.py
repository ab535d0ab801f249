"""The bounds that the texts draw, tried on the day and the fen itself."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from config.kernel.workdays import Calendar
from projects.regulations.interpreter import clocks_of
from projects.regulations.interpreter.conditions import evaluate
from projects.regulations.interpreter.situation import Situation
from projects.regulations.rulebook import Clock
from projects.regulations.rulebook.conditions import InSeason, NotAfter, NotBefore
from projects.regulations.rulebook.figures import Amount
from tests.projects.regulations.language.samples import HOLIDAYS, refusals, whole

DISTRICT_MONEY = Amount.model_validate(
    {
        "test": "amount",
        "amount": [{"fact": "application.total_amount"}],
        "relation": "at_least",
        "limit": [{"yuan": "500000"}],
    }
)


def judged(
    condition: Any, facts: dict[str, object], on: date, calendar: Calendar | None = None
) -> Any:
    return evaluate(condition, Situation(whole(), facts, on, calendar or Calendar()))


@pytest.mark.parametrize(
    ("yuan", "met"),
    [("499999.99", False), ("500000.00", True), ("500000", True), ("500000.01", True)],
)
def test_half_a_million_counts_to_the_fen(yuan: str, *, met: bool) -> None:
    facts: dict[str, object] = {"application.total_amount": Decimal(yuan)}

    assert judged(DISTRICT_MONEY, facts, date(2026, 1, 1)).met is met


def test_one_yuan_of_public_money_is_partly_public_money() -> None:
    condition = Amount.model_validate(
        {
            "test": "amount",
            "amount": [{"fact": "application.fiscal_amount"}],
            "relation": "above",
            "limit": [{"yuan": 0}],
        }
    )

    assert judged(condition, {"application.fiscal_amount": Decimal(1)}, date(2026, 1, 1)).met
    assert not judged(condition, {"application.fiscal_amount": Decimal(0)}, date(2026, 1, 1)).met


def test_a_trial_from_the_last_of_january_ends_from_march_to_july() -> None:
    facts: dict[str, object] = {"trial.started_on": date(2026, 1, 31)}
    trial = next(c for c in clocks_of(whole(), facts, date(2026, 2, 1)) if c.clock.id == "QS-R15")

    assert (trial.earliest, trial.latest) == (date(2026, 3, 31), date(2026, 7, 31))
    assert trial.words == (
        "从2026年1月31日（试运行开始日期）起算，当日不计入；满2个月，2026年3月31日起可以办理；"
        "6个月内，最迟2026年7月31日。"
    )


@pytest.mark.parametrize(
    ("event", "count", "unit", "first"),
    [
        (date(2026, 8, 31), 6, "MONTH", date(2027, 2, 28)),
        (date(2027, 8, 31), 6, "MONTH", date(2028, 2, 29)),
        (date(2024, 2, 29), 1, "YEAR", date(2025, 2, 28)),
        (date(2024, 2, 29), 4, "YEAR", date(2028, 2, 29)),
        (date(2026, 1, 31), 1, "MONTH", date(2026, 2, 28)),
        (date(2026, 8, 3), 2, "MONTH", date(2026, 10, 3)),
    ],
)
def test_a_floor_opens_on_the_corresponding_day_unrolled(
    event: date, count: int, unit: str, first: date
) -> None:
    condition = NotBefore.model_validate(
        {"test": "not_before", "event": "trial.started_on", "count": count, "unit": unit}
    )
    facts: dict[str, object] = {"trial.started_on": event}

    early = judged(condition, facts, date.fromordinal(first.toordinal() - 1), HOLIDAYS)

    assert (early.met, early.opens_on) == (False, first)
    assert judged(condition, facts, first, HOLIDAYS).met


@pytest.mark.parametrize(
    ("event", "last"),
    [
        (date(2026, 9, 1), date(2026, 10, 8)),  # National Day
        (date(2026, 1, 31), date(2026, 3, 2)),  # 28 February is a Saturday
        (date(2026, 7, 31), date(2026, 8, 31)),
    ],
)
def test_a_deadline_rolls_over_days_off(event: date, last: date) -> None:
    condition = NotAfter.model_validate(
        {"test": "not_after", "event": "trial.started_on", "count": 1, "unit": "MONTH"}
    )
    facts: dict[str, object] = {"trial.started_on": event}

    assert judged(condition, facts, last, HOLIDAYS).met
    late = judged(condition, facts, date.fromordinal(last.toordinal() + 1), HOLIDAYS)
    assert (late.met, late.day) == (False, last)


def test_a_clock_says_that_it_rolled() -> None:
    gate = whole().gates[-1]
    clock = Clock.model_validate(
        {
            "id": "QS-S99",
            "label": "报送",
            "event": "contract.signed_on",
            "count": 1,
            "unit": "MONTH",
            "basis": "SYSTEM_DEFAULT",
        }
    )
    book = whole().model_copy(update={"gates": (gate.model_copy(update={"clocks": (clock,)}),)})
    facts: dict[str, object] = {"contract.signed_on": date(2026, 9, 1)}

    (running,) = clocks_of(book, facts, date(2026, 10, 9), HOLIDAYS)

    assert (running.latest, running.state) == (date(2026, 10, 8), "OVERDUE")
    assert running.words.endswith("最迟2026年10月8日；原定2026年10月1日是休息日，顺延。")
    assert clocks_of(book, {}, date(2026, 10, 9))[0].state == "WAITING"
    provisional = Calendar(announced_until=date(2026, 9, 30))
    assert clocks_of(book, facts, date(2026, 9, 2), provisional)[0].is_provisional


def test_a_season_may_span_the_new_year() -> None:
    winter = InSeason(test="in_season", first="12-01", last="01-31")

    met = [judged(winter, {}, day).met for day in (date(2026, 12, 1), date(2027, 1, 31))]
    outside = judged(winter, {}, date(2027, 2, 1))

    assert met == [True, True]
    assert (outside.met, outside.opens_on) == (False, date(2027, 12, 1))


@pytest.mark.parametrize(
    ("ended_on", "words"),
    [
        (date(2026, 3, 30), "试运行期：最早2026年3月31日，请按时限办理。"),
        (date(2026, 8, 1), "试运行期：最迟2026年7月31日，请按时限办理。"),
    ],
)
def test_a_window_says_which_of_its_ends_was_missed(ended_on: date, words: str) -> None:
    refused = refusals("trial_operation", {"trial.ended_on": ended_on})

    assert refused["QS-R15"].message == words
