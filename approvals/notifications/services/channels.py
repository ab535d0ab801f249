"""The ways out, as the system administrator keeps them (通知渠道)."""

import json
from collections.abc import Collection, Mapping
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet
from django.utils.timezone import localdate

from approvals.notifications.models import NoticeChannel
from approvals.notifications.queries import PURPOSE, particulars_of
from approvals.notifications.services.sending import Message, SendingFailedError, send
from approvals.organizations.access import Ability
from approvals.organizations.models import Unit, User
from approvals.organizations.rules import may
from audit.actions import AuditAction
from audit.services import audited, record
from config.kernel.sealing import seal
from config.kernel.verdicts import enforce, refused

TESTED = "测试通过"


@audited
def add_channel(  # noqa: PLR0913 - a channel has that many particulars
    *,
    kind: str,
    name: str,
    particulars: Mapping[str, str],
    unit: Unit | None = None,
    events: Collection[str] = (),
    is_active: bool = True,
    actor: User,
    at: datetime,
) -> NoticeChannel:
    """Add a way out (新增通知渠道)."""
    enforce(may(actor, Ability.EDIT_CHANNELS, localdate(at)))
    _require_free(name, NoticeChannel.objects.all())
    channel = NoticeChannel.objects.create(
        name=name,
        kind=kind,
        sealed_settings=_sealed(particulars),
        unit=unit,
        events=list(events),
        is_active=is_active,
    )
    _record(channel, "新增", actor=actor, at=at)
    return channel


@audited
def edit_channel(  # noqa: PLR0913 - a channel has that many particulars
    channel: NoticeChannel,
    *,
    name: str,
    particulars: Mapping[str, str],
    unit: Unit | None,
    events: Collection[str],
    is_active: bool,
    actor: User,
    at: datetime,
) -> NoticeChannel:
    """Change a way out (修改通知渠道); a secret that is left empty stays as it was."""
    enforce(may(actor, Ability.EDIT_CHANNELS, localdate(at)))
    _require_free(name, NoticeChannel.objects.exclude(pk=channel.pk))
    locked = NoticeChannel.objects.select_for_update().get(pk=channel.pk)
    known = particulars_of(locked)
    given = {key: value or known.get(key, "") for key, value in particulars.items()}
    locked.name, locked.unit, locked.events = name, unit, list(events)
    locked.is_active, locked.sealed_settings = is_active, _sealed(given)
    locked.save()
    _record(locked, "修改" if is_active else "停用", actor=actor, at=at)
    return locked


@audited
def try_channel(channel: NoticeChannel, *, actor: User, at: datetime) -> str:
    """Send a message to oneself by a channel (测试); return why it did not go, or nothing."""
    enforce(may(actor, Ability.EDIT_CHANNELS, localdate(at)))
    if channel.is_mail and not actor.email:
        enforce(refused("您的账号没有电子邮箱，测试邮件无处可发。请先在人员信息中填写。"))
    message = Message(
        key=f"{channel.pk}:test:{int(at.timestamp())}",
        title="通知渠道测试",
        body=f"{actor.full_name}测试渠道“{channel.name}”，收到即说明渠道可用。",
        link=f"{settings.PUBLIC_URL}/notices/",
        email=actor.email,
        username=actor.username,
        full_name=actor.full_name,
        phone=actor.phone,
    )
    cause = ""
    try:
        send(channel.kind, particulars_of(channel), message)
    except SendingFailedError as failure:
        cause = str(failure)
    NoticeChannel.objects.filter(pk=channel.pk).update(tested_at=at, test_error=cause)
    _record(channel, cause or TESTED, actor=actor, at=at)
    return cause


def _require_free(name: str, others: QuerySet[NoticeChannel]) -> None:
    if others.filter(name=name).exists():
        enforce(refused("已有同名的通知渠道，请换一个名称。"))


def _sealed(particulars: Mapping[str, str]) -> str:
    return seal(json.dumps(dict(particulars)), purpose=PURPOSE)


def _record(channel: NoticeChannel, deed: str, *, actor: User, at: datetime) -> None:
    detail = {"类型": channel.get_kind_display(), "操作": deed}
    record(AuditAction.CHANNEL_CHANGED, target=channel, actor=actor, at=at, detail=detail)
