"""Notices (通知): what happened that concerns a person."""

from django.db import models
from django.db.models import Q

from approvals.organizations.models import User


class Notice(models.Model):
    """A message to one person; unread until opened or ticked off."""

    user = models.ForeignKey(User, models.PROTECT, related_name="notices", verbose_name="收件人")
    title = models.CharField("标题", max_length=200)
    body = models.TextField("内容", blank=True)
    url = models.CharField("链接", max_length=300, blank=True)
    created_at = models.DateTimeField("时间")
    read_at = models.DateTimeField("阅读时间", null=True)

    class Meta:
        verbose_name = "通知"
        indexes = [
            models.Index(fields=["user", "-created_at", "-id"], name="approvals_notice_user"),
            models.Index(
                fields=["user"], condition=Q(read_at=None), name="approvals_notice_unread"
            ),
        ]

    def __str__(self) -> str:
        return self.title
