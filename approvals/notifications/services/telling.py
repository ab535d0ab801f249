"""Writing notices, ticking them off, and choosing how to be told."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from approvals.notifications.models import Notice, NoticePreference
from approvals.notifications.services.outbox import put_in_outbox
from approvals.notifications.shapes import EVENTS, OTHER
from approvals.organizations.models import User
from config.kernel.asking import ask

TITLE_LENGTH = 200
# Part of every decision, so written out; most offices have no channel at all.
_TELL = """
WITH told AS (
    INSERT INTO approvals_notice (event, title, body, url, created_at, user_id)
    SELECT %s, %s, %s, %s, %s, user_id FROM unnest(%s::bigint[]) AS user_id
    RETURNING id, user_id
)
SELECT id, user_id, EXISTS (SELECT FROM approvals_noticechannel WHERE is_active) FROM told
"""


@transaction.atomic(savepoint=False)
def notify(  # noqa: PLR0913 - whom, what, where, and when
    users: Iterable[User],
    *,
    title: str,
    body: str = "",
    url: str = "",
    event: str = OTHER,
    at: datetime,
) -> None:
    """Tell people something, in the transaction of what happened; nobody is told twice.

    What leaves the system by mail or message goes into the outbox in the same transaction. No
    audit entry: the deed that gives rise to the notice has its own.
    """
    told, title = {user.pk: user for user in users if not user.is_system}, title[:TITLE_LENGTH]
    if not told:
        return
    written = ask(_TELL, [event, title, body, url, at, list(told)])
    if any(has_channel for *_, has_channel in written):
        notices = [
            Notice(
                pk=pk,
                user=told[user_id],
                event=event,
                title=title,
                body=body,
                url=url,
                created_at=at,
            )
            for pk, user_id, _ in written
        ]
        put_in_outbox(notices, event=EVENTS[event], at=at)


def mark_read(notice: Notice, *, at: datetime) -> None:
    """Tick off one notice; the first reading counts."""
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=at)


def mark_all_read(user: User, *, at: datetime) -> int:
    """Tick off everything that is unread."""
    return Notice.objects.filter(user=user, read_at=None).update(read_at=at)


def choose_preferences(user: User, *, wanted: Mapping[str, tuple[str, bool]]) -> None:
    """Keep how somebody wants to be told of each event (通知开关): mail, and message or not."""
    NoticePreference.objects.bulk_create(
        [
            NoticePreference(user=user, event=event, mail=mail, message=message)
            for event, (mail, message) in wanted.items()
        ],
        update_conflicts=True,
        unique_fields=["user", "event"],
        update_fields=["mail", "message"],
    )
