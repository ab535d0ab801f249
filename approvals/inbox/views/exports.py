"""The to-do queue as a workbook: what waits for me, as I filtered it."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial

from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.views.decorators.http import require_safe

from approvals.calendars.queries import working_calendar
from approvals.flows.matters import label_of
from approvals.flows.queries import QueuePage, QueueRow, filtered_count, todo_page
from approvals.inbox.forms import QueueFilterForm
from approvals.inbox.queries import queue_posts
from approvals.inbox.queries.rows import stay_of_task
from approvals.organizations.models import User
from documents.spreadsheets import Column, ColumnKind, Listing
from documents.views.listings import hand_out

TODO_LIST = "approvals.todo"
AT_ONCE = 500
TODO_COLUMNS = (
    Column("项目名称", ColumnKind.LONG_TEXT, 30),
    Column("事项", width=18),
    Column("环节", width=16),
    Column("单位", width=18),
    Column("金额", ColumnKind.MONEY, 13, is_summed=True),
    Column("收到日期", ColumnKind.DATE, 12),
    Column("停留工作日", ColumnKind.NUMBER, 10),
    Column("办理期限", ColumnKind.DATE, 12),
    Column("提示", width=10),
    Column("代谁办理", width=14),
)


@require_safe
def export_todo(request: HttpRequest) -> HttpResponse:
    """Hand out what waits for the reader (导出待办)."""
    return hand_out(request, TODO_LIST)


def open_todo(user: AbstractBaseUser, asked: QueryDict, at: datetime) -> Listing:
    """Open the queue of a person as it is filtered."""
    assert isinstance(user, User)
    on = timezone.localdate(at)
    posts, lent = queue_posts(user, on, acting=bool(asked.get("acting")))
    form = QueueFilterForm.of(asked)
    wanted = form.wanted(on)
    read = partial(todo_page, user, posts, wanted=wanted, order=form.chosen_order, size=AT_ONCE)
    return Listing(
        title="待办事项",
        columns=TODO_COLUMNS,
        rows=_rows(read, lent, on),
        count=filtered_count(user, posts, wanted, cap=None),
        wanted="；".join(form.in_words()),
        unit="单位：万元",
    )


def _rows(
    read: "partial[QueuePage[QueueRow]]", lent: dict[int, str], on: date
) -> Iterator[list[object]]:
    calendar, page = working_calendar(), read()
    while page.rows:
        for task in page.rows:
            stay = stay_of_task(task, on, calendar)
            yield [
                task.subject_label,
                label_of(task.matter_code),
                task.step_label,
                task.unit_label,
                task.amount,
                timezone.localdate(task.opened_at),
                stay.days,
                task.due_on,
                stay.word,
                lent.get(task.post_id, ""),
            ]
        if not page.next_key:
            return
        page = read(after=page.next_key)
