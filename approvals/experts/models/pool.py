"""The expert pool (专家库)."""

from django.db import models

from approvals.organizations.models import User
from config.kernel.models import VersionedModel

DEFAULT_CAP = 12


class ExpertField(models.Model):
    """A field of knowledge (专业); a rulebook names it by its code."""

    code = models.CharField("代码", max_length=40, unique=True)
    label = models.CharField("名称", max_length=60)
    is_active = models.BooleanField("在用", default=True)

    class Meta:
        verbose_name = "评审专业"
        default_permissions = ()

    def __str__(self) -> str:
        return self.label


class ExpertState(models.TextChoices):
    """Whether an expert may be drawn on a day, and why not."""

    READY = "READY", "可抽取"
    FULL = "FULL", "今年已满"
    LAPSED = "LAPSED", "已不任专家"
    SUSPENDED = "SUSPENDED", "已停用"


class Expert(VersionedModel):
    """A person in the expert pool (评审专家); `queries.pool` says the state on a day."""

    user = models.OneToOneField(
        User, models.PROTECT, related_name="expert", verbose_name="人员账号"
    )
    pinyin = models.CharField(max_length=300, editable=False)
    employer = models.CharField("工作单位", max_length=120)
    title = models.CharField("职称或职务", max_length=60)
    is_senior = models.BooleanField("高级职称", default=False)
    is_external = models.BooleanField("外部专家", default=True)
    works_since = models.PositiveSmallIntegerField("从业起始年份")
    fields = models.ManyToManyField(ExpertField, verbose_name="专业", related_name="experts")
    yearly_cap = models.PositiveSmallIntegerField("每年最多评审次数", default=DEFAULT_CAP)
    is_suspended = models.BooleanField("已停用", default=False)
    suspended_reason = models.CharField("停用原因", max_length=200, blank=True)
    added_at = models.DateTimeField("入库时间")

    class Meta:
        verbose_name = "评审专家"
        default_permissions = ()
        indexes = [models.Index(fields=["pinyin", "id"], name="approvals_expert_pinyin")]

    def __str__(self) -> str:
        return self.user.full_name

    @property
    def state_label(self) -> str:
        """The state in words."""
        return str(ExpertState(vars(self)["state"]).label)

    @property
    def tint(self) -> str:
        """The tint of the state on a page."""
        return {"READY": "ok", "FULL": "warn", "LAPSED": "warn"}.get(vars(self)["state"], "mute")


class ExpertTie(models.Model):
    """What an expert is tied to and therefore stays away from (回避关系)."""

    class Kind(models.TextChoices):
        UNIT = "UNIT", "曾任职、兼职或聘用的单位"
        SUPPLIER = "SUPPLIER", "有利害关系的供应商"
        KIN = "KIN", "近亲属所在的单位"
        WORK = "WORK", "参与过前期工作的项目"

    expert = models.ForeignKey(Expert, models.CASCADE, related_name="ties", verbose_name="专家")
    kind = models.CharField("关系", max_length=10, choices=Kind.choices)
    name = models.CharField("单位、项目名称或者项目编号", max_length=200)
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = "回避关系"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["expert", "kind", "name"], name="approvals_expert_tie_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.name}"
