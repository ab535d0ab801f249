"""The worker's side of the outbox: each row once, again after a failure, dead with its cause.

Whoever wins the conditional update of a row sends it. A worker that dies with a row in hand
leaves its lease behind; when that has run out the row is sent again under the same key.
"""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils.timezone import localdate

from approvals.notifications.models import Delivery, Notice, NoticeChannel
from approvals.notifications.queries import particulars_of
from approvals.notifications.services.outbox import TASK
from approvals.notifications.services.sending import Message, SendingFailedError, send
from approvals.notifications.shapes import OTHER
from approvals.organizations.access import Ability
from approvals.organizations.models import User
from approvals.organizations.rules import may
from audit.actions import AuditAction
from audit.services import audited, record
from config.kernel.background import enqueue
from config.kernel.verdicts import enforce, refused

LEASE = timedelta(minutes=5)
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720))
AT_ONCE = 100
KEPT_FOR = timedelta(days=90)
LISTED = 50
BROKEN_OFF = "发送时中断的次数过多，系统已停止自动重试。"
State = Delivery.State
_MINE = Q(state=State.QUEUED) | Q(state=State.SENDING)


def deliver_due(*, at: datetime) -> int:
    """Send what is due, a hundred at a time; return how many rows were taken."""
    due = Delivery.objects.filter(_MINE, due_at__lte=at, channel__is_active=True)
    due.filter(attempts__gt=len(WAITS)).update(state=State.DEAD, lease=None, cause=BROKEN_OFF)
    found = list(due.order_by("due_at", "pk").values_list("pk", flat=True)[:AT_ONCE])
    taken = sum(_deliver(pk, at=at) for pk in found)
    if len(found) == AT_ONCE:
        enqueue(TASK)
    return taken


def _deliver(pk: int, *, at: datetime) -> bool:
    """Send one row, if nobody else has it."""
    lease = uuid.uuid4()
    row = Delivery.objects.filter(_MINE, pk=pk, due_at__lte=at)
    if not row.update(
        state=State.SENDING, lease=lease, due_at=at + LEASE, attempts=F("attempts") + 1
    ):
        return False
    delivery = Delivery.objects.select_related("channel", "user", "notice").get(pk=pk)
    message = _message_of(delivery)
    if message is None:
        _end(delivery, lease, state=State.SKIPPED, at=at)
        return True
    try:
        send(delivery.channel.kind, particulars_of(delivery.channel), message)
    except SendingFailedError as failure:
        _put_back(delivery, lease, failure, at=at)
    else:
        _end(delivery, lease, state=State.SENT, at=at)
    return True


def _end(delivery: Delivery, lease: uuid.UUID, *, state: str, at: datetime) -> None:
    held = Delivery.objects.filter(pk=delivery.pk, lease=lease)
    held.update(state=state, lease=None, cause="", sent_at=at)
    delivery.parts.update(state=state, sent_at=at)


def _put_back(
    delivery: Delivery, lease: uuid.UUID, failure: SendingFailedError, *, at: datetime
) -> None:
    """Let it wait for the next attempt, or give up; the cause stays to be read."""
    is_over = failure.is_final or delivery.attempts > len(WAITS)
    wait = timedelta(0) if is_over else WAITS[delivery.attempts - 1]
    Delivery.objects.filter(pk=delivery.pk, lease=lease).update(
        state=State.DEAD if is_over else State.QUEUED,
        lease=None,
        cause=str(failure),
        due_at=at + wait,
    )


def _message_of(delivery: Delivery) -> Message | None:
    """Write what is sent; nothing if there is nobody, or nothing left, to tell."""
    user = delivery.user
    if user is not None and not user.is_active:
        return None
    if delivery.notice is not None:
        notice = delivery.notice
        title, body, url = notice.title, notice.body, notice.url
    else:
        unread = _unread_parts(delivery)
        if not unread:
            return None
        title, body, url = f"今日通知汇总：{len(unread)} 条未读", _lines(unread), "/notices/"
    return Message(
        key=delivery.key,
        title=title,
        body=body,
        link=f"{settings.PUBLIC_URL}{url}" if url.startswith("/") else url,
        email=user.email if user else "",
        username=user.username if user else "",
        full_name=user.full_name if user else "",
        phone=user.phone if user else "",
    )


def _unread_parts(delivery: Delivery) -> list[Notice]:
    return list(
        Notice.objects.filter(deliveries__digest=delivery, read_at=None).order_by("created_at")
    )


def _lines(notices: list[Notice]) -> str:
    shown = [f"{number}. {notice.title}" for number, notice in enumerate(notices[:LISTED], 1)]
    rest = len(notices) - LISTED
    return "\n".join([*shown, f"另有 {rest} 条，请登录系统查看。"] if rest > 0 else shown)


@transaction.atomic
def send_digests(*, at: datetime) -> int:
    """Gather what waited for the day's summary (每日汇总), one a person and channel."""
    held = Delivery.objects.filter(state=State.HELD, digest=None, channel__is_active=True)
    pairs = list(held.values_list("channel_id", "user_id").distinct())
    day = localdate(at).isoformat()
    for channel_id, user_id in pairs:
        digest, is_new = Delivery.objects.get_or_create(
            key=f"{channel_id}:digest:{user_id}:{day}",
            defaults={
                "channel_id": channel_id,
                "user_id": user_id,
                "event": OTHER,
                "due_at": at,
                "created_at": at,
            },
        )
        if is_new:
            held.filter(channel_id=channel_id, user_id=user_id).update(digest=digest)
    Delivery.objects.filter(
        state__in=[State.SENT, State.SKIPPED], created_at__lt=at - KEPT_FOR
    ).delete()
    if pairs:
        enqueue(TASK)
    return len(pairs)


@audited
def retry_delivery(delivery: Delivery, *, actor: User, at: datetime) -> Delivery:
    """Send again what was given up (重新发送)."""
    locked = Delivery.objects.select_for_update().get(pk=delivery.pk)
    enforce(may(actor, Ability.EDIT_CHANNELS, localdate(at)))
    if not locked.is_dead:
        enforce(refused("只有发送失败的可以重新发送。"))
    locked.state, locked.attempts, locked.due_at = State.QUEUED, 0, at
    locked.save(update_fields=["state", "attempts", "due_at"])
    channel = NoticeChannel.objects.get(pk=locked.channel_id)
    record(
        AuditAction.DELIVERY_RETRIED,
        target=locked,
        target_label=f"{channel.name} 第 {locked.pk} 号投递",
        actor=actor,
        at=at,
    )
    enqueue(TASK)
    return locked
