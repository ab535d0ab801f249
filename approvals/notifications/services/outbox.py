"""Which channels a notice leaves by: a row for each, in the transaction of the deed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from approvals.notifications.models import Delivery, Notice, NoticeChannel, NoticePreference
from approvals.notifications.shapes import NoticeEvent
from approvals.organizations.models import User
from config.kernel.background import enqueue
from config.kernel.digests import sha256

TASK = "approvals.deliver_notices"
DAILY, OFF = NoticePreference.Mail.DAILY, NoticePreference.Mail.OFF


@dataclass(frozen=True, slots=True)
class _Wish:
    """How one person wants to be told of the event."""

    mail: str
    message: bool


def put_in_outbox(notices: Sequence[Notice], *, event: NoticeEvent, at: datetime) -> None:
    """Write what has to leave; the same thing twice is one row, by its key."""
    active = NoticeChannel.objects.filter(is_active=True).select_related("unit")
    channels = [one for one in active if not one.events or event.code in one.events]
    if not channels:
        return
    wishes = _wishes_of(notices, event)
    paths = _paths_of(notices) if any(channel.unit_id for channel in channels) else {}
    rows = [
        row
        for channel in channels
        for row in _rows_of(channel, notices, wishes, paths, event=event, at=at)
    ]
    if rows:
        Delivery.objects.bulk_create(rows, ignore_conflicts=True)
        enqueue(TASK)


def _wishes_of(notices: Sequence[Notice], event: NoticeEvent) -> dict[int, _Wish]:
    people = [notice.user_id for notice in notices]
    chosen = {
        row.user_id: _Wish(row.mail, row.message)
        for row in NoticePreference.objects.filter(user__in=people, event=event.code)
    }
    usual = _Wish(event.mail, event.message)
    return {person: chosen.get(person, usual) for person in people}


def _paths_of(notices: Sequence[Notice]) -> dict[int, str]:
    people = [notice.user_id for notice in notices]
    found = User.objects.filter(pk__in=people, unit__isnull=False)
    return dict(found.values_list("pk", "unit__path"))


def _rows_of(  # noqa: PLR0913 - what is known of all the notices at once
    channel: NoticeChannel,
    notices: Sequence[Notice],
    wishes: dict[int, _Wish],
    paths: dict[int, str],
    *,
    event: NoticeEvent,
    at: datetime,
) -> Iterator[Delivery]:
    for notice in notices:
        wish = wishes[notice.user_id]
        is_outside = channel.unit is not None and not paths.get(notice.user_id, "").startswith(
            channel.unit.path
        )
        if is_outside or not _is_wanted(channel, notice, wish):
            continue
        is_held = channel.is_mail and wish.mail == DAILY
        yield Delivery(
            key=_key(channel, notice),
            channel=channel,
            user=notice.user if channel.is_per_person else None,
            event=event.code,
            notice=notice,
            state=Delivery.State.HELD if is_held else Delivery.State.QUEUED,
            due_at=at,
            created_at=at,
        )


def _is_wanted(channel: NoticeChannel, notice: Notice, wish: _Wish) -> bool:
    if channel.is_mail:
        return bool(notice.user.email) and wish.mail != OFF
    return wish.message


def _key(channel: NoticeChannel, notice: Notice) -> str:
    """Name a delivery: a person's by the notice, a group's by what is said, to whomever."""
    if channel.is_per_person:
        return f"{channel.pk}:notice:{notice.pk}"
    said = f"{notice.title}\n{notice.body}\n{notice.url}\n{notice.created_at.isoformat()}"
    return f"{channel.pk}:said:{sha256(said.encode())}"
