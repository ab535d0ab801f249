"""The queues: what waits for my posts, what I did, what I sent.

A busy post holds tens of thousands of open tasks. The to-do page therefore takes the first rows
of each post from its partial index and merges them; one query over all posts would sort them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, NamedTuple

from django.db.models import QuerySet

from approvals.flows.models import ApprovalTask, TaskStatus
from approvals.notifications.queries import MANY, remember_unread
from approvals.organizations.models import User
from config.kernel.asking import ask
from config.kernel.searching import Folded
from config.kernel.texts import nfkc_key

PAGE_SIZE = 50
COUNT_CAP = 500
_COUNTED = "_open_tasks_counted"
UNREAD = "_unread_copies_counted"


class QueueOrder(Enum):
    """What comes first; each order walks along an indexed column."""

    DUE = "due"
    STAY = "stay"

    @property
    def column(self) -> str:
        """The column to walk along."""
        return "queue_on" if self is QueueOrder.DUE else "opened_at"

    @property
    def read(self) -> Callable[[str], date]:
        """What turns a key back into a value of the column."""
        return date.fromisoformat if self is QueueOrder.DUE else datetime.fromisoformat


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueFilter:
    """What the reader wants to see of the queue."""

    matter_code: str = ""
    stage: str = ""
    unit_text: str = ""
    overdue_on: date | None = None

    def __bool__(self) -> bool:
        return bool(self.matter_code or self.stage or self.unit_text or self.overdue_on)

    @property
    def clauses(self) -> tuple[str, list[object]]:
        """The filter in SQL, with its values, for the walk along the index."""
        said: list[tuple[str, object]] = [
            ("matter_code = %s", self.matter_code),
            ("stage = %s", self.stage),
            (_OF_UNITS, nfkc_key(self.unit_text)),
            ("queue_on < %s AND NOT is_paused", self.overdue_on),
        ]
        given = [(clause, value) for clause, value in said if value]
        return "".join(f" AND {clause}" for clause, _ in given), [value for _, value in given]


_OF_UNITS = (
    "unit_id IN (SELECT id FROM approvals_unit WHERE position(%s IN "  # noqa: S608 - no value in it
    f"{Folded.template % {'expressions': 'name'}}) > 0)"
)


class QueueRow(NamedTuple):
    """What a row of the to-do queue shows; no model, because fifty are made on every visit."""

    pk: int
    process_id: int
    subject_label: str
    matter_code: str
    step_label: str
    unit_label: str
    amount: Decimal | None
    opened_at: datetime
    due_on: date | None
    is_paused: bool
    post_id: int
    place: date | datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuePage[Row]:
    """Some rows, and the key of the next ones; empty at the end."""

    rows: Sequence[Row]
    next_key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueSample:
    """What the first few hundred tasks of a queue say about it."""

    total: int
    overdue: int
    matter_codes: frozenset[str]
    stages: frozenset[str]
    units: frozenset[str]
    beside: Any = field(default=None, compare=False)

    @property
    def total_text(self) -> str:
        """The number, or that it is more than was counted."""
        return capped_text(self.total)

    @property
    def overdue_text(self) -> str:
        """The number of overdue tasks, or that it is more than was counted."""
        return capped_text(self.overdue)


def capped_text(count: int) -> str:
    """Write a count that stopped at the cap."""
    return f"{COUNT_CAP}+" if count > COUNT_CAP else str(count)


def open_tasks_of(user: User, post_ids: Sequence[int]) -> QuerySet[ApprovalTask]:
    """Return what waits for the posts, without the reader's own matters."""
    return ApprovalTask.objects.filter(status=TaskStatus.OPEN, post__in=post_ids).exclude(
        starter=user
    )


def todo_page(  # noqa: PLR0913 - a page is asked for by this much
    user: User,
    post_ids: Sequence[int],
    *,
    wanted: QueueFilter,
    order: QueueOrder = QueueOrder.DUE,
    after: str = "",
    size: int = PAGE_SIZE,
) -> QueuePage[QueueRow]:
    """Return one page of the to-do queue (待办)."""
    if not post_ids:
        return QueuePage(rows=[])
    clauses, values = wanted.clauses
    beyond, key = _beyond(order, after)
    question = _PAGE.format(column=order.column, clauses=clauses + beyond)
    asked = [list(post_ids), user.pk, *values, *key, size + 1, size + 1]
    rows = list(map(QueueRow._make, ask(question, asked)))
    more = len(rows) > size
    return QueuePage(rows=rows[:size], next_key=queue_key(rows[size - 1]) if more else "")


