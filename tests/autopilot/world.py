"""A county for any pack: a unit for each kind it names, and somebody in every role."""

from dataclasses import dataclass, field
from datetime import datetime

from approvals.organizations.models import Role, Unit, UnitKind, User
from approvals.organizations.services import appoint, create_account, create_post, create_unit
from approvals.organizations.shapes import ROLES
from projects.regulations.models import RulebookVersion
from projects.regulations.queries import role_in
from projects.regulations.rulebook import Rulebook
from projects.regulations.services import import_pack, put_in_force
from tests.builders import AT, OTHER_OWNER, OWNER, SINCE, County

OWNING = ("HANDLER", "UNIT_HEAD")
AT_OWNER, IN_PROJECT = "OWNER", "PROJECT"


@dataclass
class Cast(County):
    """A county whose people are read anew each time, and can be asked for by the pack's words."""

    bound: dict[str, str] = field(default_factory=dict)

    def at(self, role: str, unit: str = OWNER) -> User:
        """Return who holds a role: at the owner unit, or at the one unit that has it."""
        found = super().at(self.bound.get(role, role), unit)
        return User.objects.select_related("unit").get(pk=found.pk)


def publish(rulebook: Rulebook, *, at: datetime = AT) -> RulebookVersion:
    """Put a rulebook in force; one that is only out for comment is taken as if it were issued."""
    issued = rulebook.model_copy(update={"status": "IN_FORCE"})
    version = import_pack(issued, actor=User.system(), at=at)
    if version.is_in_force:
        return version
    return put_in_force(version, actor=User.system(), at=at)


def county_of(rulebook: Rulebook, *, at: datetime = AT) -> Cast:
    """Publish a pack and seat somebody in every role it names."""
    county = Cast(publish(rulebook, at=at))
    county.bound = {role.code: role_in(rulebook, role.code) for role in rulebook.roles}
    labels = dict(UnitKind.objects.values_list("code", "label"))
    in_project = {role.code for role in rulebook.roles if role.at == IN_PROJECT}
    owner_kind = (*rulebook.scope.unit_kinds, AT_OWNER)[0]
    for kind, roles in seats_of(rulebook).items():
        is_owner = kind == AT_OWNER
        for name in (OWNER, OTHER_OWNER) if is_owner else (f"县{labels[kind]}",):
            unit = _unit(name, owner_kind if is_owner else kind, at)
            county.units[name] = unit
            for role in roles:
                user = _person(unit, role, len(county.people), at)
                county.people[name, role] = user
                if role not in in_project:
                    _seat(user, unit, role, at)
    return county


def seats_of(rulebook: Rulebook) -> dict[str, list[str]]:
    """Return which roles sit in which kind of unit: where the duties say, else where usual."""
    places = dict.fromkeys(OWNING, AT_OWNER)
    for rule in rulebook.roles:
        if rule.at == AT_OWNER:
            places.setdefault(role_in(rulebook, rule.code), AT_OWNER)
    for duty in rulebook.duties:
        places.setdefault(role_in(rulebook, duty.role), duty.unit_kind)
    named = [role for gate in rulebook.gates for step in gate.route for role in step.roles]
    named += [role for kind in rulebook.record_kinds for role in kind.writers]
    named += [rule.code for rule in rulebook.roles]
    for role in named:
        places.setdefault(role_in(rulebook, role), _usual_place(role_in(rulebook, role)))
    seats: dict[str, list[str]] = {AT_OWNER: []}
    for role, kind in places.items():
        seats.setdefault(kind, []).append(role)
    return seats


def _usual_place(role: str) -> str:
    shape = ROLES.get(role)
    if shape is None or shape.at_owner or not shape.unit_kinds:
        return AT_OWNER
    return shape.unit_kinds[0]


def _unit(name: str, kind: str, at: datetime) -> Unit:
    return create_unit(
        name=name,
        short_name=name,
        kind=UnitKind.objects.get(code=kind),
        parent=None,
        actor=User.system(),
        at=at,
    )


def _person(unit: Unit, role_code: str, number: int, at: datetime) -> User:
    role = Role.objects.get(code=role_code)
    return create_account(
        username=f"user{number}",
        full_name=f"{unit.short_name}{role.label}",
        unit=unit,
        phone="0571-00000000",
        password="Correct-Horse-9-Staple",
        actor=User.system(),
        at=at,
    ).user


def _seat(user: User, unit: Unit, role_code: str, at: datetime) -> None:
    role = Role.objects.get(code=role_code)
    post = create_post(unit=unit, role=role, actor=User.system(), at=at)
    appoint(user, post=post, starts_on=SINCE, actor=User.system(), at=at)
