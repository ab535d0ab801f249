"""One person's deadlines across all projects: what to decide by when, and milestones to reach."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from approvals.flows.queries import QueueFilter, todo_page
from approvals.organizations.models import User
from approvals.organizations.queries import posts_of
from projects.construction.models import Milestone
from projects.registry.access import visible_projects
from projects.registry.models import Standing

MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A day by which something is to be done, and the page where it is done."""

    key: str
    on: date
    label: str
    words: str
    path: str


def deadlines_of(user: User, on: date) -> list[Deadline]:
    """Return a person's deadlines, the earliest first."""
    return sorted([*_tasks(user, on), *_milestones(user, on)], key=lambda d: (d.on, d.key))


def _tasks(user: User, on: date) -> list[Deadline]:
    posts = [post.pk for post in posts_of(user, on)]
    return [
        Deadline(
            key=f"task:{task.pk}",
            on=task.due_on,
            label=f"办理：{task.subject_label}",
            words=f"“{task.step_label}”环节的办理期限。",
            path=reverse("approvals:inbox-task", args=[task.pk]),
        )
        for task in todo_page(user, posts, wanted=QueueFilter(), size=MOST).rows
        if task.due_on is not None
    ]


def _milestones(user: User, on: date) -> list[Deadline]:
    """Return the milestones not reached of the projects that the person handles."""
    projects = visible_projects(user, on).filter(handler=user, standing=Standing.ACTIVE)
    found = Milestone.objects.filter(project__in=projects, reached_on=None)
    return [
        Deadline(
            key=f"milestone:{row.pk}",
            on=row.planned_end,
            label=f"里程碑：{row.name}",
            words=f"项目“{row.project.name}”计划完成的日期。",
            path=reverse("projects:construction-milestones", kwargs={"project_id": row.project_id}),
        )
        for row in found.select_related("project").order_by("planned_end", "pk")[:MOST]
    ]