# The first rows of each post from its partial index, merged, and only then what is shown of them.
_PAGE = """
WITH first AS (
  SELECT task.* FROM unnest(%s::bigint[]) AS mine(post), LATERAL (
    SELECT id, {column} AS place FROM approvals_approvaltask
    WHERE status = 'OPEN' AND post_id = mine.post AND starter_id <> %s{clauses}
    ORDER BY {column}, id LIMIT %s
  ) AS task ORDER BY place, id LIMIT %s
)
SELECT task.id, task.process_id, task.subject_label, task.matter_code, task.step_label,
  unit.short_name, task.amount, task.opened_at, task.due_on, task.is_paused, task.post_id, place
FROM first
JOIN approvals_approvaltask AS task ON task.id = first.id
JOIN approvals_unit AS unit ON unit.id = task.unit_id
ORDER BY place, task.id
"""


def queue_key(row: QueueRow) -> str:
    """Return the key behind which the queue goes on."""
    return key_of(row.pk, row.place)


def key_of(pk: int, value: date) -> str:
    """Return the key behind which a list goes on."""
    return f"{value.isoformat()}~{pk}"


def _beyond(order: QueueOrder, after: str) -> tuple[str, list[object]]:
    """Return the condition for rows after the key; an unreadable key means the beginning."""
    value_text, _, pk_text = after.partition("~")
    try:
        return f" AND ({order.column}, id) > (%s, %s)", [order.read(value_text), int(pk_text)]
    except ValueError:
        return "", []


def queue_sample(
    user: User,
    post_ids: Sequence[int],
    on: date,
    *,
    beside: str = "NULL",
    values: Sequence[object] = (),
) -> QueueSample:
    """Look at the first few hundred tasks: enough for the counts and the choices of the filters.

    `beside` is one more value that the caller wants to know, in SQL: asked along the way, it
    costs no question of its own.
    """
    mine = [on, list(post_ids), user.pk, COUNT_CAP + 1]
    asked = [*mine, user.pk, COUNT_CAP + 1, user.pk, MANY + 1, *values]
    (found,) = ask(_SAMPLE.format(beside=beside), asked)
    total, overdue, codes, stages, units, copies, notices, along = found
    user.__dict__[_COUNTED] = min(total, COUNT_CAP + 1)
    user.__dict__[UNREAD] = copies
    remember_unread(user, notices)
    return QueueSample(
        total=min(total, COUNT_CAP + 1),
        overdue=min(overdue, COUNT_CAP + 1),
        matter_codes=frozenset(codes),
        stages=frozenset(stages) - {""},
        units=frozenset(units),
        beside=along,
    )


# Each post is walked along its partial index, the most urgent first, so that what is overdue is
# among what is seen; a thousand rows come down to a few kinds at once. What the frame of the page
# counts is counted on the way.
_SAMPLE = """
WITH kinds AS MATERIALIZED (
  SELECT matter_code, stage, unit_id, count(*) AS seen,
    count(*) FILTER (WHERE queue_on < %s AND NOT is_paused) AS overdue
  FROM unnest(%s::bigint[]) AS mine(post), LATERAL (
    SELECT matter_code, stage, unit_id, queue_on, is_paused FROM approvals_approvaltask
    WHERE status = 'OPEN' AND post_id = mine.post AND starter_id <> %s
    ORDER BY queue_on, id LIMIT %s
  ) AS task
  GROUP BY matter_code, stage, unit_id
)
SELECT coalesce(sum(seen), 0)::int, coalesce(sum(overdue), 0)::int,
  ARRAY(SELECT DISTINCT matter_code FROM kinds),
  ARRAY(SELECT DISTINCT stage FROM kinds),
  ARRAY(SELECT name FROM approvals_unit WHERE id IN (SELECT unit_id FROM kinds)),
  (SELECT count(*) FROM (
    SELECT FROM approvals_reading WHERE user_id = %s AND read_at IS NULL LIMIT %s
  ) AS copies),
  (SELECT count(*) FROM (
    SELECT FROM approvals_notice WHERE user_id = %s AND read_at IS NULL LIMIT %s
  ) AS notices),
  {beside}
FROM kinds
"""


def open_count(user: User, post_ids: Sequence[int]) -> int:
    """Count what waits, up to the cap; a page that looked at the queue counts no second time."""
    if _COUNTED not in user.__dict__:
        user.__dict__[_COUNTED] = open_tasks_of(user, post_ids)[: COUNT_CAP + 1].count()
    counted: int = user.__dict__[_COUNTED]
    return counted


def filtered_count(
    user: User, post_ids: Sequence[int], wanted: QueueFilter, *, cap: int | None = COUNT_CAP
) -> int:
    """Count what the filter leaves, up to the cap; without a cap, all of it."""
    clauses, values = wanted.clauses
    asked = [list(post_ids), user.pk, *values, None if cap is None else cap + 1]
    ((count,),) = ask(_COUNT.format(clauses=clauses), asked)
    return int(count)


_COUNT = """
SELECT count(*) FROM (
  SELECT FROM approvals_approvaltask
  WHERE status = 'OPEN' AND post_id = ANY(%s) AND starter_id <> %s{clauses} LIMIT %s
) AS found
"""
