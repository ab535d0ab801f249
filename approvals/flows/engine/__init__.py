"""The approval engine as a pure model: a state, a verb, and what comes of it.

Nothing here knows of tables, requests or clocks. `apply` answers with the next state, or with
the verdict that refuses; the services write what it answers and nothing else, and a state
machine in the tests drives it through every verb in every state.
"""

from collections.abc import Callable
from typing import Any

from approvals.flows.engine import deciding, handling, leading, verbs
from approvals.flows.engine.clock import next_look
from approvals.flows.engine.moving import advance
from approvals.flows.engine.office import Acting, Desk, Office
from approvals.flows.engine.state import Copy, Last, News, Seat, State
from approvals.flows.engine.trail import changes, replay
from approvals.flows.engine.words import (
    AddMode,
    Decision,
    Part,
    ProcessStatus,
    TaskStatus,
)
from approvals.flows.shapes import Route
from config.kernel.verdicts import RuleViolationError, Verdict, enforce, refused

__all__ = [
    "HANDLERS",
    "Acting",
    "AddMode",
    "Copy",
    "Decision",
    "Desk",
    "Last",
    "News",
    "Office",
    "Part",
    "ProcessStatus",
    "Seat",
    "State",
    "TaskStatus",
    "apply",
    "changes",
    "may_be_done",
    "next_look",
    "replay",
    "start",
    "verbs",
]

HANDLERS: dict[type[verbs.Verb], Callable[[State, Any, Office], State]] = {
    verbs.Approve: deciding.approve,
    verbs.Reject: deciding.reject,
    verbs.Return: deciding.send_back,
    verbs.GiveOpinion: deciding.give_opinion,
    verbs.TakeBack: deciding.take_back,
    verbs.Reassign: handling.reassign,
    verbs.AddSigner: handling.add_signer,
    verbs.RemoveSigner: handling.remove_signer,
    verbs.AskOpinion: handling.ask_opinion,
    verbs.Pause: handling.pause,
    verbs.Resume: handling.resume,
    verbs.Expire: leading.expire,
    verbs.Resubmit: leading.resubmit,
    verbs.Withdraw: leading.withdraw,
    verbs.Terminate: leading.terminate,
    verbs.CopyTo: leading.copy_to,
    verbs.MarkRead: leading.mark_read,
    verbs.Remind: leading.remind,
    verbs.Supervise: leading.supervise,
}


def start(
    route: Route, *, applicant: int, content: verbs.Content, office: Office
) -> State | Verdict:
    """Begin a process at the first step of its route."""
    own = frozenset({applicant})
    verdict = leading.may_start(route, office, own)
    if not verdict:
        return verdict
    state = State(route=route, applicant=applicant, sender=applicant, content=content)
    try:
        return advance(state, office)
    except RuleViolationError as violation:
        return violation.verdict


def may_be_done(state: State, verb: type[verbs.Verb]) -> Verdict:
    """Whether a deed has a place where the process stands."""
    if state.status in verb.in_status:
        return Verdict()
    if verb is verbs.Resubmit:
        return refused("只有退回补正的事项才能重新送审。")
    if issubclass(verb, verbs.OnSeat):
        return refused("这项任务已经办结或关闭，不能再办理。")
    return refused(f"该事项{state.status.label}，不能{verb.label}。")


def apply(state: State, verb: verbs.Verb, office: Office) -> State | Verdict:
    """Return what a deed makes of a process, or why it may not be done."""
    try:
        enforce(may_be_done(state, type(verb)))
        quiet = state.having(news=()) if state.news else state
        return HANDLERS[type(verb)](quiet, verb, office)
    except RuleViolationError as violation:
        return violation.verdict
