"""Tables of the application stage."""

from decimal import Decimal

from django.db import models
from django.db.models import Q

from approvals.organizations.models import User
from config.kernel.models import AmountField
from projects.registry.models import Project, Record
from projects.regulations.models import Regulation


class ProjectApplication(Record):
    """An application for a project (申报书); its sum is the sum of its budget lines."""

    fiscal_amount = AmountField("其中财政资金", default=0)
    cloud_target = models.CharField("部署位置", max_length=30, blank=True)
    duplicates_checked_at = models.DateTimeField("查重时间", null=True, blank=True)
    saved_from = models.UUIDField("最近保存的页面", null=True, blank=True, editable=False)
    red_line_answers = models.JSONField("红线用语说明", default=dict, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "项目申报"
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(fiscal_amount__gte=0), name="application_fiscal_not_negative"
            )
        ]


class BudgetLine(models.Model):
    """One line of the budget of an application (预算明细); a draft may still lack parts of it."""

    class Category(models.TextChoices):
        SOFTWARE = "SOFTWARE", "软件开发"
        HARDWARE = "HARDWARE", "硬件设备"
        SYSTEM_SOFTWARE = "SYSTEM_SOFTWARE", "系统软件"
        INTEGRATION = "INTEGRATION", "系统集成"
        CLOUD = "CLOUD", "云资源"
        DATA = "DATA", "数据资源"
        SECURITY = "SECURITY", "安全与密码"
        CONSULTING = "CONSULTING", "设计咨询"
        SUPERVISION = "SUPERVISION", "监理测评"
        TRAINING = "TRAINING", "培训"
        OTHER = "OTHER", "其他"

    class Source(models.TextChoices):
        FISCAL = "FISCAL", "本级财政资金"
        UPPER = "UPPER", "上级补助资金"
        BOND = "BOND", "政府债券"
        SELF_RAISED = "SELF_RAISED", "单位自筹"
        OTHER = "OTHER", "其他资金"

    application = models.ForeignKey(
        ProjectApplication, verbose_name="申报", on_delete=models.CASCADE, related_name="lines"
    )
    position = models.PositiveSmallIntegerField("序号")
    category = models.CharField("费用类别", max_length=20, choices=Category.choices, blank=True)
    source = models.CharField("资金来源", max_length=20, choices=Source.choices, blank=True)
    name = models.CharField("名称", max_length=200, blank=True)
    specification = models.TextField("性能指标或功能说明", blank=True)
    line_kind = models.CharField("内容性质", max_length=40, blank=True)
    red_line_answer = models.TextField("红线说明", blank=True)
    quantity = models.DecimalField("数量", max_digits=12, decimal_places=2, null=True, blank=True)
    unit_price = AmountField("单价（元）", null=True, blank=True)
    amount = AmountField("金额（元）", null=True, blank=True)
    reviewed_amount = AmountField("审定金额（元）", null=True, blank=True)
    review_reason = models.TextField("核减理由", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "预算明细"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["application", "position"], name="budget_line_position_once"
            ),
            models.CheckConstraint(
                condition=models.Q(quantity__gt=0, unit_price__gte=0, amount__gte=0),
                name="budget_line_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(reviewed_amount__isnull=True) | models.Q(reviewed_amount__gte=0),
                name="budget_line_reviewed_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def reduced_amount(self) -> Decimal | None:
        """What the review takes away (核减); nothing before it is reviewed."""
        if self.amount is None or self.reviewed_amount is None:
            return None
        return Decimal(self.amount) - Decimal(self.reviewed_amount)


class Appraisal(Record):
    """The appraisal of an application by the data department (评审), line by line."""

    application = models.ForeignKey(
        ProjectApplication,
        verbose_name="申报",
        on_delete=models.PROTECT,
        related_name="appraisals",
        null=True,
    )
    reviewed_amount = AmountField("审定金额", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "项目评审"
        default_permissions = ()


class SimilarProject(models.Model):
    """A project found to resemble an application, and what the applicant answers (查重)."""

    application = models.ForeignKey(
        ProjectApplication,
        verbose_name="申报",
        on_delete=models.CASCADE,
        related_name="similar_projects",
    )
    project = models.ForeignKey(Project, verbose_name="相似项目", on_delete=models.PROTECT)
    similarity = models.PositiveSmallIntegerField("相似度（%）")
    answer = models.TextField("说明", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "相似项目"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["application", "project"], name="similar_project_once")
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.similarity}%"


class RedLineTerm(models.Model):
    """A word that applications are scanned for beside those of the measures (红线用语).

    It belongs to a red line of one regulation, or to none and holds under all of them. A word
    that is taken out still counts for what was sent before.
    """

    regulation = models.ForeignKey(
        Regulation,
        verbose_name="办法",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    line_code = models.CharField("红线代码", max_length=40, blank=True)
    word = models.CharField("用语", max_length=40)
    hint = models.CharField("要求说明什么", max_length=200, blank=True)
    added_by = models.ForeignKey(
        User, verbose_name="添加人", on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField("添加时间")
    retired_by = models.ForeignKey(
        User, verbose_name="停用人", on_delete=models.PROTECT, null=True, related_name="+"
    )
    retired_at = models.DateTimeField("停用时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "红线用语"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["regulation", "line_code", "word"],
                condition=Q(retired_at=None),
                nulls_distinct=False,
                name="red_line_term_once",
            ),
            models.CheckConstraint(condition=~Q(word=""), name="red_line_term_has_a_word"),
            models.CheckConstraint(
                condition=Q(regulation__isnull=False) | Q(line_code=""),
                name="red_line_term_of_a_regulation",
            ),
        ]

    def __str__(self) -> str:
        return self.word
