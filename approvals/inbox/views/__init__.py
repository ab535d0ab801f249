"""The pages of the to-do centre (待办中心)."""

from approvals.inbox.views.deciding import decide, task
from approvals.inbox.views.lists import done, sent, todo
from approvals.inbox.views.phrases import drop_phrase, phrases
from approvals.inbox.views.processes import process, withdraw

__all__ = [
    "decide",
    "done",
    "drop_phrase",
    "phrases",
    "process",
    "sent",
    "task",
    "todo",
    "withdraw",
]
