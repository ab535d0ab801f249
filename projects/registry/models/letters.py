"""The register of document numbers (文号登记): reserved, used by an official letter, or void.

A number is never given twice: the series of a year only counts up, whatever became of a number.
"""

from django.db import models
from django.db.models import Q

from approvals.organizations.models import Unit, User
from documents.models import PrintedSheet
from projects.registry.models.project import Project


class OfficialLetter(models.Model):
    """One number of the register, and the letter that bears it (公文)."""

    class State(models.TextChoices):
        RESERVED = "RESERVED", "已预留"
        ISSUED = "ISSUED", "已发文"
        VOID = "VOID", "已作废"

    series = models.CharField("发文字号代字", max_length=20)
    year = models.PositiveSmallIntegerField("年度")
    serial = models.PositiveIntegerField("序号")
    unit = models.ForeignKey(
        Unit, verbose_name="发文单位", on_delete=models.PROTECT, related_name="letters"
    )
    state = models.CharField("状态", max_length=10, choices=State.choices)
    purpose = models.CharField("用途", max_length=200, blank=True)
    kind = models.CharField("文种", max_length=40, blank=True)
    project = models.ForeignKey(
        Project,
        verbose_name="项目",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="letters",
    )
    values = models.JSONField("内容", default=dict, blank=True)
    printed = models.ForeignKey(
        PrintedSheet,
        verbose_name="打印件",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="letters",
    )
    taken_by = models.ForeignKey(
        User, verbose_name="取号人", on_delete=models.PROTECT, related_name="letters"
    )
    taken_at = models.DateTimeField("取号时间")
    issued_at = models.DateTimeField("发文时间", null=True, blank=True)
    void_reason = models.CharField("作废原因", max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "文号登记"
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(fields=("series", "year", "serial"), name="letter_number_once"),
            models.CheckConstraint(
                condition=~Q(state="ISSUED") | Q(project__isnull=False),
                name="letter_issued_has_project",
            ),
            models.CheckConstraint(
                condition=~Q(state="VOID") | ~Q(void_reason=""), name="letter_void_has_reason"
            ),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """The number as it is printed: 代字〔2026〕7号."""
        return f"{self.series}〔{self.year}〕{self.serial}号"

    @property
    def tint(self) -> str:
        """The tint of its state on a page."""
        return {"RESERVED": "warn", "ISSUED": "ok", "VOID": "mute"}[self.state]
