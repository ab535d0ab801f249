"""What is read of approvals: queues, routes, and who stands behind a post."""

from approvals.flows.queries.people import acting_for, holders_by_post, posts_by_role
from approvals.flows.queries.queue import (
    QueueFilter,
    QueueOrder,
    QueuePage,
    done_page,
    due_counts,
    queue_sample,
    sent_page,
    todo_page,
)
from approvals.flows.queries.routes import RouteNode, Signer, process_route, tasks_without_holder

__all__ = [
    "QueueFilter",
    "QueueOrder",
    "QueuePage",
    "RouteNode",
    "Signer",
    "acting_for",
    "done_page",
    "due_counts",
    "holders_by_post",
    "posts_by_role",
    "process_route",
    "queue_sample",
    "sent_page",
    "tasks_without_holder",
    "todo_page",
]
