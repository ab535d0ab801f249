"""Writing notices, ticking them off, and choosing how to be told."""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from datetime import datetime
from functools import partial

from django.db import transaction

from approvals.notifications.models import Notice, NoticePreference
from approvals.notifications.services.outbox import put_in_outbox
from approvals.notifications.shapes import EVENTS, OTHER
from approvals.organizations.models import User
from config.kernel.writing import Pen

TITLE_LENGTH = 200
_TELL = """
INSERT INTO approvals_notice (event, title, body, url, created_at, user_id)
SELECT %s, %s, %s, %s, %s, user_id FROM unnest(%s::bigint[]) AS user_id
RETURNING id, user_id
"""
# Most offices have no channel at all.
_GOES_OUT = """
SELECT array_agg(ARRAY[id, user_id]) FROM {rows}
WHERE EXISTS (SELECT FROM approvals_noticechannel WHERE is_active)
"""


def notify(  # noqa: PLR0913 - whom, what, where, and when
    users: Iterable[User],
    *,
    title: str,
    body: str = "",
    url: str = "",
    event: str = OTHER,
    at: datetime,
    pen: Pen | None = None,
) -> None:
    """Tell people something, in the transaction of what happened; nobody is told twice.

    What leaves the system by mail or message goes into the outbox in the same transaction. No
    audit entry: the deed that gives rise to the notice has its own. With a pen they are told in
    its next stroke, together with what else a decision writes.
    """
    told = {user.pk: user for user in users if not user.is_system}
    if not told:
        return
    notice = Notice(event=event, title=title[:TITLE_LENGTH], body=body, url=url, created_at=at)
    values = [event, notice.title, body, url, at, list(told)]
    stroke = pen or Pen()
    stroke.say(_TELL, values, answer=_GOES_OUT, hear=partial(_put_outside, notice, told))
    if pen is None:
        with transaction.atomic(savepoint=False):
            stroke.stroke()


def _put_outside(
    notice: Notice, told: Mapping[int, User], written: Sequence[Sequence[int]] | None
) -> None:
    if not written:
        return
    notices = []
    for pk, user_id in written:
        one = copy(notice)
        one.pk, one.user = pk, told[user_id]
        notices.append(one)
    put_in_outbox(notices, event=EVENTS[notice.event], at=notice.created_at)


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
