"""Meetings that decide many matters at once (会议审议)."""

from django.db import models
from django.db.models import Q

from approvals.flows.models.tasks import ApprovalTask
from approvals.organizations.models import Post, User


class MeetingResult(models.TextChoices):
    """What a meeting resolved about one matter."""

    APPROVED = "APPROVED", "通过"
    RETURNED = "RETURNED", "退回补正"
    REJECTED = "REJECTED", "不通过"
    DEFERRED = "DEFERRED", "暂缓，下次再议"


class Meeting(models.Model):
    """One sitting (会议), from its agenda to its minutes."""

    title = models.CharField("会议名称", max_length=100)
    held_on = models.DateField("会议日期")
    place = models.CharField("地点", max_length=100, blank=True)
    post = models.ForeignKey(
        Post, verbose_name="召集岗位", on_delete=models.PROTECT, related_name="+"
    )
    called_by = models.ForeignKey(
        User, verbose_name="召集人", on_delete=models.PROTECT, related_name="+"
    )
    called_at = models.DateTimeField("建立时间")
    minutes_number = models.CharField("纪要文号", max_length=60, blank=True)
    concluded_at = models.DateTimeField("录入结果时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "会议"
        indexes = [models.Index(fields=["post", "-held_on", "-id"], name="approvals_meeting_post")]
        constraints = [
            models.CheckConstraint(
                name="approvals_meeting_concluded_by_minutes",
                condition=Q(concluded_at=None) | ~Q(minutes_number=""),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_concluded(self) -> bool:
        """Whether the results are entered."""
        return self.concluded_at is not None


class MeetingItem(models.Model):
    """A matter on the agenda (议题), and what was resolved."""

    meeting = models.ForeignKey(
        Meeting, verbose_name="会议", on_delete=models.PROTECT, related_name="items"
    )
    task = models.ForeignKey(
        ApprovalTask, verbose_name="任务", on_delete=models.PROTECT, related_name="agenda_items"
    )
    place = models.PositiveSmallIntegerField("议题序号")
    result = models.CharField("结果", max_length=10, choices=MeetingResult.choices, blank=True)
    note = models.TextField("会议意见", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "议题"
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "task"], name="approvals_meetingitem_once_per_meeting"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place}"
