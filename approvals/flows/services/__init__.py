"""What people do to an approval, one function per button.

Every deed locks the process row, lets the pure engine decide, and compares what the reader saw
with what is there: of two people deciding at once one wins, the other is told who was quicker
(`StaleVersionError`). A form carries a key of its own, so sending it twice has one effect and
the same answer.
"""

from approvals.flows.services.clocks import look_at, watch_clocks
from approvals.flows.services.deciding import (
    approve,
    give_opinion,
    reject,
    return_for_correction,
    take_back,
)
from approvals.flows.services.handling import (
    add_signer,
    ask_opinion,
    pause_clock,
    reassign,
    remove_signer,
    resume_clock,
)
from approvals.flows.services.locking import take_in
from approvals.flows.services.meetings import (
    call_meeting,
    drop_item,
    enter_results,
    put_on_agenda,
)
from approvals.flows.services.reading import copy_to, mark_as_read, note_look, remind, supervise
from approvals.flows.services.rehousing import rehouse_processes
from approvals.flows.services.sending import define_flow, resubmit, start, terminate, withdraw
from approvals.flows.services.unattended import tell_unattended

__all__ = [
    "add_signer",
    "approve",
    "ask_opinion",
    "call_meeting",
    "copy_to",
    "define_flow",
    "drop_item",
    "enter_results",
    "give_opinion",
    "look_at",
    "mark_as_read",
    "note_look",
    "pause_clock",
    "put_on_agenda",
    "reassign",
    "rehouse_processes",
    "reject",
    "remind",
    "remove_signer",
    "resubmit",
    "resume_clock",
    "return_for_correction",
    "start",
    "supervise",
    "take_back",
    "take_in",
    "tell_unattended",
    "terminate",
    "watch_clocks",
    "withdraw",
]
