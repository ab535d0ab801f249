"""Rights that posts get on projects, as rows, for as long as their duty lasts."""

from collections import defaultdict
from functools import partial

from django.contrib.auth.models import Permission
from django.db import connection
from django.db.models import QuerySet

from approvals.flows.models import ApprovalTask
from approvals.flows.shapes import REVIEW
from audit.services import once_at_the_end
from config.kernel.asking import ask
from projects.registry import kinds
from projects.registry.access.grounds import VIEW
from projects.registry.access.stages import duties_in_stage
from projects.registry.models import Project
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
    wanted = sorted(rights_by_stage(project) | rights_by_task(project))
    groups, names = [group for group, _ in wanted], [name for _, name in wanted]
    ask(_AS_WANTED, {"project": project_id, "groups": groups, "names": names})


# A name that is no permission finds no key, and fails for it.
_AS_WANTED = """
WITH wanted AS (
    SELECT given.group_id, permission.id AS permission_id
    FROM unnest(%(groups)s::int[], %(names)s::text[]) AS given (group_id, codename)
    LEFT JOIN (auth_permission AS permission JOIN django_content_type AS kind
        ON kind.id = permission.content_type_id AND kind.app_label = 'projects')
    ON permission.codename = given.codename
), held AS (
    SELECT id, group_id, permission_id FROM projects_projectgroupobjectpermission
    WHERE content_object_id = %(project)s
), taken_back AS (
    DELETE FROM projects_projectgroupobjectpermission WHERE id IN (
        SELECT id FROM held WHERE (group_id, permission_id) NOT IN (
            SELECT group_id, permission_id FROM wanted WHERE permission_id IS NOT NULL
        )
    )
)
INSERT INTO projects_projectgroupobjectpermission (content_object_id, group_id, permission_id)
SELECT %(project)s::bigint, group_id, permission_id FROM wanted
WHERE NOT EXISTS (
    SELECT FROM held WHERE held.group_id = wanted.group_id
        AND held.permission_id = wanted.permission_id
)
ON CONFLICT DO NOTHING
"""


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
    return {
        (group_id, permission)
        for role, group_id, is_member in ask(_POSTS, [list(wanted), project.pk])
        for permission in wanted[role] | ({VIEW} if is_member else set())
    }


_POSTS = """
SELECT post.role_id, post.group_id, role.in_project FROM approvals_post AS post
JOIN approvals_role AS role ON role.code = post.role_id AND NOT role.at_owner
WHERE post.is_active AND (
    NOT role.in_project AND post.role_id = ANY(%s) OR post.id IN (
        SELECT appointment.post_id FROM projects_projectmember AS member
        JOIN approvals_appointment AS appointment ON appointment.id = member.appointment_id
        WHERE member.project_id = %s
    )
)
"""


def rights_by_task(project: Project) -> set[tuple[int, str]]:
    """Return the rights of posts that have something of the project on their desk."""
    wanted: set[tuple[int, str]] = set()
    for group_id, part, permission in ask(_TASKS, [project.pk]):
        wanted.add((group_id, VIEW))
        if part in {ApprovalTask.Part.SIGN, ApprovalTask.Part.ADDED}:
            wanted.add((group_id, permission or REVIEW))
    return wanted


_TASKS = """
SELECT post.group_id, task.part, definition.steps -> task.step_index ->> 'permission'
FROM approvals_approvalprocess AS process
JOIN approvals_approvaltask AS task ON task.process_id = process.id AND task.status = 'OPEN'
JOIN approvals_post AS post ON post.id = task.post_id
JOIN approvals_flowdefinition AS definition ON definition.id = process.definition_id
WHERE process.project_ref = %s
"""
