"""Tables of construction."""

from django.db import models

from config.kernel.models import AmountField
from projects.registry.models import Project, Record


class Milestone(models.Model):
    """A planned point of the construction, and when it was reached (里程碑)."""

    project = models.ForeignKey(
        Project, verbose_name="项目", on_delete=models.PROTECT, related_name="milestones"
    )
    position = models.PositiveSmallIntegerField("序号")
    name = models.CharField("里程碑", max_length=100)
    planned_start = models.DateField("计划开始")
    planned_end = models.DateField("计划完成")
    reached_on = models.DateField("实际完成", null=True, blank=True)
    percent = models.PositiveSmallIntegerField("完成比例", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "里程碑"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["project", "position"], name="milestone_position_once"),
            models.CheckConstraint(
                condition=models.Q(planned_end__gte=models.F("planned_start")),
                name="milestone_dates_in_order",
                violation_error_message="里程碑的计划完成日期早于计划开始日期。",
            ),
            models.CheckConstraint(
                condition=models.Q(percent__lte=100), name="milestone_percent_within_hundred"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ProgressReport(Record):
    """A report on the progress of the construction (进展报告)."""

    period_from = models.DateField("报告期起", null=True, blank=True)
    period_to = models.DateField("报告期止", null=True, blank=True)
    percent = models.DecimalField(
        "形象进度（%）", max_digits=5, decimal_places=2, null=True, blank=True
    )

    class Meta:
        verbose_name = verbose_name_plural = "进展报告"
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(percent__isnull=True)
                | models.Q(percent__gte=0, percent__lte=100),
                name="progress_percent_within_hundred",
                violation_error_message="形象进度应在 0 至 100 之间。",
            ),
            models.CheckConstraint(
                condition=models.Q(period_from__isnull=True)
                | models.Q(period_to__isnull=True)
                | models.Q(period_to__gte=models.F("period_from")),
                name="progress_period_in_order",
                violation_error_message="报告期止早于报告期起，请核对。",
            ),
        ]


class ChangeRequest(Record):
    """A change of scope, technique, function or money (变更). `amount` is the sum after it."""

    before_amount = AmountField("变更前金额", null=True, blank=True)
    difference_amount = models.DecimalField(
        "变更金额", max_digits=16, decimal_places=2, null=True, blank=True
    )

    class Meta:
        verbose_name = verbose_name_plural = "项目变更"
        default_permissions = ()
