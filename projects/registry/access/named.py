"""Rights that were given to a person by name."""

from dataclasses import dataclass

from approvals.organizations.models import User
from projects.registry.models import ProjectUserObjectPermission


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedRight:
    """A right on one project that was given to a person by name."""

    number: int
    project_name: str
    label: str


def named_rights_of(user: User) -> list[NamedRight]:
    """Return the rights that a person has on projects by name."""
    rows = ProjectUserObjectPermission.objects.filter(user=user).order_by("pk")
    found = rows.values_list("pk", "content_object__name", "permission__name")
    return [NamedRight(number=pk, project_name=name, label=label) for pk, name, label in found]


def move_named_right(number: int, receiver: User | None) -> None:
    """Give a right by name to somebody else, or take it back."""
    row = ProjectUserObjectPermission.objects.get(pk=number)
    if receiver is not None:
        ProjectUserObjectPermission.objects.get_or_create(
            user=receiver, permission=row.permission, content_object=row.content_object
        )
    row.delete()
