"""A port that works by a regulation nobody wrote: its people, and its projects."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from approvals.flows import services as flows
from approvals.organizations.models import Role, Unit, UnitKind, User
from approvals.organizations.services import appoint, create_account, create_post, create_unit
from projects.application.services import start_application
from projects.registry.models import Project, Record
from projects.registry.services import appoint_member, open_record, save_record, submit_record
from projects.regulations.models import RulebookVersion
from projects.regulations.rulebook import Rulebook
from projects.regulations.services import import_pack, put_in_force
from tests.builders import AT, SINCE, open_task
from tests.life import fresh

PACK = Path(__file__).parent / "packs" / "harbour.yaml"


def harbour_pack(**changes: object) -> Rulebook:
    """Return the regulation of the port, with other sections where a test wants them."""
    return Rulebook.model_validate(yaml.safe_load(PACK.read_text()) | changes)


@dataclass
class Harbour:
    """The port, its office, and the people at their desks."""

    rulebook: RulebookVersion
    owner: Unit
    people: dict[str, User] = field(default_factory=dict)

    def at(self, role: str) -> User:
        """Return who holds a role."""
        return self.people[role]


def build_harbour(at: datetime = AT, pack: Rulebook | None = None) -> Harbour:
    """Set up the port with its regulation in force."""
    system = User.system()
    version = import_pack(pack or harbour_pack(), actor=system, at=at)
    put_in_force(version, actor=system, at=at)
    port = _unit("港务处", "OWNER", at)
    harbour = Harbour(version, port)
    office = _unit("港务项目办", "PORT", at)
    for name, unit, role in (
        ("HANDLER", port, "HANDLER"),
        ("HARBOUR_PMO", office, "HARBOUR_PMO"),
        ("DEVELOPER", port, None),
        ("TESTER", port, None),
    ):
        harbour.people[name] = person(name.lower(), unit, role, at)
    return harbour


def _unit(name: str, kind: str, at: datetime) -> Unit:
    return create_unit(
        name=name,
        short_name=name,
        kind=UnitKind.objects.get(code=kind),
        parent=None,
        actor=User.system(),
        at=at,
    )


def person(username: str, unit: Unit, role: str | None, at: datetime = AT) -> User:
    """Give somebody an account, and a post in that role."""
    system = User.system()
    user = create_account(
        username=username,
        full_name=f"{unit.short_name}{username}",
        unit=unit,
        phone="0571-00000000",
        password="Correct-Horse-9-Staple",
        actor=system,
        at=at,
    ).user
    if role is not None:
        post = create_post(unit=unit, role=Role.objects.get(code=role), actor=system, at=at)
        appoint(user, post=post, starts_on=SINCE, actor=system, at=at)
    return user


def begun(harbour: Harbour, at: datetime = AT) -> Record:
    """Begin a project of the port."""
    return start_application(
        name="泊位调度系统",
        owner_unit=harbour.owner,
        rulebook=harbour.rulebook,
        build_type="NEW",
        object_kind="APPLICATION_SYSTEM",
        plan_year=2026,
        has_no_state_secrets=True,
        actor=harbour.at("HANDLER"),
        at=at,
    )


def start_values(**changes: Any) -> dict[str, Any]:
    """Return a complete form of the beginning."""
    return {
        "project_name": "泊位调度系统",
        "plan_year": "2026",
        "amount": "400000.00",
        "parts": [{"name": "软件", "cost": "300000.00"}, {"name": "设备", "cost": "100000.00"}],
        "declarations": ["not_twice"],
        "checklist_principles": [
            {"item": "统筹规划", "answer": True, "remark": ""},
            {"item": "节约", "answer": False, "remark": "利用现有设备"},
        ],
        **changes,
    }


def keep(record: Record, values: Mapping[str, object], *, by: User, at: datetime = AT) -> Record:
    """Keep values in a draft."""
    current = Record.objects.get(pk=record.pk)
    return save_record(current, values=values, version=current.version, actor=by, at=at)


def sent(record: Record, *, by: User, at: datetime = AT) -> Record:
    """Send a record for approval."""
    current = Record.objects.get(pk=record.pk)
    return submit_record(current, version=current.version, actor=by, at=at)


def agreed(
    record: Record, role: str, *, by: User, stated: Mapping[str, str] | None = None
) -> Record:
    """Let the holder of a role agree."""
    task = open_task(record, role)
    version = task.process.version
    flows.approve(task, opinion="同意。", extra=stated, version=version, actor=by, at=AT)
    return Record.objects.get(pk=record.pk)


def filled(
    harbour: Harbour, project: Project, kind: str, values: Mapping[str, object], by: str
) -> Record:
    """Begin a record of a kind and fill it in."""
    actor = harbour.people[by]
    opened = open_record(fresh(project), kind, actor=actor, at=AT)
    return keep(opened, values, by=actor)


def under_way(harbour: Harbour) -> Project:
    """Return a project whose beginning was agreed to, with its members."""
    draft = keep(begun(harbour), start_values(), by=harbour.at("HANDLER"))
    sent(draft, by=harbour.at("HANDLER"))
    agreed(draft, "HARBOUR_PMO", by=harbour.at("HARBOUR_PMO"))
    project = fresh(draft.project)
    for role, name in (("DEV_TEAM", "DEVELOPER"), ("QC_GROUP", "TESTER")):
        appoint_member(
            project,
            role,
            user=harbour.people[name],
            starts_on=SINCE,
            actor=harbour.at("HANDLER"),
            at=AT,
        )
    return fresh(project)
