"""Reviews by experts: what is reviewed, by whose demand, until when, and what came of it."""

from django.db import models
from django.db.models import Q
from django_fsm import FSMField, transition

from approvals.experts.shapes import CONCLUSIONS, Demand, ScoreForm
from approvals.organizations.models import User
from config.kernel.models import GuardedModel, VersionedModel
from documents.models import Document, PrintedSheet


class ReviewStatus(models.TextChoices):
    """Where a review is."""

    SEALED = "SEALED", "评审中"
    OPENED = "OPENED", "已启封"
    CONCLUDED = "CONCLUDED", "已出结论"
    CANCELLED = "CANCELLED", "已取消"


class ExpertReview(GuardedModel, VersionedModel):
    """One panel and its review of one matter (专家评审); what it is about is told in words.

    The demands, the scoring sheet and the names to stay away from are those of the day of the
    draw: whatever changes later does not touch a review under way.
    """

    code = models.CharField("评审组代码", max_length=60)
    label = models.CharField("评审组", max_length=100)
    subject_kind = models.CharField("事项种类", max_length=60)
    subject_ref = models.BigIntegerField("事项编号")
    subject_label = models.CharField("评审事项", max_length=300)
    subject_url = models.CharField("链接", max_length=300, blank=True)
    project_ref = models.BigIntegerField("项目编号", null=True, blank=True, db_index=True)
    project = models.JSONField("项目", default=dict)
    demand = models.JSONField("组成要求")
    form = models.JSONField("评分表")
    touched = models.JSONField("回避名单")
    papers = models.ManyToManyField(Document, verbose_name="评审材料", related_name="reviews")
    status = FSMField(
        "状态", choices=ReviewStatus.choices, default=ReviewStatus.SEALED, protected=True
    )
    deadline = models.DateTimeField("评审截止")
    convened_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="组织人")
    convened_at = models.DateTimeField("组织时间")
    witness = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="见证人")
    opened_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="启封人"
    )
    opened_at = models.DateTimeField("启封时间", null=True)
    result = models.JSONField("评分结果", null=True)
    conclusion = models.CharField("结论", max_length=20, choices=CONCLUSIONS, blank=True)
    opinion = models.TextField("评审意见", blank=True)
    concluded_at = models.DateTimeField("结论时间", null=True)
    cancelled_reason = models.CharField("取消原因", max_length=200, blank=True)
    opinion_sheet = models.ForeignKey(
        PrintedSheet, models.PROTECT, null=True, related_name="+", verbose_name="评审意见表"
    )
    sign_in_sheet = models.ForeignKey(
        PrintedSheet, models.PROTECT, null=True, related_name="+", verbose_name="签到表"
    )

    class Meta:
        verbose_name = "专家评审"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_ref"],
                condition=Q(status__in=["SEALED", "OPENED"]),
                name="approvals_review_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(opened_at=None) | Q(opened_at__gte=models.F("deadline")),
                name="approvals_review_sealed_until_deadline",
            ),
        ]
        indexes = [
            models.Index(fields=["-convened_at", "-id"], name="approvals_review_newest"),
            models.Index(fields=["subject_kind", "subject_ref"], name="approvals_review_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.label}：{self.subject_label}"

    @property
    def asked(self) -> Demand:
        """What the panel must look like."""
        return Demand.from_json(self.demand)

    @property
    def score_form(self) -> ScoreForm:
        """What the experts rate."""
        return ScoreForm.from_json(self.form)

    @property
    def tint(self) -> str:
        """The tint of its state on a page."""
        if self.status == ReviewStatus.CONCLUDED:
            return "bad" if self.conclusion == "FAILED" else "ok"
        return {"SEALED": "info", "OPENED": "warn", "CANCELLED": "mute"}[self.status]

    @property
    def is_sealed(self) -> bool:
        """Whether nobody may know any score but their own."""
        return str(self.status) == ReviewStatus.SEALED

    @property
    def is_concluded(self) -> bool:
        """Whether it has come to a conclusion."""
        return str(self.status) == ReviewStatus.CONCLUDED

    @property
    def is_open(self) -> bool:
        """Whether something is still to come."""
        return self.status in {ReviewStatus.SEALED, ReviewStatus.OPENED}

    @transition(field=status, source=ReviewStatus.SEALED, target=ReviewStatus.OPENED)
    def open_results(self) -> None:
        """Break the seal (启封)."""

    @transition(field=status, source=ReviewStatus.OPENED, target=ReviewStatus.CONCLUDED)
    def conclude(self) -> None:
        """Come to a conclusion (出具结论)."""

    @transition(
        field=status,
        source=[ReviewStatus.SEALED, ReviewStatus.OPENED],
        target=ReviewStatus.CANCELLED,
    )
    def cancel(self) -> None:
        """End without a conclusion (取消)."""
