"""The project and its life cycle.

The transitions below are the union of what all rulebooks allow; the rulebook a project
keeps narrows them. The database refuses every pair that is not in `AllowedMove`, so that
not even raw SQL can carry a project where no transition leads.
"""

from django.db import models
from django_fsm import FSMField, transition

from approvals.organizations.models import Unit, User
from config.kernel.models import AmountField, GuardedModel, VersionedModel
from projects.registry.models.backfill import LedgerBatch
from projects.regulations.models import RulebookVersion


class Stage(models.TextChoices):
    """Where in its life a project is (阶段)."""

    APPLICATION = "APPLICATION", "申报"
    INITIATION = "INITIATION", "立项"
    CONSTRUCTION = "CONSTRUCTION", "建设"
    ACCEPTANCE = "ACCEPTANCE", "验收"
    OPERATION = "OPERATION", "运维"
    EVALUATION = "EVALUATION", "绩效评价"
    ARCHIVED = "ARCHIVED", "归档"


class Standing(models.TextChoices):
    """Whether a project goes on (办理状态)."""

    ACTIVE = "ACTIVE", "在办"
    SUSPENDED = "SUSPENDED", "暂停"
    TERMINATED = "TERMINATED", "终止"
    WITHDRAWN = "WITHDRAWN", "撤回"
    NOT_ESTABLISHED = "NOT_ESTABLISHED", "不予立项"


