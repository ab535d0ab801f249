"""Writing notices and ticking them off."""

from collections.abc import Iterable
from datetime import datetime

from approvals.notifications.models import Notice
from approvals.organizations.models import User

TITLE_LENGTH = 200


def notify(
    users: Iterable[User], *, title: str, body: str = "", url: str = "", at: datetime
) -> None:
    """Tell people something, in the transaction of what happened; nobody is told twice.

    No audit entry: the deed that gives rise to the notice has its own.
    """
    Notice.objects.bulk_create(
        Notice(user=user, title=title[:TITLE_LENGTH], body=body, url=url, created_at=at)
        for user in {user.pk: user for user in users if not user.is_system}.values()
    )


def mark_read(notice: Notice, *, at: datetime) -> None:
    """Tick off one notice; the first reading counts."""
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=at)


def mark_all_read(user: User, *, at: datetime) -> int:
    """Tick off everything that is unread."""
    return Notice.objects.filter(user=user, read_at=None).update(read_at=at)
