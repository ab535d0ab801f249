"""Approval processes and the versions of routes that they follow.

A process is pinned to one immutable version of its route, so a new rulebook never re-routes
what is under way. The status is a protected field moved by the transitions below; because
`.update()` and raw SQL pass by them, a trigger in the database refuses every other pair.
"""

from functools import cached_property

from django.db import models
from django.db.models import F, Q
from django_fsm import FSMField, transition

from approvals.flows.engine import ProcessStatus
from approvals.flows.shapes import Route, Step
from approvals.organizations.models import Unit, User
from config.kernel.models import AmountField, GuardedModel, VersionedModel


class FlowDefinition(models.Model):
    """One version of a route (审批流程定义); never changed once written."""

    code = models.CharField("流程代码", max_length=100)
    version = models.PositiveIntegerField("版本")
    label = models.CharField("流程名称", max_length=100)
    steps = models.JSONField("环节")
    created_at = models.DateTimeField("建立时间")

    class Meta:
        verbose_name = verbose_name_plural = "审批流程定义"
        constraints = [
            models.UniqueConstraint(
                fields=["code", "version"], name="approvals_flowdefinition_one_version"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}（第{self.version}版）"

    @cached_property
    def route(self) -> Route:
        """The route as a shape; read once, because a version never changes."""
        return Route.from_json({"code": self.code, "label": self.label, "steps": self.steps})


class ApprovalProcess(GuardedModel, VersionedModel):
    """One matter under approval (审批流程), from sending to conclusion.

    `version` moves with every change of step, round or status, not with each signature of a
    countersigning: signers of one step do not make each other's pages stale. `standing` keeps
    which visits of steps are open, passed and void, in the words of the pure engine.
    """

    Status = ProcessStatus

    matter_code = models.CharField("事项", max_length=100)
    definition = models.ForeignKey(
        FlowDefinition, verbose_name="流程定义", on_delete=models.PROTECT, related_name="processes"
    )
    subject_label = models.CharField("项目", max_length=300)
    project_ref = models.BigIntegerField("项目编号", db_index=True)
    record_ref = models.BigIntegerField("记录编号", null=True, blank=True)
    owner_unit = models.ForeignKey(
        Unit, verbose_name="建设单位", on_delete=models.PROTECT, related_name="+"
    )
    amount = AmountField("金额", null=True, blank=True)
    stage = models.CharField("阶段", max_length=30, blank=True)
    started_by = models.ForeignKey(
        User, verbose_name="送审人", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    started_at = models.DateTimeField("送审时间")
    status = FSMField(
        "状态", choices=ProcessStatus.choices, default=ProcessStatus.RUNNING, protected=True
    )
    step_index = models.PositiveSmallIntegerField("环节序号", default=0)
    round = models.PositiveSmallIntegerField("轮次", default=1)
    content_digest = models.CharField("内容摘要", max_length=128, blank=True)
    ended_at = models.DateTimeField("办结时间", null=True, blank=True)
    standing = models.JSONField("所处位置", default=dict, blank=True, db_default={})
    paused_on = models.DateField("暂停计时日", null=True, blank=True)
    reminded_at = models.DateTimeField("催办时间", null=True, blank=True)
    is_supervised = models.BooleanField("督办", default=False, db_default=False)

    class Meta:
        verbose_name = verbose_name_plural = "审批流程"
        indexes = [
            models.Index(
                F("started_by"),
                F("started_at").desc(),
                F("id").desc(),
                name="approvals_process_sent",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="approvals_process_ended_once_concluded",
                condition=Q(status__in=["RUNNING", "RETURNED"], ended_at=None)
                | Q(
                    status__in=["APPROVED", "REJECTED", "WITHDRAWN", "TERMINATED"],
                    ended_at__isnull=False,
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.subject_label

    @property
    def is_running(self) -> bool:
        """Whether somebody has to decide it now."""
        return bool(self.status == ProcessStatus.RUNNING)

    @property
    def is_returned(self) -> bool:
        """Whether it waits for correction by its sender."""
        return bool(self.status == ProcessStatus.RETURNED)

    @property
    def is_concluded(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.ended_at is not None

    @property
    def current_step(self) -> Step:
        """The step that it stands at."""
        return self.definition.route.steps[self.step_index]

    @transition(field=status, source=ProcessStatus.RUNNING, target=ProcessStatus.APPROVED)
    def conclude_approved(self) -> None:
        """Conclude: every step agreed."""

    @transition(field=status, source=ProcessStatus.RUNNING, target=ProcessStatus.REJECTED)
    def conclude_rejected(self) -> None:
        """Conclude: a step refused."""

    @transition(field=status, source=ProcessStatus.RUNNING, target=ProcessStatus.RETURNED)
    def go_back_to_sender(self) -> None:
        """Wait for the correction that a step asked for."""

    @transition(field=status, source=ProcessStatus.RETURNED, target=ProcessStatus.RUNNING)
    def run_again(self) -> None:
        """Run through the steps again, corrected."""

    @transition(field=status, source=ProcessStatus.RUNNING, target=ProcessStatus.WITHDRAWN)
    def conclude_withdrawn(self) -> None:
        """Conclude: the sender took it back."""

    @transition(
        field=status,
        source=[ProcessStatus.RUNNING, ProcessStatus.RETURNED],
        target=ProcessStatus.TERMINATED,
    )
    def conclude_terminated(self) -> None:
        """Conclude: what it was about has ended."""
