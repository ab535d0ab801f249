"""Where a person is signed in (登录会话): so many browsers at once, each of which can be ended.

The row of Django's own table is what keeps a browser signed in; ours says whose it is, from
where and since when. Ending a session takes both away, and the next click leads to the login.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils.timezone import localdate

from approvals.organizations.access import Ability
from approvals.organizations.models import OpenSession, User
from approvals.organizations.rules import is_not_oneself, may
from audit.actions import AuditAction
from audit.services import audited, record
from config.kernel.verdicts import enforce

LONGEST_BROWSER = 200
# What a session itself remembers: when it began and when it was last in use.
OPENED, SEEN = "opened_at", "seen_at"


@audited
def open_session(  # noqa: PLR0913 - who, which, from where, and when
    user: User, *, session_key: str, address: str, browser: str, actor: User, at: datetime
) -> int:
    """Note that somebody signed in (登录); return how many older sessions had to end for it."""
    User.objects.select_for_update().get(pk=user.pk)
    _forget_dead(user, at)
    kept = max(settings.SESSIONS_PER_ACCOUNT - 1, 0)
    ended = _end(user.open_sessions.order_by("-seen_at", "-pk")[kept:])
    OpenSession.objects.create(
        user=user,
        session_key=session_key,
        address=address or None,
        browser=browser[:LONGEST_BROWSER],
        opened_at=at,
        seen_at=at,
    )
    User.objects.filter(pk=user.pk).update(last_login=at)
    detail = {"因超过同时登录数而退出的会话": ended} if ended else {}
    record(AuditAction.LOGGED_IN, target=user, actor=actor, at=at, detail=detail)
    return ended


@audited
def close_session(user: User, *, session_key: str, actor: User, at: datetime) -> None:
    """Note that somebody signed out (退出)."""
    OpenSession.objects.filter(session_key=session_key).delete()
    record(AuditAction.LOGGED_OUT, target=user, actor=actor, at=at)


def keep_session(before: str, *, now: str | None) -> None:
    """Follow a session that got a new key, or forget one that is no more."""
    row = OpenSession.objects.filter(session_key=before)
    if now:
        row.update(session_key=now)
    else:
        row.delete()


def see_session(session_key: str, *, at: datetime) -> None:
    """Note that a session is in use."""
    OpenSession.objects.filter(session_key=session_key).update(seen_at=at)


@audited
def end_own_session(session: OpenSession, *, actor: User, at: datetime) -> None:
    """End one of one's own sessions (退出该处登录)."""
    assert session.user_id == actor.pk
    _end([session])
    _record(actor, 1, actor=actor, at=at)


@audited
def end_other_sessions(user: User, *, but: str, actor: User, at: datetime) -> int:
    """End all of one's sessions except the one at hand (退出其他登录)."""
    ended = _end(user.open_sessions.exclude(session_key=but))
    _record(user, ended, actor=actor, at=at)
    return ended


@audited
def end_sessions_of(user: User, *, actor: User, at: datetime) -> int:
    """End all sessions of somebody else (强制退出)."""
    enforce(may(actor, Ability.UNLOCK, localdate(at)) & is_not_oneself(user, actor))
    ended = _end(user.open_sessions.all())
    _record(user, ended, actor=actor, at=at)
    return ended


def drop_sessions(user: User, *, but: str = "") -> None:
    """End the sessions of an account whose password or state has changed."""
    _end(user.open_sessions.exclude(session_key=but))


def live_sessions(user: User, *, at: datetime) -> list[OpenSession]:
    """Return where somebody is signed in, the latest used first."""
    return list(_alive(user, at))


def _alive(user: User, at: datetime) -> "Iterable[OpenSession]":
    return user.open_sessions.filter(
        opened_at__gte=at - timedelta(seconds=settings.SESSION_LONGEST_SECONDS),
        seen_at__gte=at - timedelta(seconds=settings.SESSION_IDLE_SECONDS),
    ).order_by("-seen_at", "-pk")


def _forget_dead(user: User, at: datetime) -> None:
    """Take away what the time limits have ended, so that it does not count."""
    alive = [session.pk for session in _alive(user, at)]
    _end(user.open_sessions.exclude(pk__in=alive))


def _end(sessions: Iterable[OpenSession]) -> int:
    found = list(sessions)
    Session.objects.filter(session_key__in=[session.session_key for session in found]).delete()
    OpenSession.objects.filter(pk__in=[session.pk for session in found]).delete()
    return len(found)


def _record(user: User, ended: int, *, actor: User, at: datetime) -> None:
    detail = {"退出的会话数": ended}
    record(AuditAction.SESSION_ENDED, target=user, actor=actor, at=at, detail=detail)
