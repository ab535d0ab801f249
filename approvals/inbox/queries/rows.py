"""What the pages of the to-do centre show, prepared so that templates only print it.

The rows of the queue are plain values: fifty rows are drawn on every visit, and formatting a
day or resolving an address inside the loop of a template costs more than reading the row.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache, partial
from html import escape
from types import MappingProxyType
from typing import NamedTuple

from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from approvals.calendars.queries import working_calendar
from approvals.flows import matters
from approvals.flows.models import ApprovalTask, ProcessStatus
from approvals.flows.queries import (
    QueueFilter,
    QueueOrder,
    QueueRow,
    capped_text,
    open_count,
    posts_lent_to,
    todo_page,
)
from approvals.organizations.models import User
from approvals.organizations.queries import post_ids_of
from config.kernel.addresses import address_of
from config.kernel.days import day_of
from config.kernel.money import wan_text
from config.kernel.templatetags.ui import status
from config.kernel.workdays import Calendar

SOON = 2
USUAL_PHRASES = (
    "同意。",
    "材料齐全，符合要求，同意。",
    "请补充测算依据和明细后重新送审。",
    "内容与已建系统重复，请说明差异。",
)
PROCESS_TINTS = {
    ProcessStatus.RUNNING: "info",
    ProcessStatus.RETURNED: "warn",
    ProcessStatus.APPROVED: "ok",
    ProcessStatus.REJECTED: "bad",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """How long something has been lying there, in working days, and how urgent that is."""

    days: int
    word: str
    tint: str
    due_text: str
    has_limit: bool = True

    @property
    def html(self) -> SafeString:
        """The status, drawn; a long list has few different ones."""
        return _drawn(self.label, self.tint)

    @property
    def limit(self) -> str:
        """The last day, as a phrase of its own."""
        return f"{self.due_text}前" if self.has_limit else self.due_text

    @property
    def label(self) -> str:
        """The number and the word, for a status."""
        return f"{self.days} 天{f' {self.word}' if self.word else ''}"


@lru_cache(maxsize=512)
def _drawn(label: str, tint: str) -> SafeString:
    return status(label, tint)


def stay_of(
    opened_at: datetime,
    due_on: date | None,
    *,
    on: date,
    calendar: Calendar,
    is_paused: bool = False,
) -> Stay:
    """Count the working days since a task came in (停留工作日); a clock at rest is never late."""
    return _stay(day_of(opened_at), due_on, is_paused, on=on, calendar=calendar)


def _stay(
    opened_on: date,
    due_on: date | None,
    is_paused: bool,  # noqa: FBT001 - the rows of a page are counted once for each such triple
    *,
    on: date,
    calendar: Calendar,
) -> Stay:
    days = max(calendar.workdays_between(opened_on, on), 0)
    if due_on is None:
        return Stay(days=days, word="", tint="mute", due_text="不限时", has_limit=False)
    due_text = day_text(due_on, on)
    if is_paused:
        return Stay(days=days, word="暂停计时", tint="mute", due_text=due_text)
    if due_on < on:
        return Stay(days=days, word="超期", tint="bad", due_text=due_text)
    if calendar.workdays_between(on, due_on) <= SOON:
        return Stay(days=days, word="临期", tint="warn", due_text=due_text)
    return Stay(days=days, word="", tint="mute", due_text=due_text)


def day_text(day: date, on: date) -> str:
    """Write a day shortly; the year only when it is not this one."""
    year = "" if day.year == on.year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日"


def moment_text(moment: datetime, on: date) -> str:
    """Write a day and the time of day shortly."""
    local = localtime(moment)
    return f"{day_text(local.date(), on)} {local:%H:%M}"


# Units, matters, steps and most titles come again with every visit.
_escaped = lru_cache(maxsize=8192)(escape)


class TodoRow(NamedTuple):
    """One row of the queue."""

    pk: int
    href: str
    title: str
    matter: str
    step: str
    unit: str
    amount: str
    stay: Stay
    acting_for: str = ""
    is_current: bool = False

    @property
    def html(self) -> SafeString:
        """The row, drawn here: half of the time of the page went into asking for its values."""
        href, unit = _escaped(self.href), _escaped(self.unit)
        lent = f' <span class="tag">代{_escaped(self.acting_for)}</span>' if self.acting_for else ""
        return SafeString(
            f"<tr{' class="cur"' if self.is_current else ''}>"
            f'<td class="main"><a class="t" id="row-{self.pk}" href="{href}"'
            f"{' aria-current="true"' if self.is_current else ''}"
            f' hx-get="{href}" hx-target="#pane" hx-swap="innerHTML show:none"'
            f' hx-push-url="true" hx-sync="#pane:replace">{_escaped(self.title)}</a>'
            f'<span class="sub">{_escaped(self.matter)} · {_escaped(self.step)}{lent}'
            f'<span class="folded"> · {unit} · {self.amount} 万元</span></span></td>'
            f'<td class="fold nowrap">{unit}</td><td class="fold num">{self.amount}</td>'
            f'<td class="num">{self.stay.html}'
            f'<span class="sub folded">{self.stay.limit}</span></td>'
            f'<td class="fold num">{self.stay.due_text}</td></tr>\n'
        )


class TodoRows(tuple[TodoRow, ...]):
    """The rows of one page."""

    __slots__ = ()

    @property
    def html(self) -> SafeString:
        """All rows, drawn at once."""
        return SafeString("".join(row.html for row in self))


def amount_text(amount: Decimal | None) -> str:
    """Write an amount in 万元, or a dash."""
    return "—" if amount is None else wan_text(amount)


def todo_rows(
    tasks: Iterable[QueueRow],
    *,
    on: date,
    suffix: str = "",
    current: int = 0,
    lent: Mapping[int, str] = MappingProxyType({}),
) -> TodoRows:
    """Turn tasks into rows; `suffix` carries the filters along, `lent` names whose post it is."""
    home = address_of("approvals:inbox-todo")
    stay = cache(partial(_stay, on=on, calendar=working_calendar()))
    return TodoRows(
        TodoRow(
            pk=task.pk,
            href=f"{home}{task.pk}/{suffix}",
            title=task.subject_label,
            matter=matters.label_of(task.matter_code),
            step=task.step_label,
            unit=task.unit_label,
            amount=amount_text(task.amount),
            stay=stay(day_of(task.opened_at), task.due_on, task.is_paused),
            acting_for=lent.get(task.post_id, ""),
            is_current=task.pk == current,
        )
        for task in tasks
    )


def stay_of_task(task: ApprovalTask | QueueRow, on: date, calendar: Calendar) -> Stay:
    return stay_of(task.opened_at, task.due_on, on=on, calendar=calendar, is_paused=task.is_paused)


def queue_posts(user: User, on: date, *, acting: bool) -> tuple[list[int], dict[int, str]]:
    """Return the posts whose tasks are shown, and which of them are lent by whom (代办)."""
    posts, lent = post_ids_of(user, on), posts_lent_to(user, on)
    return [post for post in posts if not acting or post in lent], lent


def next_task(
    user: User, task: ApprovalTask, posts: Sequence[int], *, wanted: QueueFilter, order: QueueOrder
) -> int | None:
    """Return what comes after a task in the queue, else what comes first; by number."""
    key = f"{getattr(task, order.column).isoformat()}~{task.pk}"
    for after in (key, ""):
        page = todo_page(user, posts, wanted=wanted, order=order, after=after, size=2)
        if rows := [row for row in page.rows if row.pk != task.pk]:
            return rows[0].pk
    return None


def todo_count_text(user: User, on: date) -> str:
    """Count what waits for somebody, up to a cap, for the navigation; empty when nothing does."""
    count = open_count(user, post_ids_of(user, on))
    return capped_text(count) if count else ""


def query_suffix(query: QueryDict, *, without: Iterable[str] = ()) -> str:
    """Return the filters of an address, to hang them on another one."""
    kept = query.copy()
    for name in ("after", *without):
        kept.pop(name, None)
    for name in [name for name, value in kept.items() if not value]:
        kept.pop(name)
    return f"?{kept.urlencode()}" if kept else ""
