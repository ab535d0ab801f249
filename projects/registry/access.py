"""Who may see or touch which project: the only module that knows guardian.

Two grounds give a right. The owner unit's handlers and heads have theirs by their post in
the unit tree. Everybody else has it by a *duty*: the rulebook says which role does what in
which stage, and a task on the desk adds the right to decide. Duties become rows on the
group of a post when they begin and go when they end, so that a right never outlives its
reason, and a person who leaves a post loses it the same day.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import partial

from django.contrib.auth.models import AnonymousUser, Permission
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from approvals.flows.models import ApprovalTask
from approvals.organizations.models import Post, Unit, User
from approvals.organizations.queries import posts_of
from audit.services import once_at_the_end
from documents.models import Document, PrintedSheet
from projects.registry.models import (
    Project,
    ProjectDocument,
    ProjectGroupObjectPermission,
    ProjectUserObjectPermission,
    Record,
)
from projects.regulations.queries import office_permissions, rulebook_of

OWNER_RIGHTS = {
    "HANDLER": frozenset({"view_project", "handle_project"}),
    "UNIT_HEAD": frozenset({"view_project"}),
}


def visible_projects(user: User, on: date) -> QuerySet[Project]:
    """Return the projects that `user` may see; every other project is a 404 to them."""
    if not user.is_active:
        return Project.objects.none()
    posts = posts_of(user, on)
    groups = [post.group_id for post in posts]
    by_post = ProjectGroupObjectPermission.objects.filter(
        content_object=OuterRef("pk"), group_id__in=groups, permission__codename="view_project"
    )
    by_name = ProjectUserObjectPermission.objects.filter(
        content_object=OuterRef("pk"), user=user, permission__codename="view_project"
    )
    return Project.objects.filter(
        Q(owner_unit_id__in=owned_unit_ids(posts)) | Exists(by_post) | Exists(by_name)
    )


def owned_unit_ids(posts: Iterable[Post]) -> list[int]:
    """Return the units, with all below them, in which these posts act for the owner."""
    paths = [post.unit.path for post in posts if post.role_id in OWNER_RIGHTS]
    if not paths:
        return []
    below = Q()
    for path in paths:
        below |= Q(path__startswith=path)
    return list(Unit.objects.filter(below).values_list("pk", flat=True))


def rights_on(user: User, project: Project, on: date) -> frozenset[str]:
    """Return what `user` may do with `project` on this day."""
    if not user.is_active:
        return frozenset()
    posts = posts_of(user, on)
    rights: set[str] = set()
    for post in posts:
        if post.role_id in OWNER_RIGHTS and project.owner_unit.path.startswith(post.unit.path):
            rights |= OWNER_RIGHTS[post.role_id]
    groups = [post.group_id for post in posts]
    rows = ProjectGroupObjectPermission.objects.filter(
        content_object=project, group_id__in=groups
    ).values_list("permission__codename", flat=True)
    own_rows = ProjectUserObjectPermission.objects.filter(
        content_object=project, user=user
    ).values_list("permission__codename", flat=True)
    return frozenset(rights | set(rows.union(own_rows)))


def sync_duties(project_id: int) -> None:
    """Give posts the rights that their duties now demand, and take back all others.

    Within a service this happens once, when everything the service does is done.
    """
    once_at_the_end(("duties", project_id), partial(_sync_duties, project_id))


def _sync_duties(project_id: int) -> None:
    project = Project.objects.select_related("owner_unit", "rulebook").get(pk=project_id)
    rows = ProjectGroupObjectPermission.objects.filter(content_object=project)
    present = {
        (group_id, codename): pk
        for pk, group_id, codename in rows.values_list("pk", "group_id", "permission__codename")
    }
    wanted = _rights_by_stage(project) | _rights_by_task(project)
    idle = [pk for key, pk in present.items() if key not in wanted]
    if idle:
        rows.filter(pk__in=idle).delete()
    missing = wanted - present.keys()
    if missing:
        _grant(project, missing)


def _rights_by_stage(project: Project) -> set[tuple[int, str]]:
    """Return the rights of posts by the duties of the rulebook in the project's stage."""
    duties = [
        duty
        for duty in rulebook_of(project.rulebook).duties
        if str(project.stage) in duty.stages and duty.role not in OWNER_RIGHTS
    ]
    posts = Post.objects.filter(
        Q(role__at_owner=False) | Q(unit=project.owner_unit),
        role__in={duty.role for duty in duties},
        is_active=True,
    ).values_list("role_id", "group_id")
    groups: dict[str, list[int]] = defaultdict(list)
    for role, group_id in posts:
        groups[role].append(group_id)
    return {
        (group_id, permission)
        for duty in duties
        for group_id in groups[duty.role]
        for permission in duty.permissions
    }


def _rights_by_task(project: Project) -> set[tuple[int, str]]:
    """Return the rights of posts that have something of the project on their desk."""
    wanted: set[tuple[int, str]] = set()
    tasks = ApprovalTask.objects.filter(
        process__project_ref=project.pk, status=ApprovalTask.Status.OPEN
    ).select_related("post", "process__definition")
    for task in tasks:
        step = task.process.definition.route.steps[task.step_index]
        wanted |= {(task.post.group_id, "view_project"), (task.post.group_id, step.permission)}
    return wanted


def _grant(project: Project, rights: set[tuple[int, str]]) -> None:
    ids = dict(
        Permission.objects.filter(
            content_type__app_label="projects", codename__in={name for _, name in rights}
        ).values_list("codename", "pk")
    )
    ProjectGroupObjectPermission.objects.bulk_create(
        [
            ProjectGroupObjectPermission(
                content_object=project, group_id=group_id, permission_id=ids[name]
            )
            for group_id, name in sorted(rights)
        ],
        ignore_conflicts=True,
    )


class DutyBackend:
    """Answers `user.has_perm`, because it knows the projects behind things."""

    def authenticate(self, request: object, **credentials: object) -> None:
        """Leave signing in to the other backends."""

    def has_perm(self, user: User | AnonymousUser, perm: str, obj: object | None = None) -> bool:
        """Tell whether `user` holds `perm` today, in general or on a project or paper."""
        if not isinstance(user, User) or not user.is_active:
            return False
        on = timezone.localdate()
        if obj is None:
            return perm in office_permissions({post.role_id for post in posts_of(user, on)})
        project = _project_behind(obj)
        if project is None:
            return False
        name = perm.partition(".")[2]
        rights = rights_on(user, project, on)
        return ("view_project" if name == "view_document" else name) in rights

    def get_user_permissions(  # Django's signature
        self,
        user: User,  # noqa: ARG002
        obj: object | None = None,  # noqa: ARG002
    ) -> set[str]:
        """Return nothing: rights come from posts, never from the person."""
        return set()


def _project_behind(obj: object) -> Project | None:
    if isinstance(obj, Project):
        return obj
    if isinstance(obj, Record):
        return obj.project
    if isinstance(obj, Document):
        link = ProjectDocument.objects.filter(document=obj).select_related("project__owner_unit")
        return link[0].project if link else _project_of(obj.project_ref)
    if isinstance(obj, PrintedSheet):
        return _project_of(obj.project_ref)
    return None


def _project_of(number: int | None) -> Project | None:
    if number is None:
        return None
    return Project.objects.select_related("owner_unit").filter(pk=number).first()
