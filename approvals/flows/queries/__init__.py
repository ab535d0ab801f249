"""What is read of approvals: queues, routes, and who stands behind a post."""

from approvals.flows.queries.people import acting_for, holders_by_post, posts_by_role
from approvals.flows.queries.queue import (
    QueueFilter,
    QueueOrder,
    QueuePage,
    QueueSample,
    capped_text,
    done_page,
    filtered_count,
    open_count,
    open_tasks_read,
    queue_sample,
    sent_page,
    todo_page,
)
from approvals.flows.queries.routes import RouteNode, Signer, process_route, tasks_without_holder

__all__ = [
    "QueueFilter",
    "QueueOrder",
    "QueuePage",
    "QueueSample",
    "RouteNode",
    "Signer",
    "acting_for",
    "capped_text",
    "done_page",
    "filtered_count",
    "holders_by_post",
    "open_count",
    "open_tasks_read",
    "posts_by_role",
    "process_route",
    "queue_sample",
    "sent_page",
    "tasks_without_holder",
    "todo_page",
]
