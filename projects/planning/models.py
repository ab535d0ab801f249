"""Tables of the annual plan."""

from django.db import models
from django_fsm import FSMField, transition

from approvals.flows.models import ApprovalProcess
from approvals.organizations.models import User
from config.kernel.models import AmountField, GuardedModel, VersionedModel
from projects.planning.shapes import Department
from projects.registry.models import Project


class AnnualPlan(GuardedModel, VersionedModel):
    """The plan of the government IT projects of one year (年度信息化项目计划)."""

    class Status(models.TextChoices):
        DRAFT = "DRAFT", "编制中"
        PENDING = "PENDING", "会签中"
        RETURNED = "RETURNED", "退回修改"
        CONFIRMED = "CONFIRMED", "已下达"

    year = models.PositiveSmallIntegerField("年度")
    edition = models.PositiveSmallIntegerField("版次", default=1)
    title = models.CharField("名称", max_length=100)
    document_number = models.CharField("下达文号", max_length=60, blank=True)
    status = FSMField("状态", choices=Status.choices, default=Status.DRAFT, protected=True)
    approval = models.OneToOneField(
        ApprovalProcess, verbose_name="会签", on_delete=models.PROTECT, null=True, blank=True
    )
    compiled_by = models.ForeignKey(User, verbose_name="编制人", on_delete=models.PROTECT)
    created_at = models.DateTimeField("建立时间")
    confirmed_at = models.DateTimeField("下达时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "年度计划"
        default_permissions = ()
        permissions = [
            ("view_annualplan", "查看年度计划"),
            ("compile_annualplan", "编制年度计划"),
            ("export_annualplan", "导出年度计划"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["year", "edition"], name="annual_plan_edition_once")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def tint(self) -> str:
        """The tint of its status on a page."""
        tints = {"DRAFT": "mute", "PENDING": "info", "RETURNED": "warn", "CONFIRMED": "ok"}
        return tints[self.status]

    @transition(field=status, source=[Status.DRAFT, Status.RETURNED], target=Status.PENDING)
    def submit(self) -> None:
        """Go to joint confirmation (会签)."""

    @transition(field=status, source=Status.PENDING, target=Status.RETURNED)
    def come_back(self) -> None:
        """Come back to be changed."""

    @transition(field=status, source=Status.PENDING, target=Status.CONFIRMED)
    def confirm(self) -> None:
        """Be issued; all three departments confirmed (下达)."""


class PlanItem(models.Model):
    """One project in one annual plan (计划项目)."""

    plan = models.ForeignKey(
        AnnualPlan, verbose_name="计划", on_delete=models.CASCADE, related_name="items"
    )
    project = models.ForeignKey(
        Project, verbose_name="项目", on_delete=models.PROTECT, related_name="plan_items"
    )
    position = models.PositiveIntegerField("序号")
    content = models.TextField("建设内容及规模", blank=True)
    year_content = models.TextField("年度建设内容", blank=True)
    starts_on = models.DateField("建设工期起", null=True, blank=True)
    ends_on = models.DateField("建设工期止", null=True, blank=True)
    total_amount = AmountField("项目总投资")
    spent_before_amount = AmountField("至上年底累计完成", default=0)
    fiscal_amount = AmountField("年度财政资金", default=0)
    bond_amount = AmountField("年度债券资金", default=0)
    upper_amount = AmountField("年度上级资金", default=0)
    self_raised_amount = AmountField("年度自筹资金", default=0)
    priority = models.PositiveSmallIntegerField("优先级", default=3)
    target = models.TextField("绩效目标", blank=True)
    note = models.CharField("备注", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "计划项目"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["plan", "project"], name="plan_item_once"),
            models.CheckConstraint(
                condition=models.Q(
                    total_amount__gte=0,
                    spent_before_amount__gte=0,
                    fiscal_amount__gte=0,
                    bond_amount__gte=0,
                    upper_amount__gte=0,
                    self_raised_amount__gte=0,
                ),
                name="plan_item_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(starts_on__isnull=True)
                | models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="plan_item_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} {self.project}"


class PlanVersion(models.Model):
    """What a plan said at one moment, cell by cell; never changed (计划版本)."""

    class Kind(models.TextChoices):
        REPORTED = "REPORTED", "上报稿"
        APPROVED = "APPROVED", "批复稿"
        ADJUSTED = "ADJUSTED", "调整稿"
        WORKBOOK = "WORKBOOK", "会编底稿"

    plan = models.ForeignKey(
        AnnualPlan, verbose_name="计划", on_delete=models.CASCADE, related_name="versions"
    )
    kind = models.CharField("稿别", max_length=10, choices=Kind.choices)
    serial = models.PositiveIntegerField("序号")
    department = models.CharField("会编部门", max_length=10, blank=True)
    lines = models.JSONField("内容")
    digest = models.CharField("摘要", max_length=64)
    made_by = models.ForeignKey(User, verbose_name="形成人", on_delete=models.PROTECT)
    made_at = models.DateTimeField("形成时间")

    class Meta:
        verbose_name = verbose_name_plural = "计划版本"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "kind", "serial"], name="plan_version_serial_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.plan} {self.label}"

    @property
    def label(self) -> str:
        """What it is called on a page."""
        kind = self.get_kind_display()
        return f"{kind}（第{self.serial}次）" if self.serial > 1 else kind


class PlanImport(VersionedModel):
    """A workbook that came back from a department, and what was decided on it (会编导入)."""

    class Status(models.TextChoices):
        OPEN = "OPEN", "待确认"
        SETTLED = "SETTLED", "已确认"
        DISCARDED = "DISCARDED", "已作废"

    base = models.ForeignKey(
        PlanVersion, verbose_name="底稿", on_delete=models.CASCADE, related_name="imports"
    )
    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.OPEN)
    file_name = models.CharField("文件名", max_length=200)
    digest = models.CharField("文件摘要（SM3）", max_length=64)
    lines = models.JSONField("填报内容")
    refused = models.JSONField("拒绝的改动", default=list)
    decisions = models.JSONField("逐格决定", default=dict)
    imported_by = models.ForeignKey(
        User, verbose_name="导入人", on_delete=models.PROTECT, related_name="+"
    )
    imported_at = models.DateTimeField("导入时间")
    settled_at = models.DateTimeField("确认时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "会编导入"
        default_permissions = ()

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_open(self) -> bool:
        """Whether its changes still wait for a decision."""
        return self.status == self.Status.OPEN

    @property
    def tint(self) -> str:
        """The tint of its status on a page."""
        return {"OPEN": "warn", "SETTLED": "ok", "DISCARDED": "mute"}[self.status]

    @property
    def department(self) -> Department:
        """Which department filled it in."""
        return Department(self.base.department)
