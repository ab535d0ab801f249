"""Requests to let a project go on under another version of its measures (改用办法版本)."""

from django.db import models
from django.db.models import Q

from approvals.organizations.models import User
from projects.registry.models.project import Project
from projects.regulations.models import RulebookVersion


class PinChange(models.Model):
    """The owner unit asks for another version; the rule administrator carries it out.

    What would change was shown to both; `preview` keeps what the owner saw.
    """

    class State(models.TextChoices):
        ASKED = "ASKED", "待办法管理员办理"
        DONE = "DONE", "已改用"
        REFUSED = "REFUSED", "未同意"
        TAKEN_BACK = "TAKEN_BACK", "已撤回"

    project = models.ForeignKey(
        Project, verbose_name="项目", on_delete=models.PROTECT, related_name="pin_changes"
    )
    before = models.ForeignKey(
        RulebookVersion, verbose_name="原版本", on_delete=models.PROTECT, related_name="+"
    )
    after = models.ForeignKey(
        RulebookVersion, verbose_name="改用版本", on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField("理由")
    preview = models.JSONField("影响", default=list)
    state = models.CharField("状态", max_length=20, choices=State.choices, default=State.ASKED)
    asked_by = models.ForeignKey(
        User, verbose_name="申请人", on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField("申请时间")
    decided_by = models.ForeignKey(
        User, verbose_name="办理人", on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField("办理时间", null=True)
    answer = models.TextField("办理意见", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "改用办法版本"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["project"],
                condition=Q(state="ASKED"),
                name="pin_change_one_asked_per_project",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="pin_change_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.project}：{self.before} → {self.after}"

    @property
    def effects(self) -> list[dict[str, str]]:
        """What the owner was shown that would change."""
        return [{"label": label, "detail": detail} for label, detail in self.preview]

    @property
    def is_open(self) -> bool:
        """Whether it waits for the rule administrator."""
        return self.state == self.State.ASKED
