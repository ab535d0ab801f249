"""Writing the trail: `@audited` around every service, `record` as its last statement.

Nested services join the outermost one, which appends all entries at the end of its
transaction: the head of the chain is the last lock taken and the shortest held. What a rule
refuses is rolled back; its denial is then written on a connection of its own. A nested
refusal refuses the whole: whoever caught it could not go on in the same transaction.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from functools import wraps
from typing import overload

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import DEFAULT_DB_ALIAS, OperationalError, connections, models, transaction
from psycopg.errors import DeadlockDetected, LockNotAvailable

from audit.actions import AuditAction
from audit.context import current_request
from audit.models import AuditEntry
from audit.services.appending import append_entries
from audit.services.entries import PendingEntry, build_entry
from config.kernel.verdicts import RuleViolationError, StaleVersionError

DENIALS_ALIAS = "denials"
BUSY = "这件事项正由他人办理，请稍候刷新后再试。"


_collected: ContextVar[list[PendingEntry] | None] = ContextVar("audit_collected", default=None)
_last_acts: ContextVar[dict[Hashable, Callable[[], None]] | None] = ContextVar(
    "audit_last_acts", default=None
)


@overload
def audited[**P, R](service: Callable[P, R], /) -> Callable[P, R]: ...
@overload
def audited[**P, R](
    service: None = None, /, *, refused_as: AuditAction
) -> Callable[[Callable[P, R]], Callable[P, R]]: ...
def audited[**P, R](
    service: Callable[P, R] | None = None,
    /,
    *,
    refused_as: AuditAction = AuditAction.DEED_REFUSED,
) -> Callable[P, R] | Callable[[Callable[P, R]], Callable[P, R]]:
    """Run a service in one transaction with its entries; put its refusal on the trail.

    `refused_as` names the deed that a refusal denies, where the general one says too little.
    """

    def decorate(deed: Callable[P, R]) -> Callable[P, R]:
        @wraps(deed)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            if _collected.get() is not None:
                return _run_nested(deed, *args, **kwargs)
            try:
                return _run_outermost(deed, *args, **kwargs)
            except RuleViolationError as violation:
                _record_refusal(refused_as, violation, args, kwargs)
                raise

        return run

    return decorate if service is None else decorate(service)


def record(  # noqa: PLR0913 - an entry has that many parts, all named
    action: AuditAction,
    *,
    target: models.Model | None,
    actor: AbstractBaseUser,
    at: datetime,
    project_id: int | None = None,
    detail: Mapping[str, object] | None = None,
    target_label: str = "",
) -> None:
    """Note a deed; it is written when the outermost service ends, and not if that fails.

    The keys of `detail` are shown as they stand, so write them in Chinese.
    """
    collected = _collected.get()
    if collected is None:
        raise RuntimeError("record() belongs inside a service decorated with @audited.")
    collected.append(
        build_entry(
            action,
            AuditEntry.Outcome.DONE,
            target=target,
            target_label=target_label,
            actor=actor,
            at=at,
            project_id=project_id,
            detail=detail,
        )
    )


def once_at_the_end(key: Hashable, act: Callable[[], None]) -> None:
    """Do something once before the outermost service ends, however often it is asked for.

    What follows from the sum of a deed's changes, such as who may see a project now, is then
    worked out once and not after each of them. Outside a service it is done at once.
    """
    acts = _last_acts.get()
    if acts is None:
        act()
    else:
        acts[key] = act


def record_denial(  # noqa: PLR0913 - see record
    action: AuditAction,
    *,
    actor: AbstractBaseUser | None,
    at: datetime,
    target_label: str,
    reason: str,
    project_id: int | None = None,
    target: models.Model | None = None,
) -> None:
    """Write a refusal at once; it stays whatever happens to the transaction of the deed."""
    entry = build_entry(
        action,
        AuditEntry.Outcome.DENIED,
        target=target,
        target_label=target_label,
        actor=actor,
        at=at,
        project_id=project_id,
        detail={"理由": reason} if reason else {},
    )
    # Inside a larger transaction we may hold the head ourselves; a second connection would
    # wait for it for ever. There the denial shares the fate of that transaction.
    is_inside = connections[DEFAULT_DB_ALIAS].in_atomic_block
    alias = DEFAULT_DB_ALIAS if is_inside else DENIALS_ALIAS
    with transaction.atomic(using=alias):
        append_entries([entry], using=alias, ends_transaction=not is_inside)
    current_request().denial_recorded = True


def _run_outermost[**P, R](deed: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    collected: list[PendingEntry] = []
    last_acts: dict[Hashable, Callable[[], None]] = {}
    is_inside = connections[DEFAULT_DB_ALIAS].in_atomic_block
    with _others_first(), transaction.atomic():
        token, acts_token = _collected.set(collected), _last_acts.set(last_acts)
        try:
            result = deed(*args, **kwargs)
            _last_acts.set(None)
            for act in last_acts.values():
                act()
        finally:
            _collected.reset(token)
            _last_acts.reset(acts_token)
        append_entries(collected, ends_transaction=not is_inside)
    return result


@contextmanager
def _others_first() -> Iterator[None]:
    """Say it in words where somebody else holds for too long what a deed has to lock."""
    try:
        yield
    except OperationalError as busy:
        if isinstance(busy.__cause__, LockNotAvailable | DeadlockDetected):
            raise StaleVersionError(BUSY) from busy
        raise


def _run_nested[**P, R](deed: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    with transaction.atomic(savepoint=False):
        return deed(*args, **kwargs)


def _record_refusal(
    action: AuditAction,
    violation: RuleViolationError,
    args: tuple[object, ...],
    kwargs: Mapping[str, object],
) -> None:
    actor, at = kwargs.get("actor"), kwargs.get("at")
    if not isinstance(actor, AbstractBaseUser) or not isinstance(at, datetime):
        raise TypeError("An audited service takes actor= and at=.") from violation
    subject = args[0] if args else None
    target = subject if isinstance(subject, models.Model) else None
    label = "" if target else str(kwargs.get("subject_label", ""))
    project_id = kwargs.get("project_ref") or kwargs.get("project_id")
    record_denial(
        action,
        actor=actor,
        at=at,
        target=target,
        target_label=label,
        reason=violation.verdict.text,
        project_id=project_id if isinstance(project_id, int) else None,
    )
