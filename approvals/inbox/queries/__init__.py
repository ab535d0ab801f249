"""What the pages of the to-do centre show."""

from approvals.inbox.queries.feeds import feed_owner
from approvals.inbox.queries.others import (
    BatchResult,
    batch_rows,
    copy_rows,
    is_unread,
    phrases_of,
)
from approvals.inbox.queries.pages import (
    ProcessView,
    TaskView,
    may_read,
    process_view,
    readable_tasks,
    task_view,
)
from approvals.inbox.queries.rows import (
    TodoRow,
    done_rows,
    next_task,
    query_suffix,
    sent_rows,
    todo_count_text,
    todo_rows,
)

__all__ = [
    "BatchResult",
    "ProcessView",
    "TaskView",
    "TodoRow",
    "batch_rows",
    "copy_rows",
    "done_rows",
    "feed_owner",
    "is_unread",
    "may_read",
    "next_task",
    "phrases_of",
    "process_view",
    "query_suffix",
    "readable_tasks",
    "sent_rows",
    "task_view",
    "todo_count_text",
    "todo_rows",
]
