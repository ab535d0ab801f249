"""What is read of approvals: queues, routes, and who stands behind a post."""

from approvals.flows.queries.meetings import meeting_read, meetings_of, waiting_for_meeting
from approvals.flows.queries.people import (
    acting_for,
    holders_by_post,
    holders_read,
    posts_by_role,
    posts_to_give_to,
)
from approvals.flows.queries.queue import (
    QueueFilter,
    QueueOrder,
    QueuePage,
    QueueSample,
    capped_text,
    copies_page,
    done_page,
    filtered_count,
    open_count,
    open_tasks_read,
    queue_sample,
    sent_page,
    todo_page,
)
from approvals.flows.queries.routes import RouteNode, Signer, process_route, tasks_without_holder
from approvals.flows.queries.waiting import tasks_to_look_at

__all__ = [
    "QueueFilter",
    "QueueOrder",
    "QueuePage",
    "QueueSample",
    "RouteNode",
    "Signer",
    "acting_for",
    "capped_text",
    "copies_page",
    "done_page",
    "filtered_count",
    "holders_by_post",
    "holders_read",
    "meeting_read",
    "meetings_of",
    "open_count",
    "open_tasks_read",
    "posts_by_role",
    "posts_to_give_to",
    "process_route",
    "queue_sample",
    "sent_page",
    "tasks_to_look_at",
    "tasks_without_holder",
    "todo_page",
    "waiting_for_meeting",
]
