"""On which grounds somebody may see or touch a project; the rights are their sum.

What decides and what explains is one thing: `rights_on` adds up what `grounds_on` finds, and a
page that explains reads the same grounds in words.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum

from django.db.models import Exists, F, IntegerField, OuterRef, Q, QuerySet, Value

from approvals.organizations.models import Post, Unit, User
from approvals.organizations.queries import posts_of
from projects.registry import kinds
from projects.registry.access.stages import duties_in_stage
from projects.registry.models import (
    Project,
    ProjectGroupObjectPermission,
    ProjectMember,
    ProjectUserObjectPermission,
)
from projects.regulations.queries import role_in, rulebook_of

VIEW = "view_project"


class Cause(Enum):
    """From where a right comes."""

    OWNER = "建设单位岗位"
    ABOVE = "上级单位岗位"
    MEMBER = "项目成员"
    OFFICE = "主管部门岗位"
    GRANTED = "职责或待办"
    NAMED = "授予本人"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One ground: its cause, the post that it stands on, and the rights it gives."""

    cause: Cause
    rights: frozenset[str]
    post: Post | None = None


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
    grounds = grounds_on(user, project, on)
    return frozenset(right for ground in grounds for right in ground.rights)


def grounds_on(user: User, project: Project, on: date) -> list[Ground]:
    """Return every ground on which `user` may do something with `project` on this day."""
    if not user.is_active:
        return []
    posts = posts_of(user, on)
    return [*_grounds_of_posts(project, posts), *_grounds_of_rows(user, project, posts)]


def _grounds_of_posts(project: Project, posts: Iterable[Post]) -> Iterator[Ground]:
    """Find the posts that stand by a project, by the unit tree or inside it."""
    for post in _standing_posts(project, posts):
        rights = {f"role:{post.role_id}"}
        if post.role.at_owner:
            rights |= {VIEW} | _rights_by_duty(project, {post.role_id})
        yield Ground(cause=_cause_of(project, post), rights=frozenset(rights), post=post)


def _cause_of(project: Project, post: Post) -> Cause:
    if post.role.in_project:
        return Cause.MEMBER
    if not post.role.at_owner:
        return Cause.OFFICE
    return Cause.OWNER if post.unit_id == project.owner_unit_id else Cause.ABOVE


def _grounds_of_rows(user: User, project: Project, posts: Iterable[Post]) -> Iterator[Ground]:
    """Find what was granted to the groups of posts, and to the person by name."""
    by_group = {post.group_id: post for post in posts}
    rows = ProjectGroupObjectPermission.objects.filter(
        content_object=project, group_id__in=list(by_group)
    ).values_list("permission__codename", F("group_id"))
    own_rows = ProjectUserObjectPermission.objects.filter(
        content_object=project, user=user
    ).values_list("permission__codename", Value(None, output_field=IntegerField()))
    found: dict[int | None, set[str]] = defaultdict(set)
    for codename, group_id in rows.union(own_rows):
        found[group_id].add(codename)
    for group_id, rights in found.items():
        post = by_group[group_id] if group_id is not None else None
        cause = Cause.GRANTED if post else Cause.NAMED
        yield Ground(cause=cause, rights=frozenset(rights), post=post)


def may_lead_on(project: Project, rights: frozenset[str]) -> bool:
    """Whether somebody with these rights may say that a project goes on to its next stage."""
    here = (kind for kind in kinds.kinds_of(project) if kind.is_in_stage(project) and kind.writers)
    return "handle_project" in rights or any(kind.is_written_with(rights) for kind in here)


def _standing_posts(project: Project, posts: Iterable[Post]) -> list[Post]:
    """Return the posts that stand by a project: at its owner or above, an office, a member's."""
    posts = list(posts)
    own = {post.pk for post in posts if post.role.in_project}
    places = set()
    if own:
        members = ProjectMember.objects.filter(project=project, appointment__post__in=own)
        places = set(members.values_list("appointment__post", flat=True))
    return [
        post
        for post in posts
        if (post.pk in places if post.role.in_project else _stands_by(post, project))
    ]


def _stands_by(post: Post, project: Project) -> bool:
    return not post.role.at_owner or project.owner_unit.path.startswith(post.unit.path)


def _rights_by_duty(project: Project, roles: Collection[str]) -> set[str]:
    book = rulebook_of(project.rulebook)
    here = duties_in_stage(project)
    duties = (duty for duty in here if role_in(book, duty.role) in roles)
    return {permission for duty in duties for permission in duty.permissions}
