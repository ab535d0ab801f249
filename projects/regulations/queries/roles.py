"""What each role may do in each stage by one rulebook (角色、阶段、职权对照)."""

from collections import defaultdict
from dataclasses import dataclass

from django.contrib.auth.models import Permission

from approvals.organizations.models import Role
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
class RoleMatrix:
    """The whole table: the stages across, the roles down."""

    stages: tuple[str, ...]
    lines: tuple[RoleLine, ...]


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
    )


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
