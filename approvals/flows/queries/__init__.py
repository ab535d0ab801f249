"""What is read of approvals: queues, routes, and who stands behind a post."""

from approvals.flows.queries.histories import (
    copies_page,
    done_page,
    open_tasks_read,
    sent_page,
    unread_copies,
)
from approvals.flows.queries.meetings import (
    agenda_of,
    agenda_read,
    meeting_read,
    meetings_of,
    waiting_for_meeting,
)
from approvals.flows.queries.nodes import Foreseen, ForeseenSigner, RouteNode, Signer
from approvals.flows.queries.people import (
    acting_for,
    holders_by_post,
    holders_read,
    posts_by_role,
    posts_lent_to,
    posts_to_give_to,
)
from approvals.flows.queries.queue import (
    QueueFilter,
    QueueOrder,
    QueuePage,
    QueueRow,
    QueueSample,
    capped_text,
    filtered_count,
    open_count,
    queue_key,
    queue_sample,
    todo_page,
)
from approvals.flows.queries.routes import process_route
from approvals.flows.queries.waiting import tasks_to_look_at

__all__ = [
    "Foreseen",
    "ForeseenSigner",
    "QueueFilter",
    "QueueOrder",
    "QueuePage",
    "QueueRow",
    "QueueSample",
    "RouteNode",
    "Signer",
    "acting_for",
    "agenda_of",
    "agenda_read",
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
    "posts_lent_to",
    "posts_to_give_to",
    "process_route",
    "queue_key",
    "queue_sample",
    "sent_page",
    "tasks_to_look_at",
    "todo_page",
    "unread_copies",
    "waiting_for_meeting",
]
