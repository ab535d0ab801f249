"""Notices (通知): what happened that concerns a person, and how they want to be told."""

from django.db import models
from django.db.models import Q

from approvals.notifications.shapes import OTHER
from approvals.organizations.models import User


class Notice(models.Model):
    """A message to one person; unread until opened or ticked off."""

    user = models.ForeignKey(
        User, models.PROTECT, related_name="notices", verbose_name="收件人", db_index=False
    )
    event = models.CharField("事项", max_length=40, default=OTHER)
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


class NoticePreference(models.Model):
    """How one person wants to be told of one event outside the system (通知开关)."""

    class Mail(models.TextChoices):
        NOW = "NOW", "立即发送"
        DAILY = "DAILY", "每日汇总"
        OFF = "OFF", "不发"

    user = models.ForeignKey(User, models.CASCADE, related_name="notice_preferences")
    event = models.CharField("事项", max_length=40)
    mail = models.CharField("邮件", max_length=10, choices=Mail.choices, default=Mail.NOW)
    message = models.BooleanField("即时消息", default=True)

    class Meta:
        verbose_name = "通知开关"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "event"], name="approvals_noticepreference_user_event"
            ),
        ]

    def __str__(self) -> str:
        return self.event
