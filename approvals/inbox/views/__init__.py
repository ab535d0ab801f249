"""The pages of the to-do centre (待办中心)."""

from approvals.inbox.views.batches import batch
from approvals.inbox.views.deciding import decide, task
from approvals.inbox.views.exports import export_todo
from approvals.inbox.views.handling import hand, pause, remove_signer, take_back
from approvals.inbox.views.lists import copies, done, sent, todo, unread
from approvals.inbox.views.meetings import (
    add_items,
    agenda_book,
    drop_item,
    meeting,
    meetings,
    print_agenda,
)
from approvals.inbox.views.phrases import drop_phrase, phrases
from approvals.inbox.views.processes import (
    copy,
    mark_read,
    process,
    remind,
    resume,
    supervise,
    withdraw,
)
from approvals.inbox.views.saved import drop_view, views
from approvals.inbox.views.unattended import unattended

__all__ = [
    "add_items",
    "agenda_book",
    "batch",
    "copies",
    "copy",
    "decide",
    "done",
    "drop_item",
    "drop_phrase",
    "drop_view",
    "export_todo",
    "hand",
    "mark_read",
    "meeting",
    "meetings",
    "pause",
    "phrases",
    "print_agenda",
    "process",
    "remind",
    "remove_signer",
    "resume",
    "sent",
    "supervise",
    "take_back",
    "task",
    "todo",
    "unattended",
    "unread",
    "views",
    "withdraw",
]
