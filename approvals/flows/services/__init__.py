"""What people do to an approval: send, decide, return, send again, take back.

Every decision locks the process row and compares what the reader saw with what is there: of two
people deciding at once one wins, the other is told who was quicker (`StaleVersionError`). A form
carries a key of its own, so sending it twice has one effect and the same answer.
"""

from approvals.flows.services.deciding import approve, reject, return_for_correction
from approvals.flows.services.sending import define_flow, resubmit, start, terminate, withdraw

__all__ = [
    "approve",
    "define_flow",
    "reject",
    "resubmit",
    "return_for_correction",
    "start",
    "terminate",
    "withdraw",
]
