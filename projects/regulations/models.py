"""Regulations (办法), the versions of their rulebooks (办法包), and waivers (豁免).

A version that has been in force never changes again: projects are pinned to it. A trigger
guards that, whoever writes.
"""

from datetime import date

from django.db import models
from django.db.models import F, Q

from approvals.organizations.models import User


class Regulation(models.Model):
    """A set of measures, whatever the number of its versions."""

    class Status(models.TextChoices):
        IN_FORCE = "IN_FORCE", "现行有效"
        DRAFT = "DRAFT", "征求意见稿"

    code = models.SlugField("编号", max_length=50, unique=True)
    title = models.CharField("名称", max_length=200)
    document_number = models.CharField("文号", max_length=100, blank=True)
    status = models.CharField("文本状态", max_length=20, choices=Status.choices)

    class Meta:
        verbose_name = verbose_name_plural = "办法"
        default_permissions = ()
        permissions = [
            ("view_rulebook", "查看办法"),
            ("edit_rulebook", "编写办法"),
            ("publish_rulebook", "启用办法包"),
            ("view_waivers", "查看豁免台账"),
        ]
        constraints = [
            models.CheckConstraint(
                name="regulation_status_known", condition=Q(status__in=["IN_FORCE", "DRAFT"])
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_draft(self) -> bool:
        """Whether the text is only out for comment: it may be read, not put in force."""
        return self.status == self.Status.DRAFT


class RulebookVersion(models.Model):
    """One version of one set of measures, as the interpreter reads it."""

    HEAVY = ("content",)

    class Status(models.TextChoices):
        DRAFT = "DRAFT", "未启用"
        IN_FORCE = "IN_FORCE", "已启用"
        SUPERSEDED = "SUPERSEDED", "已被替代"

    regulation = models.ForeignKey(
        Regulation, verbose_name="办法", on_delete=models.PROTECT, related_name="versions"
    )
    version = models.PositiveIntegerField("版本")
    status = models.CharField("状态", max_length=20, choices=Status.choices, default=Status.DRAFT)
    effective_on = models.DateField("施行日期", null=True)
    content = models.JSONField("内容")
    digest = models.CharField("内容摘要", max_length=64, unique=True)
    imported_at = models.DateTimeField("导入时间")
    proposed_by = models.ForeignKey(
        User, verbose_name="提请启用人", on_delete=models.PROTECT, null=True, related_name="+"
    )
    proposed_at = models.DateTimeField("提请启用时间", null=True)
    put_in_force_at = models.DateTimeField("启用时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "办法包"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["regulation", "version"], name="rulebookversion_unique_version"
            ),
            models.UniqueConstraint(
                fields=["regulation"],
                condition=Q(status="IN_FORCE"),
                name="rulebookversion_one_in_force",
            ),
            models.CheckConstraint(
                name="rulebookversion_status_known",
                condition=Q(status__in=["DRAFT", "IN_FORCE", "SUPERSEDED"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.regulation}（第{self.version}版）"

    @property
    def edition(self) -> str:
        """The measures with the number of the version, as pages name them."""
        return f"《{self.regulation.title}》第{self.version}版"

    @property
    def tint(self) -> str:
        """The tint of its status."""
        return {"IN_FORCE": "ok", "DRAFT": "info"}.get(self.status, "mute")

    @property
    def is_in_force(self) -> bool:
        """Whether new projects are pinned to it."""
        return self.status == self.Status.IN_FORCE

    @property
    def is_unused(self) -> bool:
        """Whether it was never put in force."""
        return self.status == self.Status.DRAFT


class RulebookDraft(models.Model):
    """A rulebook being written (草稿): plain data, finished or not, until two people publish it.

    `removed` keeps what was taken out last, so that it can be put back.
    """

    class Status(models.TextChoices):
        EDITING = "EDITING", "编写中"
        SUBMITTED = "SUBMITTED", "待复核"
        PUBLISHED = "PUBLISHED", "已发布"
        DISCARDED = "DISCARDED", "已作废"

    regulation = models.ForeignKey(
        Regulation,
        verbose_name="办法",
        on_delete=models.PROTECT,
        null=True,
        related_name="drafts",
    )
    based_on = models.ForeignKey(
        RulebookVersion, verbose_name="底本", on_delete=models.PROTECT, null=True, related_name="+"
    )
    title = models.CharField("名称", max_length=200)
    status = models.CharField("状态", max_length=20, choices=Status.choices, default=Status.EDITING)
    content = models.JSONField("内容")
    removed = models.JSONField("删除的内容", default=list)
    saved_from = models.CharField("最近保存的页面", max_length=40, blank=True)
    authors = models.ManyToManyField(User, verbose_name="编写人", related_name="+")
    created_at = models.DateTimeField("建立时间")
    changed_by = models.ForeignKey(
        User, verbose_name="最近修改人", on_delete=models.PROTECT, related_name="+"
    )
    changed_at = models.DateTimeField("最近修改")
    submitted_by = models.ForeignKey(
        User, verbose_name="提交人", on_delete=models.PROTECT, null=True, related_name="+"
    )
    submitted_at = models.DateTimeField("提交时间", null=True)
    reason = models.TextField("修改说明", blank=True)
    approved_by = models.ForeignKey(
        User, verbose_name="复核人", on_delete=models.PROTECT, null=True, related_name="+"
    )
    approved_at = models.DateTimeField("复核时间", null=True)
    return_reason = models.TextField("退回理由", blank=True)
    published = models.OneToOneField(
        RulebookVersion,
        verbose_name="发布的版本",
        on_delete=models.PROTECT,
        null=True,
        related_name="draft",
    )

    class Meta:
        verbose_name = verbose_name_plural = "办法草稿"
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="rulebookdraft_status_known",
                condition=Q(status__in=["EDITING", "SUBMITTED", "PUBLISHED", "DISCARDED"]),
            ),
            models.CheckConstraint(
                name="rulebookdraft_two_persons",
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("submitted_by")),
            ),
            models.CheckConstraint(
                name="rulebookdraft_published_was_approved",
                condition=~Q(status="PUBLISHED")
                | Q(published__isnull=False, approved_by__isnull=False, submitted_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}（草稿）"

    @property
    def is_editable(self) -> bool:
        """Whether its contents may be changed."""
        return self.status == self.Status.EDITING

    @property
    def is_submitted(self) -> bool:
        """Whether it waits for the second person."""
        return self.status == self.Status.SUBMITTED

    @property
    def tint(self) -> str:
        """The tint of its status."""
        return {"EDITING": "info", "SUBMITTED": "warn", "PUBLISHED": "ok"}.get(self.status, "mute")


class Waiver(models.Model):
    """An exception from a rule that only holds 原则上: for one project, approved, with an end.

    The project is a number and a label, because it is made further up the staircase.
    """

    rulebook_version = models.ForeignKey(
        RulebookVersion, verbose_name="办法包", on_delete=models.PROTECT, related_name="waivers"
    )
    rule_id = models.CharField("规则编号", max_length=50)
    clause = models.CharField("依据", max_length=100)
    quote = models.TextField("原文")
    project_id = models.BigIntegerField("项目编号")
    project_label = models.CharField("项目", max_length=300)
    reason = models.TextField("豁免理由")
    approver_label = models.CharField("批准人", max_length=200)
    process = models.ForeignKey(
        "approvals.ApprovalProcess",
        verbose_name="审批过程",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    starts_on = models.DateField("生效日期")
    expires_on = models.DateField("失效日期")
    recorded_at = models.DateTimeField("登记时间")
    revoked_at = models.DateTimeField("撤销时间", null=True)
    revocation_reason = models.TextField("撤销理由", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "豁免"
        default_permissions = ()
        indexes = [models.Index(fields=["project_id", "rule_id"], name="waiver_of_project")]
        constraints = [
            models.CheckConstraint(
                name="waiver_dates_in_order", condition=Q(expires_on__gte=F("starts_on"))
            ),
            models.CheckConstraint(name="waiver_has_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.project_label}：豁免{self.clause}"

    def state_label(self, on: date) -> str:
        """Say where it stands on that day."""
        if self.revoked_at is not None:
            return "已撤销"
        if on < self.starts_on:
            return "尚未生效"
        return "有效" if on <= self.expires_on else "已失效"

    def is_valid_on(self, on: date) -> bool:
        """Whether it opens its rule on that day."""
        return self.revoked_at is None and self.starts_on <= on <= self.expires_on


class PrecedenceDecision(models.Model):
    """Which of two regulations of equal rank wins where both apply, as an administrator ruled."""

    first = models.ForeignKey(
        Regulation, verbose_name="办法", on_delete=models.PROTECT, related_name="+"
    )
    second = models.ForeignKey(
        Regulation, verbose_name="另一办法", on_delete=models.PROTECT, related_name="+"
    )
    winner = models.ForeignKey(
        Regulation, verbose_name="以哪一个为准", on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField("理由")
    decided_by_label = models.CharField("确定人", max_length=200)
    decided_at = models.DateTimeField("确定时间")

    class Meta:
        verbose_name = verbose_name_plural = "办法适用裁定"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="precedence_once_a_pair"),
            models.CheckConstraint(name="precedence_of_two", condition=Q(first__lt=F("second"))),
            models.CheckConstraint(
                name="precedence_winner_is_one_of_them",
                condition=Q(winner=F("first")) | Q(winner=F("second")),
            ),
            models.CheckConstraint(name="precedence_has_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.first}与{self.second}：以{self.winner}为准"
