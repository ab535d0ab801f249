"""Who may see or touch which project: the only module that knows guardian.

Every right comes from a *duty*: the rulebook says which role does what in which stage, and a
task on the desk adds the right to decide. Who has a post at the owner unit, or above it in the
unit tree, sees its projects and has his rights by the tree. All other rights become rows on
the group of a post when the duty begins and go when it ends, so that a right never outlives
its reason, and a person who leaves a post loses it the same day.

Beside rights a reader holds *roles* on a project (`role:PMO`): a rulebook may say which roles
fill in a record.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
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
from projects.registry import kinds
from projects.registry.models import (
    Project,
    ProjectDocument,
    ProjectGroupObjectPermission,
    ProjectMember,
    ProjectUserObjectPermission,
    Record,
)
from projects.regulations.queries import office_permissions, role_in, rulebook_of
from projects.regulations.rulebook import Duty

VIEW = "view_project"


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
    paths = [post.unit.path for post in posts if post.role.at_owner]
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
    roles = _roles_on(project, posts)
    at_owner = {post.role_id for post in posts if post.role.at_owner} & roles
    rights = {f"role:{role}" for role in roles}
    if at_owner:
        rights |= {VIEW} | _rights_by_duty(project, at_owner)
    groups = [post.group_id for post in posts]
    rows = ProjectGroupObjectPermission.objects.filter(
        content_object=project, group_id__in=groups
    ).values_list("permission__codename", flat=True)
    own_rows = ProjectUserObjectPermission.objects.filter(
        content_object=project, user=user
    ).values_list("permission__codename", flat=True)
    return frozenset(rights | set(rows.union(own_rows)))


def may_lead_on(project: Project, rights: frozenset[str]) -> bool:
    """Whether somebody with these rights may say that a project goes on to its next stage."""
    here = (kind for kind in kinds.kinds_of(project) if kind.is_in_stage(project) and kind.writers)
    return "handle_project" in rights or any(kind.is_written_with(rights) for kind in here)


def _roles_on(project: Project, posts: Iterable[Post]) -> set[str]:
    """Return the roles in which these posts stand towards a project."""
    posts = list(posts)
    own = {post.pk for post in posts if post.role.in_project}
    places = set()
    if own:
        members = ProjectMember.objects.filter(project=project, appointment__post__in=own)
        places = set(members.values_list("appointment__post", flat=True))
    return {
        post.role_id
        for post in posts
        if (post.pk in places if post.role.in_project else _stands_by(post, project))
    }


def _stands_by(post: Post, project: Project) -> bool:
    return not post.role.at_owner or project.owner_unit.path.startswith(post.unit.path)


def _duties_in_stage(project: Project) -> list[Duty]:
    here = {str(project.stage), project.stage_code}
    return [
        duty for duty in rulebook_of(project.rulebook).duties if not here.isdisjoint(duty.stages)
    ]


def _rights_by_duty(project: Project, roles: Collection[str]) -> set[str]:
    book = rulebook_of(project.rulebook)
    here = _duties_in_stage(project)
    duties = (duty for duty in here if role_in(book, duty.role) in roles)
    return {permission for duty in duties for permission in duty.permissions}


def sync_duties(project_id: int) -> None:
    """Give posts the rights that their duties now demand, and take back all others.

    Within a service this happens once, when everything the service does is done.
    """
    once_at_the_end(("duties", project_id), partial(_sync_duties, project_id))


def grant_duties(projects: QuerySet[Project]) -> None:
    """Give posts their rights on many new projects at once, on which nothing is on a desk yet."""
    alike: dict[tuple[int, str, str], list[int]] = defaultdict(list)
    places = projects.values_list("pk", "rulebook_id", "stage", "life_stage")
    for pk, rulebook_id, stage, life_stage in places:
        alike[rulebook_id, stage, life_stage].append(pk)
    ids = dict(
        Permission.objects.filter(content_type__app_label="projects").values_list("codename", "pk")
    )
    for numbers in alike.values():
        one = projects.select_related("owner_unit", "rulebook").get(pk=numbers[0])
        rights = sorted(_rights_by_stage(one))
        ProjectGroupObjectPermission.objects.bulk_create(
            (
                ProjectGroupObjectPermission(
                    content_object_id=number, group_id=group_id, permission_id=ids[name]
                )
                for number in numbers
                for group_id, name in rights
            ),
            batch_size=5_000,
            ignore_conflicts=True,
        )


def _sync_duties(project_id: int) -> None:
    project = (
        Project.objects.select_related("owner_unit", "rulebook")
        .defer("rulebook__content")
        .get(pk=project_id)
    )
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
    """Return the rights of posts by the duties of the rulebook in the project's stage.

    Whoever is to fill in a record of the stage, and every member of the project, sees it.
    """
    wanted: dict[str, set[str]] = defaultdict(set)
    book = rulebook_of(project.rulebook)
    for duty in _duties_in_stage(project):
        wanted[role_in(book, duty.role)] |= set(duty.permissions)
    for kind in kinds.kinds_of(project):
        if kind.is_in_stage(project):
            for role in kind.writers:
                wanted[role].add(VIEW)
    members = ProjectMember.objects.filter(project=project).values("appointment__post")
    posts = Post.objects.filter(
        Q(role__in=wanted.keys(), role__in_project=False) | Q(pk__in=members),
        role__at_owner=False,
        is_active=True,
    ).values_list("role_id", "group_id", "role__in_project")
    return {
        (group_id, permission)
        for role, group_id, is_member in posts
        for permission in wanted[role] | ({VIEW} if is_member else set())
    }


def _rights_by_task(project: Project) -> set[tuple[int, str]]:
    """Return the rights of posts that have something of the project on their desk."""
    wanted: set[tuple[int, str]] = set()
    tasks = ApprovalTask.objects.filter(
        process__project_ref=project.pk, status=ApprovalTask.Status.OPEN
    ).select_related("post", "process__definition")
    for task in tasks:
        step = task.process.definition.route.steps[task.step_index]
        wanted.add((task.post.group_id, "view_project"))
        if task.part in {ApprovalTask.Part.SIGN, ApprovalTask.Part.ADDED}:
            wanted.add((task.post.group_id, step.permission))
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
        link = ProjectDocument.objects.filter(document=obj).select_related(
            "project__owner_unit", "project__rulebook"
        )
        return link[0].project if link else _project_of(obj.project_ref)
    if isinstance(obj, PrintedSheet):
        return _project_of(obj.project_ref)
    return None


def _project_of(number: int | None) -> Project | None:
    if number is None:
        return None
    return (
        Project.objects.select_related("owner_unit", "rulebook")
        .defer("rulebook__content")
        .filter(pk=number)
        .first()
    )
