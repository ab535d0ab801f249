"""Records: every sheet that is filled in, sent for approval and printed in a project's life.

One table holds what all records share (state, approval, snapshot); a stage adds a child
table where a rule or a sum needs a typed column. Which kinds exist is registered by the
stages (`projects.registry.kinds`), and which of them a project needs is in its rulebook.
"""

from django.db import models
from django_fsm import FSMField, transition

from approvals.flows.models import ApprovalProcess
from approvals.organizations.models import User
from config.kernel.models import AmountField, GuardedModel, VersionedModel
from documents.models import Document, PrintedSheet
from projects.registry.models.project import Project


class RecordStatus(models.TextChoices):
    """The state of one record."""

    DRAFT = "DRAFT", "草稿"
    PENDING = "PENDING", "办理中"
    RETURNED = "RETURNED", "退回补正"
    PASSED = "PASSED", "通过"
    FAILED = "FAILED", "不通过"
    WITHDRAWN = "WITHDRAWN", "已撤回"
    VOID = "VOID", "已作废"


STATUS_TINTS = {
    RecordStatus.DRAFT: "mute",
    RecordStatus.PENDING: "info",
    RecordStatus.RETURNED: "warn",
    RecordStatus.PASSED: "ok",
    RecordStatus.FAILED: "bad",
    RecordStatus.WITHDRAWN: "mute",
    RecordStatus.VOID: "mute",
}


class Record(GuardedModel, VersionedModel):
    """One filled-in sheet of a project, e.g. an application or a payment (项目记录)."""

    project = models.ForeignKey(
        Project, verbose_name="项目", on_delete=models.PROTECT, related_name="records"
    )
    kind = models.CharField("类型", max_length=40)
    serial = models.PositiveIntegerField("序号")
    number = models.CharField("文件编号", max_length=60, blank=True)
    title = models.CharField("标题", max_length=200)
    status = FSMField(
        "状态", choices=RecordStatus.choices, default=RecordStatus.DRAFT, protected=True
    )
    details = models.JSONField("内容", default=dict, blank=True)
    amount = AmountField("金额", null=True, blank=True)
    occurred_on = models.DateField("发生日期", null=True, blank=True)
    approval = models.OneToOneField(
        ApprovalProcess,
        verbose_name="审批",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="record",
    )
    created_by = models.ForeignKey(
        User, verbose_name="填报人", on_delete=models.PROTECT, related_name="created_records"
    )
    created_at = models.DateTimeField("填报时间")
    saved_at = models.DateTimeField("保存时间")
    submitted_at = models.DateTimeField("送审时间", null=True, blank=True)
    decided_at = models.DateTimeField("办结时间", null=True, blank=True)
    snapshot = models.JSONField("快照", null=True, blank=True)
    sent_before = models.JSONField("上一轮快照", null=True, blank=True)
    snapshot_digest = models.CharField("快照摘要", max_length=64, blank=True)
    printed = models.ForeignKey(
        PrintedSheet,
        verbose_name="打印件",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="records",
    )

    class Meta:
        verbose_name = verbose_name_plural = "项目记录"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["project", "kind", "serial"], name="record_serial_once"
            ),
            models.CheckConstraint(
                condition=models.Q(amount__isnull=True) | models.Q(amount__gte=0),
                name="record_amount_not_negative",
            ),
        ]
        indexes = [models.Index(fields=["project", "kind", "status"], name="record_of_project")]

    def __str__(self) -> str:
        return self.title

    @property
    def tint(self) -> str:
        """The tint of its status on a page."""
        return STATUS_TINTS[RecordStatus(self.status)]

    @property
    def is_editable(self) -> bool:
        """Whether its contents may still be changed."""
        return self.status in {
            RecordStatus.DRAFT,
            RecordStatus.RETURNED,
            RecordStatus.WITHDRAWN,
        }

    @property
    def is_open(self) -> bool:
        """Whether it is still being filled in or decided on."""
        return self.is_editable or self.status == RecordStatus.PENDING

    @transition(
        field=status,
        source=[RecordStatus.DRAFT, RecordStatus.RETURNED, RecordStatus.WITHDRAWN],
        target=RecordStatus.PENDING,
    )
    def submit(self) -> None:
        """Go to the first desk of its route (送审)."""

    @transition(field=status, source=RecordStatus.PENDING, target=RecordStatus.RETURNED)
    def come_back(self) -> None:
        """Come back to be supplemented and corrected (退回补正)."""

    @transition(
        field=status,
        source=[RecordStatus.DRAFT, RecordStatus.RETURNED, RecordStatus.PENDING],
        target=RecordStatus.PASSED,
    )
    def pass_(self) -> None:
        """Pass the last desk of its route, or take effect at once where there is none (通过)."""

    @transition(
        field=status,
        source=[RecordStatus.DRAFT, RecordStatus.RETURNED, RecordStatus.PENDING],
        target=RecordStatus.FAILED,
    )
    def fail(self) -> None:
        """Be refused, or say by its own outcome that it does not pass (不通过)."""

    @transition(field=status, source=RecordStatus.PENDING, target=RecordStatus.WITHDRAWN)
    def take_back(self) -> None:
        """Be withdrawn by whoever sent it (撤回)."""

    @transition(
        field=status,
        source=[RecordStatus.DRAFT, RecordStatus.RETURNED, RecordStatus.WITHDRAWN],
        target=RecordStatus.VOID,
    )
    def discard(self) -> None:
        """Be set aside for good; it was never decided on (作废)."""


class StandingChange(Record):
    """A request to suspend, resume, terminate or withdraw a project."""

    class Change(models.TextChoices):
        SUSPEND = "SUSPEND", "暂停"
        RESUME = "RESUME", "恢复"
        TERMINATE = "TERMINATE", "终止"
        WITHDRAW = "WITHDRAW", "撤回"

    change = models.CharField("申请事项", max_length=20, choices=Change.choices, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "办理状态变更"
        default_permissions = ()


class ProjectDocument(models.Model):
    """Files a document under a project, or under one of its records."""

    project = models.ForeignKey(
        Project, verbose_name="项目", on_delete=models.PROTECT, related_name="project_documents"
    )
    record = models.ForeignKey(
        Record,
        verbose_name="记录",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="papers",
    )
    document = models.OneToOneField(
        Document, verbose_name="文档", on_delete=models.PROTECT, related_name="project_document"
    )
    is_withdrawn = models.BooleanField("已撤下", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "项目材料"
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.project} {self.document}"
