"""In whose name somebody may put an electronic seal on a print of a project (用印)."""

from collections.abc import Mapping

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils import timezone

from approvals.organizations.models import Post, User
from approvals.organizations.queries import posts_of
from approvals.organizations.shapes import HEAD_ROLES, SIGNING_ROLES
from documents.models import PrintedSheet
from documents.rules import SealingUnit
from documents.sheets.letters import ISSUER
from projects.registry.access.backend import project_behind
from projects.registry.access.grounds import VIEW, rights_on
from projects.registry.models import Project


def sealing_units(person: AbstractBaseUser, printed: PrintedSheet) -> list[SealingUnit]:
    """Return the units in whose name a person may seal a print.

    The head of a unit that has to do with the sheet may: of the owner, of one that signed on it,
    of the office that issues a letter; and the post that gave the last opinion of its unit.
    """
    if not isinstance(person, User):
        return []
    on = timezone.localdate()
    project = project_behind(printed)
    if project is None or VIEW not in rights_on(person, project, on):
        return []
    found: dict[int, SealingUnit] = {}
    for post in posts_of(person, on):
        if post.role_id in SIGNING_ROLES and _may_seal(post, project, printed.snapshot):
            found.setdefault(post.unit_id, SealingUnit(post.unit_id, post.unit.name, post.title))
    return list(found.values())


def _may_seal(post: Post, project: Project, snapshot: Mapping[str, object]) -> bool:
    values = snapshot.get("values")
    issuer = values.get(ISSUER) if isinstance(values, Mapping) else None
    is_head = post.role_id in HEAD_ROLES
    if issuer:
        return is_head and issuer in {post.unit.name, post.unit.short_name}
    signed_last = _last_signers(snapshot).get(post.unit.short_name)
    if post.unit_id == project.owner_unit_id:
        return is_head
    return signed_last is not None and (is_head or signed_last == post.title)


def _last_signers(snapshot: Mapping[str, object]) -> dict[str, str]:
    """Return the post that gave the last opinion of each unit on a sheet."""
    opinions = snapshot.get("opinions")
    given = opinions if isinstance(opinions, list) else []
    return {str(one.get("unit", "")): str(one.get("post", "")) for one in given}
