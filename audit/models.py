"""The trail (审计留痕): entries that are only ever appended, and the head of their chain.

Labels and references are text on purpose: the trail outlives its subjects. A trigger refuses
UPDATE, DELETE and TRUNCATE. In production the tables belong to a role of their own, and the
application's role is left with SELECT on them and with `audit_append`, which runs in the name
of their owner: `REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON audit_auditentry, audit_audithead
FROM <application role>`.
"""

from django.db import models

from audit.actions import action_label

GENESIS_HASH = "0" * 64
HEAD_ID = 1
SHOWN_DETAILS = 3
SHOWN_LENGTH = 80


class AuditEntry(models.Model):
    """One deed, or one refusal, linked to the entry before it."""

    class Outcome(models.TextChoices):
        DONE = "DONE", "已办理"
        DENIED = "DENIED", "已拒绝"

    seq = models.BigIntegerField("序号", primary_key=True)
    occurred_at = models.DateTimeField("发生时间")
    actor_id = models.BigIntegerField("操作人编号", null=True)
    actor_label = models.CharField("操作人", max_length=200)
    actor_post = models.CharField("岗位", max_length=300, blank=True)
    action = models.CharField("操作", max_length=100)
    outcome = models.CharField("结果", max_length=10, choices=Outcome.choices)
    target_type = models.CharField("对象类型", max_length=100, blank=True)
    target_id = models.CharField("对象编号", max_length=100, blank=True)
    target_label = models.CharField("对象", max_length=500, blank=True)
    project_id = models.BigIntegerField("项目编号", null=True)
    detail = models.JSONField("详情", default=dict)
    ip = models.CharField("来源地址", max_length=45, blank=True)
    digest = models.CharField("内容摘要", max_length=64, db_default="")
    prev_hash = models.CharField("上一条散列", max_length=64)
    hash = models.CharField("散列", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "留痕"
        default_permissions = ()
        permissions = [
            ("view_trail", "查看留痕"),
            ("verify_trail", "校验和导出留痕"),
            ("view_project_trail", "查看各项目的留痕"),
        ]
        indexes = [
            models.Index(
                fields=["project_id", "-seq"],
                name="auditentry_of_project",
                condition=models.Q(project_id__isnull=False),
            ),
            models.Index(fields=["actor_label", "-seq"], name="auditentry_of_actor"),
            models.Index(fields=["action", "-seq"], name="auditentry_of_action"),
            models.Index(fields=["occurred_at"], name="auditentry_by_time"),
            models.Index(
                fields=["-seq"],
                name="auditentry_denied",
                condition=models.Q(outcome="DENIED"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.action_label}"

    @property
    def action_label(self) -> str:
        """Name the deed in Chinese."""
        return action_label(self.action)

    @property
    def tint(self) -> str:
        """The tint of the outcome."""
        return "bad" if self.is_denied else "ok"

    @property
    def shown_detail(self) -> list[tuple[str, str]]:
        """The first particulars, short enough for a list."""
        plain = [(name, str(value)) for name, value in self.detail.items() if value is not None]
        return [(name, value[:SHOWN_LENGTH]) for name, value in plain[:SHOWN_DETAILS]]

    @property
    def is_denied(self) -> bool:
        """Whether the deed was refused."""
        return self.outcome == self.Outcome.DENIED


class AuditHead(models.Model):
    """The end of the chain: the last sequence number and its hash; a single row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=HEAD_ID)
    seq = models.BigIntegerField("最后序号", default=0)
    hash = models.CharField("最后散列", max_length=64, default=GENESIS_HASH)

    class Meta:
        verbose_name = verbose_name_plural = "留痕链尾"
        default_permissions = ()
        constraints = [
            models.CheckConstraint(name="audithead_single_row", condition=models.Q(id=HEAD_ID))
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.hash}"
