"""Legacy ledgers that units bring along (历史项目补录): how they are read, what came of them."""

from django.db import models

from approvals.organizations.models import Unit, User
from projects.regulations.models import RulebookVersion


class LedgerMapping(models.Model):
    """Which column of its ledger a unit means by what, kept for the next time (列对应)."""

    unit = models.OneToOneField(Unit, verbose_name="单位", on_delete=models.CASCADE)
    headings = models.JSONField("列名", default=dict)
    in_wan = models.BooleanField("金额以万元计", default=True)
    changed_by = models.ForeignKey(User, verbose_name="修改人", on_delete=models.PROTECT)
    changed_at = models.DateTimeField("修改时间")

    class Meta:
        verbose_name = verbose_name_plural = "台账列对应"
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.unit}"


class LedgerBatch(models.Model):
    """A legacy ledger that was uploaded, checked, and perhaps taken over (补录批次)."""

    class Status(models.TextChoices):
        UPLOADED = "UPLOADED", "待对应列"
        FAULTY = "FAULTY", "有问题"
        CHECKED = "CHECKED", "检查通过"
        RUNNING = "RUNNING", "导入中"
        DONE = "DONE", "已补录"

    unit = models.ForeignKey(Unit, verbose_name="建设单位", on_delete=models.PROTECT)
    rulebook = models.ForeignKey(
        RulebookVersion, verbose_name="适用办法", on_delete=models.PROTECT, related_name="+"
    )
    status = models.CharField(
        "状态", max_length=10, choices=Status.choices, default=Status.UPLOADED
    )
    file = models.CharField("存放位置", max_length=200)
    file_name = models.CharField("文件名", max_length=200)
    digest = models.CharField("文件摘要（SM3）", max_length=64)
    head_row = models.PositiveIntegerField("列名所在行", default=1)
    columns = models.JSONField("列对应", default=dict)
    in_wan = models.BooleanField("金额以万元计", default=True)
    problems = models.JSONField("问题", default=list)
    row_count = models.PositiveIntegerField("行数", default=0)
    known_count = models.PositiveIntegerField("已在库中", default=0)
    created_count = models.PositiveIntegerField("补录", default=0)
    uploaded_by = models.ForeignKey(
        User, verbose_name="上传人", on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField("上传时间")
    finished_at = models.DateTimeField("补录时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "补录批次"
        default_permissions = ()

    def __str__(self) -> str:
        return self.file_name

    @property
    def tint(self) -> str:
        """The tint of its status on a page."""
        tints = {"UPLOADED": "mute", "FAULTY": "bad", "CHECKED": "info", "RUNNING": "info"}
        return tints.get(self.status, "ok")

    @property
    def is_open(self) -> bool:
        """Whether its columns may still be matched anew."""
        return self.status not in {self.Status.RUNNING, self.Status.DONE}

    @property
    def is_checked(self) -> bool:
        """Whether nothing stands in its way."""
        return self.status == self.Status.CHECKED

    @property
    def is_done(self) -> bool:
        return self.status == self.Status.DONE
