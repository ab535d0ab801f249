"""When the clock looks at a task: before its limit, on the day after, and then again and again."""

from datetime import date, timedelta

from approvals.flows.shapes import Step
from config.kernel.workdays import Calendar


def next_look(step: Step, due_on: date, *, calendar: Calendar, after: date) -> date:
    """Return the next day on which the clock has something to say about a task."""
    days = {calendar.add_workdays(due_on, -before) for before in step.remind_before}
    for day in sorted(days | {due_on + timedelta(days=1)}):
        if day > after:
            return day
    return calendar.add_workdays(after, max(step.remind_every, 1))
