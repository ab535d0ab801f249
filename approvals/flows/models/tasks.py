"""The tasks of a process and the opinions given on them."""

from datetime import date

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce

from approvals.flows.engine import Decision, Part, TaskStatus
from approvals.flows.models.processes import ApprovalProcess
from approvals.organizations.models import Post, Unit, User
from config.kernel.models import AmountField
from documents.models import Document

LAST_OF_DAYS = date(9999, 12, 31)


class ApprovalTask(models.Model):
    """What one post has to decide at one step (审批任务).

    Stage, unit, amount, subject and starter are copied from the process, so that the queue of
    a busy post is read from one partial index without a join.
    """

    Status = TaskStatus
    Part = Part

    process = models.ForeignKey(
        ApprovalProcess, verbose_name="审批流程", on_delete=models.PROTECT, related_name="tasks"
    )
    round = models.PositiveSmallIntegerField("轮次")
    step_index = models.PositiveSmallIntegerField("环节序号")
    step_code = models.CharField("环节代码", max_length=100)
    step_label = models.CharField("环节", max_length=100)
    role_code = models.CharField("角色", max_length=50)
    post = models.ForeignKey(Post, verbose_name="岗位", on_delete=models.PROTECT, related_name="+")
    status = models.CharField(
        "状态", max_length=10, choices=TaskStatus.choices, default=TaskStatus.OPEN
    )
    opened_at = models.DateTimeField("到达时间")
    due_on = models.DateField("办理期限", null=True, blank=True)
    queue_on = models.GeneratedField(
        verbose_name="排队日期",
        expression=Coalesce("due_on", Value(LAST_OF_DAYS)),
        output_field=models.DateField(),
        db_persist=True,
    )
    decided_by = models.ForeignKey(
        User,
        verbose_name="办理人",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    decided_at = models.DateTimeField("办理时间", null=True, blank=True)
    decision = models.CharField("决定", max_length=12, choices=Decision.choices, blank=True)
    stage = models.CharField("阶段", max_length=30, blank=True)
    unit = models.ForeignKey(
        Unit, verbose_name="建设单位", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    amount = AmountField("金额", null=True, blank=True)
    subject_label = models.CharField("项目", max_length=300)
    matter_code = models.CharField("事项", max_length=100)
    starter = models.ForeignKey(
        User, verbose_name="送审人", on_delete=models.PROTECT, related_name="+", db_index=False
    )

    entry = models.PositiveIntegerField("进入次序", default=0, db_default=0)
    lanes = models.JSONField("席位", default=list, blank=True, db_default=[])
    part = models.CharField(
        "性质", max_length=8, choices=Part.choices, default=Part.SIGN, db_default=Part.SIGN.value
    )
    weight = models.PositiveSmallIntegerField("票数", default=1, db_default=1)
    waits_for = models.PositiveSmallIntegerField("等待", null=True, blank=True)
    asked_by = models.PositiveSmallIntegerField("由何任务提出", null=True, blank=True)
    target_step = models.PositiveSmallIntegerField("退回至", null=True, blank=True)
    is_escalated = models.BooleanField("已超期上报", default=False, db_default=False)
    is_paused = models.BooleanField("计时已暂停", default=False, db_default=False)
    covered = models.CharField("所依内容摘要", max_length=128, blank=True, db_default="")
    look_on = models.DateField("下次提醒日", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "审批任务"
        indexes = [
            models.Index(
                fields=["post", "queue_on", "id"],
                name="approvals_task_queue",
                condition=Q(status="OPEN"),
                include=["stage", "unit", "amount", "matter_code", "starter", "is_paused"],
            ),
            models.Index(
                fields=["post", "opened_at", "id"],
                name="approvals_task_stay",
                condition=Q(status="OPEN"),
            ),
            models.Index(
                fields=["look_on", "id"],
                name="approvals_task_clock",
                condition=Q(status="OPEN", look_on__isnull=False),
            ),
            models.Index(
                F("decided_by"),
                F("decided_at").desc(),
                F("id").desc(),
                name="approvals_task_done",
                condition=Q(status="DONE"),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["process", "step_index", "post"],
                name="approvals_task_one_per_post_and_step",
                condition=Q(status__in=["OPEN", "WAITING"]),
            ),
            models.CheckConstraint(
                name="approvals_task_done_names_who_and_when",
                condition=Q(status="DONE", decided_by__isnull=False, decided_at__isnull=False)
                & ~Q(decision="")
                | ~Q(status="DONE") & Q(decided_by=None, decided_at=None, decision=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_label}：{self.step_label}"

    @property
    def is_open(self) -> bool:
        """Whether it waits for a decision."""
        return self.status == TaskStatus.OPEN

    @property
    def is_live(self) -> bool:
        """Whether it waits for a decision, or will."""
        return self.status in {TaskStatus.OPEN, TaskStatus.WAITING}


class Opinion(models.Model):
    """What somebody said when deciding (意见); kept for every round, as it was signed.

    Names are kept as text beside the reference: people change posts, opinions do not. `moves`
    is what the deed changed, so that the opinions alone tell how the process came to stand.
    `paper` is the document of an organ outside that decided.
    """

    process = models.ForeignKey(
        ApprovalProcess, verbose_name="审批流程", on_delete=models.PROTECT, related_name="opinions"
    )
    task = models.OneToOneField(
        ApprovalTask,
        verbose_name="任务",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="opinion",
    )
    round = models.PositiveSmallIntegerField("轮次")
    step_code = models.CharField("环节代码", max_length=100, blank=True)
    step_label = models.CharField("环节", max_length=100, blank=True)
    actor = models.ForeignKey(
        User, verbose_name="办理人", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    actor_label = models.CharField("姓名", max_length=100)
    post_label = models.CharField("岗位", max_length=200, blank=True)
    unit_label = models.CharField("单位", max_length=200, blank=True)
    acting_for_label = models.CharField("代办", max_length=100, blank=True)
    decision = models.CharField("决定", max_length=12, choices=Decision.choices)
    text = models.TextField("意见", blank=True)
    extra = models.JSONField("填报内容", default=dict, blank=True)
    at = models.DateTimeField("时间")
    form_key = models.UUIDField("表单号", null=True, blank=True)
    paper = models.ForeignKey(
        Document,
        verbose_name="决定文件",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    moves = models.JSONField("变动", default=dict, blank=True, db_default={})

    class Meta:
        verbose_name = verbose_name_plural = "审批意见"
        indexes = [
            models.Index(
                fields=["paper"],
                name="approvals_opinion_paper",
                condition=Q(paper__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["actor", "form_key"], name="approvals_opinion_one_per_form"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.signer}：{self.get_decision_display()}"

    @property
    def signer(self) -> str:
        """Who signed, and for whom: both names, wherever an opinion is shown or printed."""
        giver = self.acting_for_label
        return f"{self.actor_label}（代{giver}）" if giver else str(self.actor_label)


class Reading(models.Model):
    """Somebody was given a process to read (抄送、传阅); unread until they say so."""

    process = models.ForeignKey(
        ApprovalProcess, verbose_name="审批流程", on_delete=models.PROTECT, related_name="readings"
    )
    user = models.ForeignKey(
        User, verbose_name="阅读人", on_delete=models.PROTECT, related_name="+"
    )
    sent_by = models.ForeignKey(
        User, verbose_name="抄送人", on_delete=models.PROTECT, related_name="+"
    )
    sent_at = models.DateTimeField("抄送时间")
    read_at = models.DateTimeField("阅读时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "抄送"
        indexes = [
            models.Index(
                F("user"), F("sent_at").desc(), F("id").desc(), name="approvals_reading_user"
            ),
            models.Index(
                fields=["user"], condition=Q(read_at=None), name="approvals_reading_unread"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["process", "user"], name="approvals_reading_once_per_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}"