class Project(GuardedModel, VersionedModel):
    """A government IT project (政务信息化项目), from application to evaluation.

    `stage` is one of the system's stages, the same for all measures; `life_stage` is the finer
    one that the measures of the project name, where they do, and `track` the way through them.
    """

    class BuildType(models.TextChoices):
        NEW = "NEW", "新建"
        CONTINUED = "CONTINUED", "续建"
        UPGRADE = "UPGRADE", "升级改造"

    class ObjectKind(models.TextChoices):
        NETWORK = "NETWORK", "信息网络系统"
        APPLICATION_SYSTEM = "APPLICATION_SYSTEM", "信息应用系统"
        RESOURCE = "RESOURCE", "信息资源开发利用"
        SECURITY = "SECURITY", "信息安全保障"

    class Classification(models.TextChoices):
        PUBLIC = "PUBLIC", "公开"
        INTERNAL = "INTERNAL", "内部"

    number = models.CharField("项目编号", max_length=20, unique=True)
    name = models.CharField("项目名称", max_length=200)
    name_key = models.CharField("名称检索", max_length=400, editable=False)
    owner_unit = models.ForeignKey(
        Unit, verbose_name="建设单位", on_delete=models.PROTECT, related_name="owned_projects"
    )
    handler = models.ForeignKey(
        User, verbose_name="经办人", on_delete=models.PROTECT, related_name="handled_projects"
    )
    rulebook = models.ForeignKey(
        RulebookVersion, verbose_name="适用办法", on_delete=models.PROTECT, related_name="projects"
    )
    stage = FSMField("阶段", choices=Stage.choices, default=Stage.APPLICATION, protected=True)
    standing = FSMField(
        "办理状态", choices=Standing.choices, default=Standing.ACTIVE, protected=True
    )
    life_stage = models.CharField("办法阶段", max_length=60, blank=True)
    life_label = models.CharField("办法阶段名称", max_length=200, blank=True)
    track = models.CharField("办理类型", max_length=60, blank=True)
    build_type = models.CharField(
        "建设性质", max_length=20, choices=BuildType.choices, default=BuildType.NEW
    )
    object_kind = models.CharField(
        "项目类别",
        max_length=20,
        choices=ObjectKind.choices,
        default=ObjectKind.APPLICATION_SYSTEM,
    )
    classification = models.CharField(
        "密级", max_length=10, choices=Classification.choices, default=Classification.INTERNAL
    )
    plan_year = models.PositiveSmallIntegerField("申报年度")
    estimated_amount = AmountField("申报金额", default=0)
    reviewed_amount = AmountField("审定金额", null=True, blank=True)
    approved_amount = AmountField("批复金额", null=True, blank=True)
    stage_entered_on = models.DateField("进入本阶段日期")
    backfill = models.ForeignKey(
        LedgerBatch,
        verbose_name="补录批次",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="projects",
    )
    backfilled_into = models.CharField(
        "补录时所处阶段", max_length=20, choices=Stage.choices, blank=True
    )
    created_at = models.DateTimeField("建立时间")
    changed_at = models.DateTimeField("最近变动")

    class Meta:
        verbose_name = verbose_name_plural = "项目"
        default_permissions = ()
        permissions = [
            ("view_project", "查看项目"),
            ("handle_project", "经办项目"),
            ("review_project", "评审项目"),
            ("decide_project", "审批项目"),
            ("plan_project", "编入年度计划"),
            ("budget_project", "下达资金指标"),
            ("pay_project", "审核支付"),
            ("evaluate_project", "评价项目"),
            ("supervise_project", "监督项目"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(estimated_amount__gte=0), name="project_estimate_not_negative"
            ),
            models.CheckConstraint(
                condition=models.Q(reviewed_amount__isnull=True) | models.Q(reviewed_amount__gte=0),
                name="project_reviewed_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(approved_amount__isnull=True) | models.Q(approved_amount__gte=0),
                name="project_approved_not_negative",
            ),
            models.UniqueConstraint(
                fields=["owner_unit", "name_key", "plan_year"],
                condition=models.Q(backfill__isnull=False),
                name="project_backfilled_once",
            ),
        ]
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="project_newest"),
            models.Index(fields=["owner_unit", "-created_at", "-id"], name="project_by_unit"),
            models.Index(
                fields=["plan_year", "stage", "-created_at", "-id"], name="project_by_year"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def stage_label(self) -> str:
        """The stage as the measures of the project call it (阶段)."""
        return self.life_label or self.get_stage_display()

    @property
    def stage_code(self) -> str:
        """The stage by the code that the measures of the project give it."""
        return self.life_stage or str(self.stage)

    @property
    def is_backfilled(self) -> bool:
        """Whether it was taken over from a ledger (补录)."""
        return self.backfill_id is not None

    @property
    def is_active(self) -> bool:
        """Whether work on the project goes on (在办)."""
        return str(self.standing) == Standing.ACTIVE

    @transition(field=stage, source=Stage.APPLICATION, target=Stage.INITIATION)
    def enter_initiation(self) -> None:
        """Begin initiation; the appraisal has passed."""

    @transition(
        field=stage,
        source=[
            Stage.APPLICATION,
            Stage.INITIATION,
            Stage.ACCEPTANCE,
            Stage.OPERATION,
            Stage.EVALUATION,
        ],
        target=Stage.CONSTRUCTION,
    )
    def enter_construction(self) -> None:
        """Begin construction, or go back to it when acceptance did not pass (整改)."""

    @transition(
        field=stage,
        source=[Stage.INITIATION, Stage.CONSTRUCTION, Stage.OPERATION, Stage.EVALUATION],
        target=Stage.ACCEPTANCE,
    )
    def enter_acceptance(self) -> None:
        """Begin acceptance; after operation or evaluation where the rulebook has these first."""

    @transition(
        field=stage,
        source=[Stage.INITIATION, Stage.CONSTRUCTION, Stage.ACCEPTANCE, Stage.EVALUATION],
        target=Stage.OPERATION,
    )
    def enter_operation(self) -> None:
        """Go into operation."""

    @transition(
        field=stage,
        source=[Stage.INITIATION, Stage.CONSTRUCTION, Stage.ACCEPTANCE, Stage.OPERATION],
        target=Stage.EVALUATION,
    )
    def enter_evaluation(self) -> None:
        """Begin the performance evaluation."""

    @transition(
        field=stage,
        source=[
            Stage.INITIATION,
            Stage.CONSTRUCTION,
            Stage.ACCEPTANCE,
            Stage.OPERATION,
            Stage.EVALUATION,
        ],
        target=Stage.ARCHIVED,
    )
    def archive(self) -> None:
        """Close the file; the project's life is complete."""

    @transition(field=standing, source=Standing.ACTIVE, target=Standing.SUSPENDED)
    def suspend(self) -> None:
        """Let the project rest (暂停)."""

    @transition(field=standing, source=Standing.SUSPENDED, target=Standing.ACTIVE)
    def resume(self) -> None:
        """Take the project up again (恢复)."""

    @transition(
        field=standing,
        source=[Standing.ACTIVE, Standing.SUSPENDED],
        target=Standing.TERMINATED,
    )
    def terminate(self) -> None:
        """End the project before its completion (终止)."""

    @transition(
        field=standing, source=[Standing.ACTIVE, Standing.SUSPENDED], target=Standing.WITHDRAWN
    )
    def withdraw(self) -> None:
        """Take the project back on the applicant's own wish (撤回)."""

    @transition(field=standing, source=Standing.ACTIVE, target=Standing.NOT_ESTABLISHED)
    def refuse_establishment(self) -> None:
        """End the project because its initiation was refused (不予立项)."""


class AllowedMove(models.Model):
    """A pair of values that the database lets a guarded field pass through."""

    field = models.CharField("字段", max_length=30)
    old = models.CharField("原值", max_length=20, blank=True)
    new = models.CharField("新值", max_length=20)

    class Meta:
        verbose_name = verbose_name_plural = "允许的状态变化"
        constraints = [
            models.UniqueConstraint(fields=["field", "old", "new"], name="allowed_move_once")
        ]

    def __str__(self) -> str:
        return f"{self.field} {self.old} → {self.new}"


class ProjectUnit(models.Model):
    """A unit that takes part in a project beside its owner (参建单位、承建、监理、运维)."""

    class Part(models.TextChoices):
        PARTICIPANT = "PARTICIPANT", "参建单位"
        CONTRACTOR = "CONTRACTOR", "承建单位"
        SUPERVISION = "SUPERVISION", "监理单位"
        MAINTENANCE = "MAINTENANCE", "运维单位"

    project = models.ForeignKey(
        Project, verbose_name="项目", on_delete=models.PROTECT, related_name="project_units"
    )
    unit = models.ForeignKey(
        Unit, verbose_name="单位", on_delete=models.PROTECT, related_name="project_parts"
    )
    part = models.CharField("身份", max_length=20, choices=Part.choices)

    class Meta:
        verbose_name = verbose_name_plural = "参与单位"
        constraints = [
            models.UniqueConstraint(
                fields=["project", "unit", "part"], name="project_unit_once_per_part"
            )
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.unit}"
