"""Units (单位、处室) in a tree."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q


class UnitKind(models.Model):
    """What a unit is in the life of projects (单位类别)."""

    code = models.SlugField("代码", primary_key=True, max_length=40)
    label = models.CharField("名称", max_length=40, unique=True)

    class Meta:
        verbose_name = "单位类别"

    def __str__(self) -> str:
        return self.label


class Unit(models.Model):
    """A unit or a division of one; `path` names its ancestors and itself ("/1/7/")."""

    name = models.CharField("单位名称", max_length=120)
    short_name = models.CharField("简称", max_length=40)
    kind = models.ForeignKey(UnitKind, models.PROTECT, related_name="units", verbose_name="类别")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级"
    )
    social_credit_code = models.CharField(
        "统一社会信用代码", max_length=18, null=True, blank=True, unique=True
    )
    is_active = models.BooleanField("在用", default=True)
    pinyin = models.CharField(max_length=600, editable=False)
    path = models.CharField(max_length=400, editable=False, default="")

    class Meta:
        verbose_name = "单位"
        constraints = [
            models.UniqueConstraint(
                fields=["parent", "name"],
                name="approvals_unit_name_among_siblings",
                nulls_distinct=False,
                violation_error_message="同一上级之下已有同名单位。",
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")),
                name="approvals_unit_not_its_own_parent",
            ),
        ]
        indexes = [
            models.Index(
                fields=["path"], name="approvals_unit_path", opclasses=["varchar_pattern_ops"]
            ),
            models.Index(fields=["pinyin", "id"], name="approvals_unit_pinyin"),
            GinIndex(
                fields=["name"], name="approvals_unit_name_search", opclasses=["gin_trgm_ops"]
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def ancestor_ids(self) -> list[int]:
        """The units above, from the root down, without itself."""
        return [int(part) for part in self.path.split("/") if part][:-1]

    @property
    def depth(self) -> int:
        """How many units stand above."""
        return max(self.path.count("/") - 2, 0)
