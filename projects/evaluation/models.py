"""Tables of the performance evaluation and of the archive."""

from django.db import models

from projects.registry.models import Project, Record


class Indicator(models.Model):
    """A performance indicator of a project, its weight and its target (绩效指标)."""

    class LevelOne(models.TextChoices):
        EXECUTION = "EXECUTION", "预算执行"
        OUTPUT = "OUTPUT", "产出"
        BENEFIT = "BENEFIT", "效益"
        SATISFACTION = "SATISFACTION", "满意度"

    class LevelTwo(models.TextChoices):
        QUANTITY = "QUANTITY", "数量"
        QUALITY = "QUALITY", "质量"
        TIMELINESS = "TIMELINESS", "时效"
        COST = "COST", "成本"
        ECONOMIC = "ECONOMIC", "经济效益"
        SOCIAL = "SOCIAL", "社会效益"
        ECOLOGICAL = "ECOLOGICAL", "生态效益"
        SUSTAINABLE = "SUSTAINABLE", "可持续影响"
        SATISFACTION = "SATISFACTION", "服务对象满意度"
        EXECUTION = "EXECUTION", "预算执行率"

    project = models.ForeignKey(
        Project, verbose_name="项目", on_delete=models.PROTECT, related_name="indicators"
    )
    position = models.PositiveSmallIntegerField("序号")
    level_one = models.CharField("一级指标", max_length=20, choices=LevelOne.choices)
    level_two = models.CharField("二级指标", max_length=20, choices=LevelTwo.choices)
    name = models.CharField("三级指标", max_length=200)
    target = models.CharField("指标值", max_length=200)
    weight = models.DecimalField("权重", max_digits=5, decimal_places=2)

    class Meta:
        verbose_name = verbose_name_plural = "绩效指标"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["project", "position"], name="indicator_position_once"),
            models.CheckConstraint(
                condition=models.Q(weight__gt=0, weight__lte=100), name="indicator_weight_in_range"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SelfEvaluation(Record):
    """The owner unit's own evaluation (绩效自评)."""

    score = models.DecimalField("自评得分", max_digits=5, decimal_places=2, null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "绩效自评"
        default_permissions = ()


class Evaluation(Record):
    """The data department's evaluation (绩效评价)."""

    class Grade(models.TextChoices):
        EXCELLENT = "EXCELLENT", "优"
        GOOD = "GOOD", "良"
        FAIR = "FAIR", "中"
        POOR = "POOR", "差"

    score = models.DecimalField("评价得分", max_digits=5, decimal_places=2, null=True, blank=True)
    grade = models.CharField("评价等级", max_length=10, choices=Grade.choices, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "绩效评价"
        default_permissions = ()


class ArchiveRecord(Record):
    """The hand-over of the whole file to the archives (归档)."""

    handed_over_on = models.DateField("移交日期", null=True, blank=True)
    retention_period = models.CharField("保管期限", max_length=20, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "项目归档"
        default_permissions = ()
