"""Rights that posts get on projects, as rows, for as long as their duty lasts."""

from collections import defaultdict
from functools import partial

from django.contrib.auth.models import Permission
from django.db import connection
from django.db.models import Q, QuerySet

from approvals.flows.models import ApprovalTask
from approvals.organizations.models import Post
from audit.services import once_at_the_end
from projects.registry import kinds
from projects.registry.access.grounds import VIEW
from projects.registry.access.stages import duties_in_stage
from projects.registry.models import Project, ProjectGroupObjectPermission, ProjectMember
from projects.regulations.queries import role_in, rulebook_of


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
        rights = sorted((group_id, ids[name]) for group_id, name in rights_by_stage(one))
        with connection.cursor() as cursor:
            # As rows they would be some twenty for each project, made and sent one by one.
            cursor.execute(
                "INSERT INTO projects_projectgroupobjectpermission "
                "(content_object_id, group_id, permission_id) "
                "SELECT project, group_id, permission FROM unnest(%s::bigint[]) AS project "
                "CROSS JOIN unnest(%s::int[], %s::int[]) AS given (group_id, permission) "
                "ON CONFLICT DO NOTHING",
                [numbers, [group for group, _ in rights], [right for _, right in rights]],
            )


def _sync_duties(project_id: int) -> None:
    project = (
        Project.objects.select_related("rulebook")
        .only("stage", "life_stage", "track", "rulebook__digest", "rulebook__version")
        .get(pk=project_id)
    )
    rows = ProjectGroupObjectPermission.objects.filter(content_object=project)
    present = {
        (group_id, codename): pk
        for pk, group_id, codename in rows.values_list("pk", "group_id", "permission__codename")
    }
    wanted = rights_by_stage(project) | rights_by_task(project)
    idle = [pk for key, pk in present.items() if key not in wanted]
    if idle:
        rows.filter(pk__in=idle).delete()
    missing = wanted - present.keys()
    if missing:
        _grant(project, missing)


def rights_by_stage(project: Project) -> set[tuple[int, str]]:
    """Return the rights of posts by the duties of the rulebook in the project's stage.

    Whoever is to fill in a record of the stage, and every member of the project, sees it.
    """
    wanted: dict[str, set[str]] = defaultdict(set)
    book = rulebook_of(project.rulebook)
    for duty in duties_in_stage(project):
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


def rights_by_task(project: Project) -> set[tuple[int, str]]:
    """Return the rights of posts that have something of the project on their desk."""
    wanted: set[tuple[int, str]] = set()
    definition = (f"process__definition__{name}" for name in ("code", "label", "steps"))
    tasks = (
        ApprovalTask.objects.filter(
            process__project_ref=project.pk, status=ApprovalTask.Status.OPEN
        )
        .select_related("post", "process__definition")
        .only("part", "step_index", "post__group_id", *definition)
    )
    for task in tasks:
        step = task.process.definition.route.steps[task.step_index]
        wanted.add((task.post.group_id, "view_project"))
        if task.part in {ApprovalTask.Part.SIGN, ApprovalTask.Part.ADDED}:
            wanted.add((task.post.group_id, step.permission))
    return wanted


def _grant(project: Project, rights: set[tuple[int, str]]) -> None:
    given = sorted(rights)
    with connection.cursor() as cursor:
        # One way instead of two; a name that is no permission finds no key, and fails for it.
        cursor.execute(
            "INSERT INTO projects_projectgroupobjectpermission "
            "(content_object_id, group_id, permission_id) "
            "SELECT %s, given.group_id, permission.id "
            "FROM unnest(%s::int[], %s::text[]) AS given (group_id, codename) "
            "LEFT JOIN (auth_permission permission JOIN django_content_type kind "
            "ON kind.id = permission.content_type_id AND kind.app_label = 'projects') "
            "ON permission.codename = given.codename "
            "ON CONFLICT DO NOTHING",
            [project.pk, [group for group, _ in given], [name for _, name in given]],
        )
