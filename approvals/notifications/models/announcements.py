"""Announcements (通知公告): what the data department tells everybody, from when to when."""

from django.db import models
from django.db.models import F, Q

from approvals.organizations.models import Unit, User
from documents.models import Document


class Announcement(models.Model):
    """A text for everybody who signs in; it is taken back, never deleted."""

    title = models.CharField("标题", max_length=120)
    body = models.TextField("正文")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="发布单位")
    published_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="发布人")
    published_at = models.DateTimeField("发布时间")
    starts_on = models.DateField("有效期起")
    ends_on = models.DateField("有效期止", null=True, blank=True)
    is_pinned = models.BooleanField("置顶", default=False)
    attachment = models.ForeignKey(
        Document, models.PROTECT, null=True, related_name="+", verbose_name="附件"
    )
    withdrawn_at = models.DateTimeField("撤下时间", null=True)

    class Meta:
        verbose_name = "通知公告"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="approvals_announcement_dates_in_order",
                violation_error_message="有效期止不能早于有效期起。",
            ),
        ]
        indexes = [
            models.Index(
                fields=["-is_pinned", "-starts_on", "-id"],
                condition=Q(withdrawn_at=None),
                name="approvals_announcement_shown",
            ),
        ]

    def __str__(self) -> str:
        return self.title
