"""Publishing and taking back announcements (通知公告)."""

from datetime import date, datetime

from django.urls import reverse
from django.utils.timezone import localdate

from approvals.notifications.models import Announcement
from approvals.notifications.queries import publishing_unit
from approvals.notifications.services.telling import notify
from approvals.organizations.models import Unit, User
from audit.actions import AuditAction
from audit.services import audited, record
from config.kernel.verdicts import enforce, refused
from documents.services import define_kind, store_document
from documents.services.files import Upload

ATTACHMENT = "announcement"


@audited
def publish(  # noqa: PLR0913 - an announcement has that many particulars
    *,
    title: str,
    body: str,
    starts_on: date,
    ends_on: date | None = None,
    is_pinned: bool = False,
    tells_all: bool = False,
    upload: Upload | None = None,
    actor: User,
    at: datetime,
) -> Announcement:
    """Tell everybody something (发布通知公告), with a paper if there is one."""
    unit = _unit_of(actor, localdate(at))
    paper = None
    if upload is not None:
        define_kind(ATTACHMENT, "通知公告附件")
        paper = store_document(ATTACHMENT, upload, actor=actor, at=at)
    announcement = Announcement.objects.create(
        title=title,
        body=body,
        unit=unit,
        published_by=actor,
        published_at=at,
        starts_on=starts_on,
        ends_on=ends_on,
        is_pinned=is_pinned,
        attachment=paper,
    )
    if tells_all:
        notify(
            User.objects.filter(is_active=True, is_system=False),
            title=f"通知公告：{title}",
            url=reverse("approvals:notifications-announcement", args=[announcement.pk]),
            event="announcement",
            at=at,
        )
    record(AuditAction.ANNOUNCEMENT_PUBLISHED, target=announcement, actor=actor, at=at)
    return announcement


@audited
def withdraw(announcement: Announcement, *, actor: User, at: datetime) -> None:
    """Take an announcement back (撤下通知公告); it stays on record."""
    _unit_of(actor, localdate(at))
    locked = Announcement.objects.select_for_update(of=("self",)).get(pk=announcement.pk)
    if locked.withdrawn_at is not None:
        enforce(refused("这条通知公告已经撤下。"))
    locked.withdrawn_at = at
    locked.save(update_fields=["withdrawn_at"])
    record(AuditAction.ANNOUNCEMENT_WITHDRAWN, target=locked, actor=actor, at=at)


def _unit_of(actor: User, on: date) -> Unit:
    unit = publishing_unit(actor, on)
    if unit is None:
        enforce(refused("通知公告由数据部门发布，您没有数据部门的岗位。"))
    assert unit is not None
    return unit
