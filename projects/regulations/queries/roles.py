"""What each role may do in each stage by one rulebook (角色、阶段、职权对照)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.contrib.auth.models import Permission

from approvals.organizations.models import ExclusivePair, Role
from projects.regulations.models import RulebookVersion
from projects.regulations.queries import role_in, rulebook_of
from projects.regulations.rulebook import Rulebook
from projects.regulations.rulebook.life import STAGE_LABELS

NO_STAGE = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One thing a role does in a stage, its rights or that it signs, and the clause."""

    label: str
    rights: tuple[str, ...] = ()
    clause: str = ""
    is_signing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleLine:
    """One role: its name and, stage by stage, what it does."""

    label: str
    cells: tuple[tuple[Deed, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parting:
    """Roles that one person does not hold together, where, and why."""

    roles: str
    place: str
    reason: str
    clause: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleMatrix:
    """The whole table: the stages across, the roles down; below it who is kept apart."""

    stages: tuple[str, ...]
    lines: tuple[RoleLine, ...]
    partings: tuple[Parting, ...]


def role_matrix(version: RulebookVersion) -> RoleMatrix:
    """Return what each role does by the duties and the routes of a rulebook."""
    book = rulebook_of(version)
    found = _deeds(book)
    used = {stage for _, stage in found}
    own = [stage.code for stage in book.life.stages]
    stages = [code for code in dict.fromkeys([*own, *STAGE_LABELS]) if code in used]
    stages += [NO_STAGE] if NO_STAGE in used else []
    labels = dict(Role.objects.values_list("code", "label"))
    words = {role.binds or role.code: role.label for role in book.roles}
    roles = sorted({role for role, _ in found}, key=lambda role: labels.get(role, role))
    return RoleMatrix(
        stages=tuple(book.label_of_stage(code) if code else "不分阶段" for code in stages),
        lines=tuple(
            RoleLine(
                label=words.get(role) or labels.get(role, role),
                cells=tuple(tuple(found.get((role, stage), ())) for stage in stages),
            )
            for role in roles
        ),
        partings=tuple(_partings(version, labels)),
    )


def _partings(version: RulebookVersion, labels: Mapping[str, str]) -> Iterator[Parting]:
    """Name the roles that this rulebook keeps apart in a project, and those kept apart anyway."""
    book = rulebook_of(version)
    for rule in book.separations:
        roles = "、".join(book.label_of_role(role) for role in rule.roles)
        place = "整个系统" if rule.within == "SYSTEM" else "同一项目"
        place += "，单位也要分开" if rule.units_too else ""
        reason = rule.message.replace("{found}", roles)
        yield Parting(roles=roles, place=place, reason=reason, clause=rule.clause)
    pairs = ExclusivePair.objects.exclude(source=version.regulation.code).order_by("source", "pk")
    for pair in pairs:
        roles = "、".join(sorted({labels[pair.first_id], labels[pair.second_id]}))
        yield Parting(roles=roles, place="整个系统", reason=pair.reason)


def _deeds(book: Rulebook) -> dict[tuple[str, str], list[Deed]]:
    names = dict(
        Permission.objects.filter(content_type__app_label="projects").values_list(
            "codename", "name"
        )
    )
    found: dict[tuple[str, str], list[Deed]] = defaultdict(list)
    for duty in book.duties:
        rights = tuple(names[code] for code in duty.permissions if code in names)
        deed = Deed(label=duty.label, rights=rights, clause=duty.clause)
        for stage in duty.stages:
            found[role_in(book, duty.role), stage].append(deed)
    place = {code: stage.code for stage in book.life.stages for code in stage.gates}
    for gate in book.gates:
        for step in gate.route:
            deed = Deed(label=f"{gate.label}：{step.label}", is_signing=True, clause=step.clause)
            for role in step.roles:
                stage = place.get(gate.code) or gate.stage or NO_STAGE
                found[role_in(book, role), stage].append(deed)
    return found
