"""The clocks of a project: what opens when and what is due by when, each with its clause."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localdate

from approvals.calendars.queries import working_calendar
from approvals.flows.models import ApprovalTask
from config.kernel.periods import chinese_day
from config.kernel.workdays import Calendar
from projects.construction.models import Milestone
from projects.registry.rules import Gatekeeper
from projects.regulations.interpreter import clocks_of as running_clocks
from projects.regulations.interpreter import recurring_duties
from projects.regulations.queries import rulebook_of, valid_waivers
from projects.regulations.rulebook import Cited, Rulebook


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockRow:
    """One date of a project: what it is, why, and how far off."""

    on: date
    label: str
    why: str
    quote: str = ""
    words: str = ""
    is_floor: bool = False
    today: date
    calendar: Calendar

    @property
    def is_past(self) -> bool:
        """Whether the day has gone by."""
        return self.on < self.today

    @property
    def days(self) -> int:
        """How many working days lie between today and it."""
        first, last = sorted((self.today, self.on))
        return self.calendar.workdays_between(first, last)

    @property
    def is_provisional(self) -> bool:
        """Whether it was counted over holidays that are not announced yet."""
        return self.calendar.is_provisional(self.on)


def clocks_of(keeper: Gatekeeper, tasks: Iterable[ApprovalTask]) -> list[ClockRow]:
    """Return the dates of everything to come, the earliest first."""
    calendar = working_calendar()
    found = (
        *_of_gates(keeper, calendar),
        *_of_desks(keeper, tasks, calendar),
        *_of_milestones(keeper, calendar),
        *_of_waivers(keeper, calendar),
    )
    rows = {(row.on, row.label): row for row in found}
    return [rows[key] for key in sorted(rows)]


def _of_gates(keeper: Gatekeeper, calendar: Calendar) -> Iterator[ClockRow]:
    rulebook = rulebook_of(keeper.project.rulebook)
    yield from _of_clocks(rulebook, keeper, calendar)
    yield from _of_reports(rulebook, keeper, calendar)
    for gate in rulebook.gates:
        for refusal in keeper.judge(gate.code).refusals:
            if refusal.opens_on is not None:
                yield ClockRow(
                    on=refusal.opens_on,
                    label=f"{gate.label}：{refusal.message}",
                    why=refusal.basis,
                    quote=refusal.quote,
                    is_floor=True,
                    today=keeper.on,
                    calendar=calendar,
                )


def _of_clocks(rulebook: Rulebook, keeper: Gatekeeper, calendar: Calendar) -> Iterator[ClockRow]:
    """Return the first and the last day of every clock that runs."""
    for running in running_clocks(rulebook, keeper.facts, keeper.on, calendar):
        if running.state == "DONE":
            continue
        cited = running.clock
        for on, is_floor in ((running.earliest, True), (running.latest, False)):
            if on is not None:
                yield ClockRow(
                    on=on,
                    label=f"{running.gate.label}：{cited.label}",
                    why=_basis(rulebook, cited),
                    quote=cited.quote,
                    words=running.words,
                    is_floor=is_floor,
                    today=keeper.on,
                    calendar=calendar,
                )


def _of_reports(rulebook: Rulebook, keeper: Gatekeeper, calendar: Calendar) -> Iterator[ClockRow]:
    """Return until when each report that comes again is due, those filed left out."""
    for report in recurring_duties(rulebook, keeper.facts, keeper.on, calendar):
        if not report.is_filed:
            yield ClockRow(
                on=report.due_on,
                label=report.duty.label,
                why=_basis(rulebook, report.duty),
                quote=report.duty.quote,
                words=report.words,
                today=keeper.on,
                calendar=calendar,
            )


def _basis(rulebook: Rulebook, cited: Cited) -> str:
    if cited.is_system_default:
        return "系统默认，非法规规定"
    return f"《{rulebook.text_of(cited).title}》{cited.clause}"


def _of_desks(
    keeper: Gatekeeper, tasks: Iterable[ApprovalTask], calendar: Calendar
) -> Iterator[ClockRow]:
    for task in tasks:
        if task.due_on is not None:
            yield ClockRow(
                on=task.due_on,
                label=f"{task.post.unit.short_name}办理“{task.step_label}”",
                why="审批环节办理时限",
                words=f"{chinese_day(localdate(task.opened_at))}送达，"
                f"最迟{chinese_day(task.due_on)}办结。",
                today=keeper.on,
                calendar=calendar,
            )


def _of_milestones(keeper: Gatekeeper, calendar: Calendar) -> Iterator[ClockRow]:
    """Return until when each milestone that is not reached is to be."""
    waiting = Milestone.objects.filter(project=keeper.project, reached_on=None)
    for milestone in waiting.order_by("planned_end", "pk"):
        yield ClockRow(
            on=milestone.planned_end,
            label=f"里程碑：{milestone.name}",
            why="里程碑计划",
            words=f"计划{chinese_day(milestone.planned_end)}完成，还没有登记完成日期。",
            today=keeper.on,
            calendar=calendar,
        )


def _of_waivers(keeper: Gatekeeper, calendar: Calendar) -> Iterator[ClockRow]:
    """Return when each waiver ends: from the next day on its rule binds again."""
    for waiver in valid_waivers(keeper.project.pk, keeper.on):
        yield ClockRow(
            on=waiver.expires_on,
            label=f"豁免到期：{waiver.clause}",
            why="豁免台账",
            quote=waiver.quote,
            words=f"{chinese_day(waiver.expires_on)}以后，这条规定恢复约束。",
            today=keeper.on,
            calendar=calendar,
        )
