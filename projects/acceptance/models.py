"""Tables of testing, trial operation and acceptance."""

from django.db import models

from projects.registry.models import Project, Record


class TestReport(Record):
    """The report on the software test (软件测试报告)."""

    __test__ = False

    conclusion = models.CharField("测试结论", max_length=20, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "测试报告"
        default_permissions = ()


class TrialOperation(Record):
    """A trial operation and what it showed (试运行)."""

    started_on = models.DateField("开始日期", null=True, blank=True)
    ended_on = models.DateField("结束日期", null=True, blank=True)
    conclusion = models.CharField("试运行结论", max_length=20, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "试运行"
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(started_on__isnull=True)
                | models.Q(ended_on__isnull=True)
                | models.Q(ended_on__gte=models.F("started_on")),
                name="trial_operation_dates_in_order",
                violation_error_message="试运行结束日期早于开始日期，请核对。",
            )
        ]


class FinalAcceptance(Record):
    """The acceptance of the finished project (验收)."""

    conclusion = models.CharField("验收结论", max_length=20, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "项目验收"
        default_permissions = ()


class DataResource(models.Model):
    """A data resource that a project brings forth (信息资源目录)."""

    class Sharing(models.TextChoices):
        UNCONDITIONAL = "UNCONDITIONAL", "无条件共享"
        CONDITIONAL = "CONDITIONAL", "有条件共享"
        CLOSED = "CLOSED", "不予共享"

    class Frequency(models.TextChoices):
        REAL_TIME = "REAL_TIME", "实时"
        DAILY = "DAILY", "每日"
        WEEKLY = "WEEKLY", "每周"
        MONTHLY = "MONTHLY", "每月"
        YEARLY = "YEARLY", "每年"

    project = models.ForeignKey(
        Project, verbose_name="项目", on_delete=models.PROTECT, related_name="data_resources"
    )
    name = models.CharField("资源名称", max_length=200)
    sharing = models.CharField("共享条件", max_length=20, choices=Sharing.choices)
    sharing_basis = models.CharField("共享依据或不共享理由", max_length=300, blank=True)
    is_open = models.BooleanField("面向社会开放", default=False)
    frequency = models.CharField("更新频度", max_length=20, choices=Frequency.choices)
    catalogued_on = models.DateField("编目日期", null=True, blank=True)
    collected_on = models.DateField("归集日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "数据资源"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["project", "name"], name="data_resource_name_once")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_shared_freely(self) -> bool:
        """Whether it is shared without conditions (无条件共享)."""
        return self.sharing == self.Sharing.UNCONDITIONAL

    @property
    def tint(self) -> str:
        """The tint of its sharing condition on a page."""
        return {"UNCONDITIONAL": "ok", "CONDITIONAL": "warn", "CLOSED": "mute"}[self.sharing]
