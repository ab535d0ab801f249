"""What can be sent for approval (审批事项), and whom to tell about the outcome.

Apps above `approvals` register their matters from ``AppConfig.ready()``, so the engine calls
them back without importing them. Every call comes inside the transaction of the decision:
what a callback raises undoes the decision with it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from approvals.flows.models import ApprovalProcess, ApprovalTask
from approvals.flows.shapes import Step
from approvals.organizations.models import Post, User
from config.kernel.verdicts import ALLOWED, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference between this round and the last, as a reader sees it."""

    label: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterPage:
    """What a signer is shown of a matter.

    `template` is rendered with `context` as its whole context, inside the decision page; it is
    a fragment of ``<section class="sec">`` blocks. `url` leads to the page of the matter itself.
    """

    url: str
    template: str = ""
    context: Mapping[str, object] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()


class OutcomeHandler(Protocol):
    """Hears how a process moved."""

    def __call__(self, process: ApprovalProcess, /, *, actor: User, at: datetime) -> None: ...


class TaskHandler(Protocol):
    """Hears that a post got a task, or no longer has it."""

    def __call__(self, task: ApprovalTask, /) -> None: ...


class ProcessLock(Protocol):
    """Locks what stands above the process before the process itself is locked."""

    def __call__(self, process: ApprovalProcess, /) -> None: ...


class Describe(Protocol):
    """Shows the matter to one reader."""

    def __call__(self, process: ApprovalProcess, user: User, /) -> MatterPage: ...


class MayApprove(Protocol):
    """Tells whether one's consent is possible today."""

    def __call__(self, process: ApprovalProcess, user: User, on: date, /) -> Verdict: ...


class MayState(Protocol):
    """Tells whether what a signer states besides the opinion can stand (e.g. 批复文号)."""

    def __call__(
        self, process: ApprovalProcess, stated: Mapping[str, str], on: date, /
    ) -> Verdict: ...


class MaySign(Protocol):
    """Tells whether one may agree at a step, with what one states there."""

    def __call__(
        self,
        process: ApprovalProcess,
        step: Step,
        user: User,
        stated: Mapping[str, str],
        on: date,
        /,
    ) -> Verdict: ...


class Applies(Protocol):
    """Tells whether a conditional step applies, asked when the process comes to it."""

    def __call__(self, process: ApprovalProcess, step: Step, /) -> bool: ...


class Members(Protocol):
    """Names the posts of those who belong to the project in one role, e.g. its leader."""

    def __call__(self, process: ApprovalProcess, role: str, /) -> Sequence[Post]: ...


class MaySee(Protocol):
    """Tells whether one may read the process at all."""

    def __call__(self, process: ApprovalProcess, user: User, /) -> bool: ...


def _no_outcome(process: ApprovalProcess, /, *, actor: User, at: datetime) -> None:
    """Do nothing."""


def _no_task(task: ApprovalTask, /) -> None:
    """Do nothing."""


def _no_lock(process: ApprovalProcess, /) -> None:
    """Lock nothing."""


def _always(process: ApprovalProcess, user: User, on: date, /) -> Verdict:  # noqa: ARG001
    return ALLOWED


def _any_statement(
    process: ApprovalProcess,  # noqa: ARG001
    stated: Mapping[str, str],  # noqa: ARG001
    on: date,  # noqa: ARG001
    /,
) -> Verdict:
    return ALLOWED


def _signs(
    process: ApprovalProcess,  # noqa: ARG001
    step: Step,  # noqa: ARG001
    user: User,  # noqa: ARG001
    stated: Mapping[str, str],  # noqa: ARG001
    on: date,  # noqa: ARG001
    /,
) -> Verdict:
    return ALLOWED


def _applies(process: ApprovalProcess, step: Step, /) -> bool:  # noqa: ARG001
    return True


def _no_members(process: ApprovalProcess, role: str, /) -> Sequence[Post]:  # noqa: ARG001
    return ()


def _never(process: ApprovalProcess, user: User, /) -> bool:  # noqa: ARG001
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """A kind of decision, e.g. the approval of an application.

    `lock` takes the rows that the callbacks will write (the project) before the process row is
    locked: everybody locks project, then process, so nobody waits in a circle.
    """

    code: str
    label: str
    describe: Describe
    on_assigned: TaskHandler = _no_task
    on_unassigned: TaskHandler = _no_task
    on_approved: OutcomeHandler = _no_outcome
    on_returned: OutcomeHandler = _no_outcome
    on_rejected: OutcomeHandler = _no_outcome
    on_withdrawn: OutcomeHandler = _no_outcome
    on_terminated: OutcomeHandler = _no_outcome
    on_resubmitted: OutcomeHandler = _no_outcome
    may_approve: MayApprove = _always
    may_state: MayState = _any_statement
    may_sign: MaySign = _signs
    may_see: MaySee = _never
    applies: Applies = _applies
    members: Members = _no_members
    lock: ProcessLock = _no_lock


class UnknownMatterError(LookupError):
    """Nobody registered this matter."""


class Family(Protocol):
    """Makes the matter of a code that nobody registered one by one; None if it is not one."""

    def __call__(self, code: str, /) -> Matter | None: ...


_matters: dict[str, Matter] = {}
_families: list[Family] = []


def register(matter: Matter) -> None:
    """Make a matter known; a code is registered once."""
    if matter.code in _matters:
        raise ValueError(f"Matter {matter.code!r} is registered twice.")
    _matters[matter.code] = matter


def unregister(code: str) -> None:
    """Forget a matter; for tests that bring their own."""
    _matters.pop(code, None)


def register_family(family: Family) -> None:
    """Make matters known whose codes are data, such as the kinds that a rulebook declares."""
    _families.append(family)


def get(code: str) -> Matter:
    """Return the matter, or raise `UnknownMatterError`."""
    matter = _find(code)
    if matter is None:
        raise UnknownMatterError(code)
    return matter


def _find(code: str) -> Matter | None:
    known = _matters.get(code)
    if known is not None:
        return known
    members = (family(code) for family in _families)
    return next((member for member in members if member is not None), None)


def label_of(code: str) -> str:
    """Name a matter for readers."""
    matter = _find(code)
    return matter.label if matter else "其他事项"


def known() -> tuple[Matter, ...]:
    """Return all matters, by label."""
    return tuple(sorted(_matters.values(), key=lambda matter: matter.label))
