"""Calls for applications (申报批次): announced by the office that organizes applications.

A rulebook may name calls as part of its text; most texts leave the days to a yearly notice,
so the office opens them here, without a new version of the measures.
"""

from datetime import date

from django.db import models
from django.db.models import F, Q

from approvals.organizations.models import User
from config.kernel.models import VersionedModel
from projects.registry.models.project import Project
from projects.regulations.models import Regulation


class ApplicationCall(VersionedModel):
    """A call: its days, how many projects a unit may file, and which papers they must bring."""

    regulation = models.ForeignKey(
        Regulation, verbose_name="适用办法", on_delete=models.PROTECT, related_name="calls"
    )
    year = models.PositiveSmallIntegerField("申报年度")
    label = models.CharField("批次名称", max_length=100)
    notice_number = models.CharField("通知文号", max_length=60, blank=True)
    opens_on = models.DateField("开始日期")
    closes_on = models.DateField("截止日期")
    quota = models.PositiveSmallIntegerField("每单位项目数", null=True, blank=True)
    templates = models.JSONField("规定的材料", default=list, blank=True)
    accepts_late = models.BooleanField("接受逾期申报申请", default=True)
    note = models.TextField("申报要求", blank=True)
    opened_by = models.ForeignKey(
        User, verbose_name="发布人", on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField("发布时间")
    cancelled_at = models.DateTimeField("取消时间", null=True)
    cancel_reason = models.TextField("取消理由", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "申报批次"
        default_permissions = ()
        permissions = [("open_call", "发布申报批次")]
        constraints = [
            models.UniqueConstraint(
                fields=["regulation", "year", "label"],
                condition=Q(cancelled_at=None),
                name="application_call_label_once_a_year",
            ),
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")), name="application_call_days_in_order"
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at=None) | ~Q(cancel_reason=""),
                name="application_call_cancelled_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def basis(self) -> str:
        """What an applicant is referred to: the notice, if it has a number."""
        return f"{self.label}（{self.notice_number}）" if self.notice_number else self.label

    @property
    def is_cancelled(self) -> bool:
        """Whether nothing can be filed under it any more."""
        return self.cancelled_at is not None

    def holds(self, day: date) -> bool:
        """Whether a day lies in the window, both ends included."""
        return self.opens_on <= day <= self.closes_on

    def state_on(self, on: date) -> tuple[str, str]:
        """Say where it stands on a day, with the tint of that."""
        if self.is_cancelled:
            return "已取消", "bad"
        if on < self.opens_on:
            return "未开始", "info"
        return ("开放中", "ok") if on <= self.closes_on else ("已截止", "mute")


class LateEntry(models.Model):
    """A unit asks to file after the last day; the office that organizes calls decides."""

    class State(models.TextChoices):
        ASKED = "ASKED", "待办理"
        AGREED = "AGREED", "同意"
        REFUSED = "REFUSED", "不同意"

    call = models.ForeignKey(
        ApplicationCall, verbose_name="申报批次", on_delete=models.PROTECT, related_name="late"
    )
    project = models.ForeignKey(
        Project, verbose_name="项目", on_delete=models.PROTECT, related_name="late_entries"
    )
    reason = models.TextField("理由")
    state = models.CharField("状态", max_length=20, choices=State.choices, default=State.ASKED)
    asked_by = models.ForeignKey(
        User, verbose_name="申请人", on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField("申请时间")
    until = models.DateField("最迟送审日期", null=True)
    decided_by = models.ForeignKey(
        User, verbose_name="办理人", on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField("办理时间", null=True)
    answer = models.TextField("办理意见", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "逾期申报"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["project"],
                condition=Q(state="ASKED"),
                name="late_entry_one_asked_per_project",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="late_entry_has_reason"),
            models.CheckConstraint(
                condition=~Q(state="AGREED") | Q(until__isnull=False),
                name="late_entry_agreed_until_a_day",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="late_entry_decided_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project}：{self.call}"

    @property
    def is_open(self) -> bool:
        """Whether it waits for the office."""
        return self.state == self.State.ASKED

    @property
    def tint(self) -> str:
        """The tint of its state."""
        return {"ASKED": "warn", "AGREED": "ok"}.get(self.state, "bad")
