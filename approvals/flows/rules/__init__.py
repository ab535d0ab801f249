"""What pages ask the engine: what somebody may do, and which way a process will probably take."""

from approvals.flows.rules.foresight import foreseen
from approvals.flows.rules.powers import (
    ProcessPowers,
    TaskPowers,
    may_decide,
    may_say,
    may_withdraw,
    process_powers,
    task_powers,
)

__all__ = [
    "ProcessPowers",
    "TaskPowers",
    "foreseen",
    "may_decide",
    "may_say",
    "may_withdraw",
    "process_powers",
    "task_powers",
]
