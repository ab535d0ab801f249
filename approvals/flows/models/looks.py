"""How far somebody has read a process, so that a page can tell what is new in it."""

from django.db import models

from approvals.flows.models.processes import ApprovalProcess
from approvals.organizations.models import User


class Look(models.Model):
    """The last time somebody opened a process (上次查看), and how far it had come then.

    `at`, `opinion_ref` and `content_digest` are what the page showed; the `since` fields are
    where the sitting before ended, so that a page opened twice still tells what was new in it.
    """

    process = models.ForeignKey(
        ApprovalProcess, verbose_name="审批流程", on_delete=models.PROTECT, related_name="looks"
    )
    user = models.ForeignKey(
        User, verbose_name="查看人", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    at = models.DateTimeField("查看时间")
    opinion_ref = models.BigIntegerField("看到的意见", default=0)
    content_digest = models.CharField("看到的内容摘要", max_length=128, blank=True)
    since_at = models.DateTimeField("此前查看时间")
    since_ref = models.BigIntegerField("此前看到的意见", default=0)
    since_digest = models.CharField("此前看到的内容摘要", max_length=128, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "查看记录"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "process"], name="approvals_look_once_per_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}：{self.process_id}"


class Receipt(models.Model):
    """A form that was taken in (表单回执): the same form sent again has no further effect."""

    user = models.ForeignKey(
        User, verbose_name="提交人", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    form_key = models.UUIDField("表单号")
    at = models.DateTimeField("提交时间")

    class Meta:
        verbose_name = verbose_name_plural = "表单回执"
        constraints = [
            models.UniqueConstraint(fields=["user", "form_key"], name="approvals_receipt_once"),
        ]

    def __str__(self) -> str:
        return str(self.form_key)
