"""Who takes part in a project in a role that lives inside it (项目经理、质量控制小组成员)."""

from django.db import models
from django.db.models import Q

from approvals.organizations.models import Appointment, Role, User
from projects.registry.models.project import Project


class ProjectMember(models.Model):
    """A person in a role of one project, from one day to another (项目成员).

    The appointment is to a post of this project alone: tasks and rights go to posts.
    """

    project = models.ForeignKey(
        Project, verbose_name="项目", on_delete=models.PROTECT, related_name="members"
    )
    role = models.ForeignKey(
        Role, verbose_name="角色", on_delete=models.PROTECT, related_name="project_members"
    )
    user = models.ForeignKey(
        User, verbose_name="人员", on_delete=models.PROTECT, related_name="project_places"
    )
    appointment = models.OneToOneField(
        Appointment,
        verbose_name="任职",
        on_delete=models.PROTECT,
        related_name="project_member",
    )
    is_ended = models.BooleanField("已结束", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "项目成员"
        constraints = [
            models.UniqueConstraint(
                fields=["project", "role", "user"],
                condition=Q(is_ended=False),
                name="project_member_once_per_role",
            )
        ]

    def __str__(self) -> str:
        return f"{self.role}：{self.user}"
