"""The rows that every installation starts with."""

from approvals.organizations.models import Role, UnitKind, User
from approvals.organizations.models.people import SYSTEM_USERNAME
from approvals.organizations.shapes import ROLES, UNIT_KINDS


def ensure_catalogue() -> None:
    """Write the unit kinds, the roles and the system user that are missing."""
    for code, label in UNIT_KINDS.items():
        UnitKind.objects.get_or_create(code=code, defaults={"label": label})
    for code, shape in ROLES.items():
        Role.objects.get_or_create(
            code=code,
            defaults={
                "label": shape.label,
                "is_administrator": shape.is_administrator,
                "exclusive_group": shape.exclusive_group,
                "at_owner": shape.at_owner,
            },
        )
    if not User.objects.filter(is_system=True).exists():
        User.objects.create_user(SYSTEM_USERNAME, "系统", is_system=True)
