"""Duties of people: what comes again and again, who may not be both, how often one may fail."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from config.kernel.periods import add_months, chinese_day, deadline, floor_day
from config.kernel.verdicts import Refusal, Verdict
from config.kernel.workdays import DAY, Calendar
from projects.regulations.interpreter.conditions import evaluate
from projects.regulations.interpreter.refusing import refusal
from projects.regulations.interpreter.situation import Facts, Situation
from projects.regulations.rulebook import Rulebook
from projects.regulations.rulebook.clocks import AttemptRule, RecurringDuty

FIFTEENTH, SUNDAY, LEAP_YEAR = 15, 6, 2024
MONTHS = {"MONTH": 1, "QUARTER": 3, "HALF_YEAR": 6, "YEAR": 12}


@dataclass(frozen=True, slots=True, kw_only=True)
class DueReport:
    """One period of a duty that comes again: when it ends, and until when it must be reported."""

    duty: RecurringDuty
    starts_on: date
    ends_on: date
    due_on: date
    is_filed: bool
    is_overdue: bool

    @property
    def words(self) -> str:
        """Say which period it is and until when."""
        period = f"{chinese_day(self.starts_on)}至{chinese_day(self.ends_on)}"
        return f"{self.duty.label}（{period}）最迟{chinese_day(self.due_on)}报送。"


def recurring_duties(
    rulebook: Rulebook, facts: Facts, on: date, calendar: Calendar | None = None
) -> tuple[DueReport, ...]:
    """Return every period of every recurring duty up to the one that is running now.

    Reports are counted against the periods in their order: `<record>.count` of them are filed.
    """
    situation = Situation(rulebook, facts, on, calendar or Calendar())
    return tuple(_due(situation))


def overdue_duties(situation: Situation) -> tuple[RecurringDuty, ...]:
    """Return the duties of which a report is overdue."""
    late = [report.duty for report in _due(situation) if report.is_overdue]
    return tuple(dict.fromkeys(late))


def _due(situation: Situation) -> Iterator[DueReport]:
    for duty in situation.rulebook.recurring:
        since = situation.day(duty.since)
        if since is None or (duty.when and not evaluate(duty.when, situation).met):
            continue
        until = situation.day(duty.until) if duty.until else None
        filed = situation.figure(f"{duty.record}.count") or 0
        last = min(situation.on, until) if until else situation.on
        owed = (p for p in _periods(duty, since, last) if not _is_at_rest(p, situation))
        for number, (first, end) in enumerate(owed):
            due, is_paused = _after_rests(_due_day(duty, end, situation.calendar), end, situation)
            is_filed = number < filed
            yield DueReport(
                duty=duty,
                starts_on=first,
                ends_on=end,
                due_on=due,
                is_filed=is_filed,
                is_overdue=not is_filed and not is_paused and due < situation.on,
            )


def _is_at_rest(period: tuple[date, date], situation: Situation) -> bool:
    """Whether the project rested all through a period: there is nothing to report of it."""
    first, end = period
    return any(
        since <= first and (until is None or until > end) for since, until in situation.suspensions
    )


def _after_rests(due: date, end: date, situation: Situation) -> tuple[date, bool]:
    """Put off a day by what the project rests after the period; and whether it rests still."""
    for since, until in situation.suspensions:
        if since > due or (until is not None and until <= end):
            continue
        if until is None:
            return due, True
        due = situation.calendar.roll_forward(due + (until - max(since, end)))
    return due, False


def _periods(duty: RecurringDuty, since: date, last: date) -> Iterator[tuple[date, date]]:
    first = since
    while first <= last:
        end = _end_of_period(duty, first)
        yield first, end
        first = end + DAY


def _end_of_period(duty: RecurringDuty, day: date) -> date:
    """Return the last day of the calendar period that a day lies in."""
    if duty.every == "WEEK":
        return day + DAY * (SUNDAY - day.weekday())
    if duty.every == "HALF_MONTH":
        if day.day <= FIFTEENTH:
            return day.replace(day=FIFTEENTH)
        return add_months(day.replace(day=1), 1) - DAY
    months = MONTHS[duty.every]
    first_month = (day.month - 1) // months * months + 1
    return add_months(day.replace(month=first_month, day=1), months) - DAY


def _due_day(duty: RecurringDuty, end: date, calendar: Calendar) -> date:
    if duty.due_day is not None:
        month, day = map(int, duty.due_day.split("-"))
        due = add_months(date(LEAP_YEAR, month, day), (end.year - LEAP_YEAR) * MONTHS["YEAR"])
        return calendar.roll_forward(due)
    if duty.grace is None:
        return calendar.roll_forward(end)
    return deadline(end, duty.grace.count, duty.grace.unit, calendar)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lockout:
    """How a gate stands after failures: closed until a day, or for good; and who pays next."""

    rule: AttemptRule
    failures: int
    is_locked: bool
    until: date | None
    payer: str


def lockout(
    rulebook: Rulebook, gate_code: str, facts: Facts, on: date, calendar: Calendar | None = None
) -> tuple[Lockout, ...]:
    """Return how often a gate has failed, whether it is closed and who bears the next attempt."""
    situation = Situation(rulebook, facts, on, calendar or Calendar())
    return tuple(
        _lock(rule, situation)
        for rule in rulebook.attempts
        if gate_code in (rule.gate, *rule.closes)
    )


def _lock(rule: AttemptRule, situation: Situation) -> Lockout:
    failures = int(situation.figure(f"{rule.gate}.failed_count") or 0)
    until = None
    is_locked = failures >= rule.attempts
    last = situation.day(f"{rule.gate}.last_failed_on")
    if is_locked and rule.lock is not None and last is not None:
        until = floor_day(last, rule.lock.count, rule.lock.unit, situation.calendar)
        is_locked = situation.on < until
    bearers = sorted(rule.cost_bearers, key=lambda bearer: bearer.attempt)
    paying = [b.payer for b in bearers if b.attempt <= failures + 1]
    return Lockout(
        rule=rule,
        failures=failures,
        is_locked=is_locked,
        until=until if is_locked else None,
        payer=paying[-1] if paying else "",
    )


def separation(
    rulebook: Rulebook,
    held: Mapping[str, Collection[str]],
    units: Mapping[str, str] | None = None,
) -> Verdict:
    """Decide whether people may hold these roles together: `held` names the roles of each.

    `units` names the unit of each; where the text asks for it, units are kept apart too.
    """
    refusals: list[Refusal] = []
    for rule in rulebook.separations:
        groups = [set(roles) & set(rule.roles) for roles in held.values()]
        if rule.units_too and units:
            groups = list(_by_unit(held, units, rule.roles).values())
        worst = max(groups, key=len, default=set())
        if len(worst) > 1:
            names = "、".join(rulebook.label_of_role(role) for role in sorted(worst))
            words = rule.message.replace("{found}", names)
            refusals.append(refusal(rulebook, rule, rule.id, words))
    return Verdict(tuple(refusals))


def _by_unit(
    held: Mapping[str, Collection[str]], units: Mapping[str, str], roles: tuple[str, ...]
) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for person, own in held.items():
        found.setdefault(units.get(person, person), set()).update(set(own) & set(roles))
    return found


def team(rulebook: Rulebook, counts: Mapping[str, int]) -> Verdict:
    """Decide whether a project has enough and not too many people in each role."""
    refusals: list[Refusal] = []
    for role in rulebook.roles:
        count = counts.get(role.code, 0)
        if count < role.at_least:
            words = f"{role.label}至少需要{role.at_least}人，现有{count}人。"
            refusals.append(refusal(rulebook, role, str(role.id or role.code), words))
        if role.at_most is not None and count > role.at_most:
            words = f"{role.label}最多{role.at_most}人，现有{count}人。"
            refusals.append(refusal(rulebook, role, str(role.id or role.code), words))
    return Verdict(tuple(refusals))
