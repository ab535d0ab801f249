"""Reorganizations (机构改革): units merged, split or renamed from a day on."""

from django.db import models
from django.db.models import F, Q

from approvals.organizations.models.people import User
from approvals.organizations.models.units import Unit


class Reorganization(models.Model):
    """One act by which a unit is merged into another, split or renamed (机构改革).

    Decided by two administrators, planned for a day and then carried out; the names are kept as
    they were, for those who hold an old paper in their hands.
    """

    class Kind(models.TextChoices):
        MERGE = "MERGE", "并入"
        SPLIT = "SPLIT", "拆分划转"
        RENAME = "RENAME", "更名"

    class State(models.TextChoices):
        PLANNED = "PLANNED", "待生效"
        DONE = "DONE", "已生效"
        CANCELLED = "CANCELLED", "已取消"

    kind = models.CharField("方式", max_length=10, choices=Kind.choices)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.PLANNED)
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="reorganizations", verbose_name="单位"
    )
    target = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reorganizations_into",
        verbose_name="接收单位",
    )
    old_name = models.CharField("原名称", max_length=120)
    new_name = models.CharField("新名称", max_length=120, blank=True)
    new_short_name = models.CharField("新简称", max_length=40, blank=True)
    chosen = models.JSONField("划转范围", default=dict, blank=True)
    basis = models.CharField("依据", max_length=200)
    effective_on = models.DateField("生效日")
    planned_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="办理人")
    witness = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="见证人")
    planned_at = models.DateTimeField("办理时间")
    done_at = models.DateTimeField("生效时间", null=True, blank=True)
    moved = models.JSONField("移交内容", default=dict, blank=True)
    problem = models.TextField("未能生效的原因", blank=True)

    class Meta:
        verbose_name = "机构改革"
        constraints = [
            models.CheckConstraint(
                condition=Q(target=None) | ~Q(target=F("unit")),
                name="approvals_reorganization_two_units",
            ),
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(state="PLANNED"),
                name="approvals_reorganization_one_planned",
                violation_error_message="该单位已有一项待生效的机构改革。",
            ),
        ]
        indexes = [
            models.Index(
                fields=["effective_on", "id"],
                condition=Q(state="PLANNED"),
                name="approvals_reorganization_due",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old_name}{self.get_kind_display()}{self.new_name}"

    @property
    def is_planned(self) -> bool:
        """Whether it waits for its day."""
        return self.state == self.State.PLANNED

    @property
    def sentence(self) -> str:
        """What it says, in a sentence."""
        match self.kind:
            case self.Kind.RENAME:
                return f"{self.old_name}更名为{self.new_name}。"
            case self.Kind.MERGE:
                return f"{self.old_name}并入{self.new_name}。"
            case _:
                return f"{self.old_name}的部分职责划转{self.new_name}。"
