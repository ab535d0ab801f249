"""The rows that every installation starts with."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from approvals.organizations.models import ExclusivePair, Role, UnitKind, User
from approvals.organizations.models.people import SYSTEM_USERNAME
from approvals.organizations.shapes import BUSINESS, EXCLUSIVE_PAIRS, ROLES, UNIT_KINDS


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRole:
    """A role that a rulebook speaks of and that may not exist yet."""

    code: str
    label: str
    unit_kinds: tuple[str, ...] = ()
    at_owner: bool = False
    in_project: bool = False


def define_unit_kind(code: str, label: str) -> None:
    """Make a kind of unit known that a rulebook speaks of; one that is known keeps its name."""
    UnitKind.objects.get_or_create(
        code=code, defaults={"label": _free(UnitKind.objects.all(), label, code)}
    )


def define_role(role: NewRole) -> Role:
    """Make a role known that a rulebook speaks of; one that is known keeps its name.

    It sits at kinds of units; what another rulebook says of these is added to it.
    """
    known, is_new = Role.objects.get_or_create(
        code=role.code,
        defaults={
            "label": _free(Role.objects.all(), role.label, role.code),
            "exclusive_group": BUSINESS,
            "at_owner": role.at_owner,
            "in_project": role.in_project,
            "unit_kinds": list(role.unit_kinds),
        },
    )
    further = [kind for kind in role.unit_kinds if kind not in known.unit_kinds]
    if further and not is_new:
        known.unit_kinds = [*known.unit_kinds, *further]
        known.save(update_fields=["unit_kinds"])
    return known


def define_pairs(source: str, pairs: Mapping[tuple[str, str], str]) -> None:
    """Let the database keep apart the roles that a regulation keeps apart, and no others of it."""
    wanted = {(min(pair), max(pair)): reason for pair, reason in pairs.items()}
    for known in ExclusivePair.objects.filter(source=source):
        if (known.first_id, known.second_id) not in wanted:
            known.delete()
    for (first, second), reason in wanted.items():
        ExclusivePair.objects.update_or_create(
            first_id=first, second_id=second, source=source, defaults={"reason": reason}
        )


def _free(rows: QuerySet[Role] | QuerySet[UnitKind], label: str, code: str) -> str:
    """Return the label, told apart from another role or kind of the same name by its code."""
    return f"{label[:20]}（{code[:18]}）" if rows.filter(label=label).exists() else label[:40]


def ensure_catalogue() -> None:
    """Write the unit kinds, the roles, what excludes what, and the system user, where missing."""
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
    for (first, second), reason in EXCLUSIVE_PAIRS.items():
        ExclusivePair.objects.get_or_create(
            first_id=first, second_id=second, source="", defaults={"reason": reason}
        )
    if not User.objects.filter(is_system=True).exists():
        User.objects.create_user(SYSTEM_USERNAME, "系统", is_system=True)
