"""The job as a row: outbox, lease, attempts, progress and result in one."""

from django.db import models
from django.db.models import Q

# Of no interest to its owner once the file is seen.
PREVIEW = "documents.preview"


class Job(models.Model):
    """A piece of long work (后台作业) and what came of it."""

    class Status(models.TextChoices):
        QUEUED = "QUEUED", "排队中"
        RUNNING = "RUNNING", "进行中"
        DONE = "DONE", "已完成"
        FAILED = "FAILED", "未完成"
        CANCELLED = "CANCELLED", "已取消"

    key = models.CharField("唯一键", max_length=200, unique=True)
    kind_code = models.CharField("作业类型", max_length=60)
    label = models.CharField("作业名称", max_length=200)
    params = models.JSONField("参数", default=dict)
    owner_id = models.BigIntegerField("发起人编号", db_index=True)
    owner_label = models.CharField("发起人", max_length=100)
    project_ref = models.BigIntegerField("项目编号", null=True, blank=True)
    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.QUEUED)
    done = models.PositiveIntegerField("已处理", default=0)
    total = models.PositiveIntegerField("总数", default=1)
    attempts = models.PositiveSmallIntegerField("已尝试次数", default=0)
    lease = models.UUIDField("执行凭据", null=True, blank=True)
    lease_until = models.DateTimeField("执行期限", null=True, blank=True)
    published_at = models.DateTimeField("最近派发时间", null=True, blank=True)
    pending_file = models.CharField("正在写入的文件", max_length=200, blank=True)
    error = models.TextField("未完成原因", blank=True)
    result = models.ForeignKey(
        "documents.DocumentVersion",
        verbose_name="结果文件",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    created_at = models.DateTimeField("发起时间")
    finished_at = models.DateTimeField("完成时间", null=True, blank=True)
    expires_at = models.DateTimeField("结果保留至", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "后台作业"
        constraints = (
            models.CheckConstraint(
                condition=Q(done__lte=models.F("total")), name="documents_job_progress"
            ),
            models.CheckConstraint(
                condition=~Q(status="RUNNING") | Q(lease__isnull=False),
                name="documents_job_running_has_lease",
            ),
        )
        indexes = (
            models.Index(
                fields=("created_at",),
                condition=Q(status__in=("QUEUED", "RUNNING")),
                name="documents_job_open",
            ),
            models.Index(fields=("owner_id", "-created_at"), name="documents_job_of_owner"),
        )

    def __str__(self) -> str:
        return self.label

    @property
    def is_open(self) -> bool:
        """Whether somebody still works on it, or will."""
        return self.status in {self.Status.QUEUED, self.Status.RUNNING}

    @property
    def is_done(self) -> bool:
        return self.status == self.Status.DONE

    @property
    def has_failed(self) -> bool:
        return self.status == self.Status.FAILED

    @property
    def is_cancelled(self) -> bool:
        return self.status == self.Status.CANCELLED

    @property
    def tint(self) -> str:
        """The tint of its status on a page."""
        tints = {"QUEUED": "mute", "RUNNING": "info", "DONE": "ok", "FAILED": "bad"}
        return tints.get(self.status, "mute")

    @property
    def percent(self) -> int:
        """How far it is, for the bar."""
        return 100 * self.done // self.total if self.total else 0
