"""What the pages of the to-do centre show."""

from approvals.inbox.queries.feeds import feed_owner
from approvals.inbox.queries.histories import done_rows, sent_rows
from approvals.inbox.queries.others import (
    SAVED_VIEWS,
    BatchResult,
    agenda_html,
    batch_rows,
    copy_rows,
    is_unread,
    phrases_of,
    saved_links,
    saved_views_of,
)
from approvals.inbox.queries.pages import (
    News,
    ProcessView,
    TaskView,
    may_read,
    news_since,
    process_view,
    readable_tasks,
    task_view,
)
from approvals.inbox.queries.rows import (
    TodoRow,
    next_task,
    query_suffix,
    queue_posts,
    todo_count_text,
    todo_rows,
)

__all__ = [
    "SAVED_VIEWS",
    "BatchResult",
    "News",
    "ProcessView",
    "TaskView",
    "TodoRow",
    "agenda_html",
    "batch_rows",
    "copy_rows",
    "done_rows",
    "feed_owner",
    "is_unread",
    "may_read",
    "news_since",
    "next_task",
    "phrases_of",
    "process_view",
    "query_suffix",
    "queue_posts",
    "readable_tasks",
    "saved_links",
    "saved_views_of",
    "sent_rows",
    "task_view",
    "todo_count_text",
    "todo_rows",
]
