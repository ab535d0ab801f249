"""The bounds that the texts draw, tried on the day and the fen itself."""

from datetime import date, timedelta
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
from tests.packs import shipped
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


def test_whether_a_floor_rolls_and_which_day_ends_a_short_month_are_switches() -> None:
    facts: dict[str, object] = {"trial.started_on": date(2026, 1, 31)}
    plain = {"event": "trial.started_on", "count": 1, "unit": "MONTH"}

    def first(**switches: object) -> date:
        condition = NotBefore.model_validate({"test": "not_before", **plain, **switches})
        return judged(condition, facts, date(2026, 2, 1), HOLIDAYS).opens_on  # type: ignore[no-any-return]

    def last(**switches: object) -> date:
        condition = NotAfter.model_validate({"test": "not_after", **plain, **switches})
        return judged(condition, facts, date(2026, 2, 1), HOLIDAYS).day  # type: ignore[no-any-return]

    # 28 February 2026 is a Saturday, 1 March a Sunday.
    assert first() == date(2026, 2, 28)
    assert first(rolls=True) == date(2026, 3, 2)
    assert first(month_end="NEXT_DAY") == date(2026, 3, 1)
    assert last() == date(2026, 3, 2)
    assert last(rolls=False) == date(2026, 2, 28)
    assert last(rolls=False, month_end="NEXT_DAY") == date(2026, 3, 1)


def test_a_clock_has_the_same_switches() -> None:
    gate = whole().gates[-1]
    facts: dict[str, object] = {"contract.signed_on": date(2024, 2, 29)}
    given = {"id": "QS-S99", "label": "报送", "event": "contract.signed_on", "unit": "YEAR"}

    def ends(**switches: object) -> tuple[date | None, date | None]:
        clock = Clock.model_validate(
            {**given, "at_least": 1, "count": 3, "basis": "SYSTEM_DEFAULT", **switches}
        )
        book = whole().model_copy(update={"gates": (gate.model_copy(update={"clocks": (clock,)}),)})
        (running,) = clocks_of(book, facts, date(2024, 3, 1), HOLIDAYS)
        return running.earliest, running.latest

    # 28 February 2027 is a Sunday.
    assert ends() == (date(2025, 2, 28), date(2027, 3, 1))
    assert ends(rolls=False) == (date(2025, 2, 28), date(2027, 2, 28))
    assert ends(rolls=False, month_end="NEXT_DAY") == (date(2025, 3, 1), date(2027, 3, 1))
    assert ends(floor_rolls=True, month_end="NEXT_DAY")[0] == date(2025, 3, 3)


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
    ("operating_on", "acceptance_from", "evaluation_from"),
    [
        (date(2026, 8, 31), date(2027, 2, 28), date(2027, 8, 31)),
        (date(2024, 2, 29), date(2024, 8, 29), date(2025, 2, 28)),
        (date(2027, 8, 31), date(2028, 2, 29), date(2028, 8, 31)),
    ],
)
def test_half_a_year_and_one_year_of_t13_open_on_the_day_itself(
    operating_on: date, acceptance_from: date, evaluation_from: date
) -> None:
    book = shipped("t13")
    facts: dict[str, object] = {"formal_operation.operating_on": operating_on}

    for rule, first in (("T13-R13", acceptance_from), ("T13-R15", evaluation_from)):
        (condition,) = (r.condition for r in book.requirements if r.id == rule)
        day_before = Situation(book, facts, first - timedelta(days=1), HOLIDAYS)
        early = evaluate(condition, day_before)

        assert (early.met, early.opens_on) == (False, first)
        assert evaluate(condition, Situation(book, facts, first, HOLIDAYS)).met


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
