"""Clocks: the first and the last day of everything to come, explained in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from config.kernel.periods import PeriodUnit, chinese_day, floor_day, period_text
from config.kernel.workdays import DAY, Calendar
from projects.regulations.interpreter.conditions import MEANINGS, evaluate
from projects.regulations.interpreter.findings import Finding
from projects.regulations.interpreter.situation import Facts, Situation
from projects.regulations.interpreter.timing import days_before
from projects.regulations.rulebook import Clock, Gate, Rulebook
from projects.regulations.rulebook.conditions import WithinClock

type ClockState = Literal["WAITING", "EARLY", "RUNNING", "PAUSED", "OVERDUE", "DONE"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningClock:
    """Where a clock stands: its first and last day, and in words how they come about."""

    clock: Clock
    gate: Gate
    state: ClockState
    start: date | None
    earliest: date | None
    latest: date | None
    paused_days: int
    is_provisional: bool
    words: str


@dataclass(frozen=True, slots=True)
class _Ends:
    earliest: date | None
    latest: date | None
    paused: int
    is_paused: bool


def clocks_of(
    rulebook: Rulebook, facts: Facts, on: date, calendar: Calendar | None = None
) -> tuple[RunningClock, ...]:
    """Return every clock that applies to a project, those that wait for their event too.

    The fact `project.suspensions` holds the stretches in which the project was suspended, as
    pairs of days, the second None while it still is; they never count.
    """
    situation = Situation(rulebook, facts, on, calendar or Calendar())
    return tuple(
        _run(clock, gate, situation)
        for gate in rulebook.gates
        for clock in gate.clocks
        if clock.when is None or evaluate(clock.when, situation).met
    )


def within_clock(condition: WithinClock, situation: Situation) -> Finding:
    """Judge whether a day lies within a clock; a clock that has not begun is not kept."""
    clock = situation.rulebook.clocks_by_id[condition.clock]
    subject = situation.on if clock.subject is None else situation.day(clock.subject)
    start = situation.day(clock.event)
    if start is None or subject is None:
        return Finding(met=False, found=("起算日尚未确定，不知是否在",))
    ends = _ends(clock, start, situation)
    if ends.earliest is not None and subject < ends.earliest:
        opens_on = ends.earliest if ends.earliest > situation.on else None
        return Finding(met=False, found=("最早",), day=ends.earliest, opens_on=opens_on)
    if ends.latest is not None and subject > ends.latest:
        return Finding(met=_is_excused(clock, situation), found=("最迟",), day=ends.latest)
    return Finding(met=True)


def _is_excused(clock: Clock, situation: Situation) -> bool:
    """Whether running over is excused, so that it is not 无故."""
    excuse = clock.expiry.excused_when if clock.expiry else None
    return excuse is not None and evaluate(excuse, situation).met


def _run(clock: Clock, gate: Gate, situation: Situation) -> RunningClock:
    start = situation.day(clock.event)
    ends = _Ends(None, None, 0, is_paused=False)
    if start is not None:
        ends = _ends(clock, start, situation)
    days = [day for day in (ends.earliest, ends.latest) if day is not None]
    return RunningClock(
        clock=clock,
        gate=gate,
        state=_state(clock, start, ends, situation),
        start=start,
        earliest=ends.earliest,
        latest=ends.latest,
        paused_days=ends.paused,
        is_provisional=any(situation.calendar.is_provisional(day) for day in days),
        words=_words(clock, start, ends, situation),
    )


def _state(clock: Clock, start: date | None, ends: _Ends, situation: Situation) -> ClockState:
    if start is None:
        return "WAITING"
    if clock.done is not None and situation.day(clock.done) is not None:
        return "DONE"
    if ends.is_paused:
        return "PAUSED"
    if ends.earliest is not None and situation.on < ends.earliest:
        return "EARLY"
    is_over = ends.latest is not None and situation.on > ends.latest
    return "OVERDUE" if is_over and not _is_excused(clock, situation) else "RUNNING"


def _ends(clock: Clock, start: date, situation: Situation) -> _Ends:
    calendar = situation.calendar
    if clock.is_lead:
        last = days_before(start, clock.at_least or 0, clock.unit, calendar)
        return _Ends(None, last, 0, is_paused=False)
    paused, is_paused = _paused(clock, start, situation)
    earliest = latest = None
    if clock.at_least is not None:
        earliest = floor_day(start, clock.at_least, clock.unit, calendar, clock.month_end)
        earliest = _later(earliest, paused, clock, calendar)
        earliest = calendar.roll_forward(earliest) if clock.floor_rolls else earliest
    if clock.count is not None:
        latest = floor_day(start, clock.count, clock.unit, calendar, clock.month_end)
        latest = _later(latest, paused, clock, calendar)
        latest = calendar.roll_forward(latest) if clock.rolls else latest
    return _Ends(earliest, latest, paused, is_paused)


def _later(day: date, paused: int, clock: Clock, calendar: Calendar) -> date:
    if not paused:
        return day
    unit = PeriodUnit.WORKDAY if clock.unit is PeriodUnit.WORKDAY else PeriodUnit.DAY
    return floor_day(day, paused, unit, calendar)


def _paused(clock: Clock, start: date, situation: Situation) -> tuple[int, bool]:
    """Count the days after the start that do not count, each once; and whether one is today."""
    days: set[date] = set()
    is_paused = False
    for since, until in _stretches(clock, situation):
        first, last = max(since, start), until if until is not None else situation.on
        is_paused = is_paused or until is None
        days |= {first + DAY * number for number in range(1, (last - first).days + 1)}
    if clock.unit is PeriodUnit.WORKDAY:
        days = {day for day in days if situation.calendar.is_workday(day)}
    return len(days), is_paused


def _stretches(clock: Clock, situation: Situation) -> Iterator[tuple[date, date | None]]:
    for pause in clock.pauses:
        since = situation.day(pause.since)
        if since is not None:
            until = situation.day(pause.until)
            yield since, until if until is None or until >= since else None
    yield from situation.suspensions


def _words(clock: Clock, start: date | None, ends: _Ends, situation: Situation) -> str:
    event = situation.rulebook.label_of_fact(clock.event)
    if start is None:
        return f"从{event}起算，该日期尚未确定。"
    begin = f"从{chinese_day(start)}（{event}）起算"
    if clock.is_lead and ends.latest is not None:
        lead = f"至少提前{period_text(clock.at_least or 0, clock.unit)}"
        return f"{event}是{chinese_day(start)}，{lead}，即不晚于{chinese_day(ends.latest)}。"
    parts = [begin + "，当日不计入"]
    if ends.earliest is not None:
        shortest = period_text(clock.at_least or 0, clock.unit)
        parts.append(f"满{shortest}，{chinese_day(ends.earliest)}起可以办理")
    if ends.latest is not None:
        longest = period_text(clock.count or 0, clock.unit)
        parts.append(f"{longest}内，最迟{chinese_day(ends.latest)}")
        plain = floor_day(start, clock.count or 0, clock.unit, situation.calendar, clock.month_end)
        if not ends.paused and ends.latest != plain:
            parts.append(f"原定{chinese_day(plain)}是休息日，顺延")
    if ends.paused:
        unit = "个工作日" if clock.unit is PeriodUnit.WORKDAY else "日"
        parts.append(f"已扣除暂停的{ends.paused}{unit}")
    return "；".join(parts) + "。"


MEANINGS[WithinClock] = within_clock
