"""Roles that a rulebook keeps apart in one project or everywhere: the database does so too."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from approvals.organizations.models import Appointment, ExclusivePair, Post, Role, User
from approvals.organizations.services import appoint
from approvals.organizations.services.posts import appoint_in_project
from config.kernel.verdicts import RuleViolationError
from projects.registry.models import Project, ProjectMember
from projects.regulations.services import import_pack, put_in_force
from tests.builders import AT, SINCE, TODAY
from tests.projects.registry.harbour import Harbour, build_harbour, harbour_pack, person, under_way

pytestmark = pytest.mark.django_db


def place_of(project: Project, user: User) -> Appointment:
    """Make a place beside the project, as nobody who goes by the service would get it."""
    return appoint_in_project(
        user,
        role=Role.objects.get(code="QC_GROUP"),
        title=f"质量控制小组（{project.number}）",
        starts_on=SINCE,
        ends_on=None,
        actor=User.system(),
        at=AT,
    )


def separated(**changes: Any) -> dict[str, Any]:
    rule = harbour_pack().separations[0].model_dump(mode="json")
    return {"separations": [rule | changes]}


def test_a_member_who_is_both_is_refused_by_the_database_whoever_writes() -> None:
    harbour = build_harbour()
    project = under_way(harbour)
    developer, role = harbour.at("DEVELOPER"), Role.objects.get(code="QC_GROUP")
    place = place_of(project, developer)

    with pytest.raises(IntegrityError, match="开发人员不得参加"), transaction.atomic():
        ProjectMember.objects.create(project=project, role=role, user=developer, appointment=place)
    with (
        pytest.raises(IntegrityError, match="开发人员不得参加"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "INSERT INTO projects_projectmember (project_id, role_id, user_id, appointment_id,"
            " is_ended) VALUES (%s, 'QC_GROUP', %s, %s, FALSE)",
            [project.pk, developer.pk, place.pk],
        )
    with pytest.raises(IntegrityError, match="开发人员不得参加"), transaction.atomic():
        ProjectMember.objects.filter(project=project, role=role).update(user=developer)


def test_units_are_kept_apart_where_the_rule_says_so() -> None:
    harbour = build_harbour(pack=harbour_pack(**separated(units_too=True)))
    outside = Post.objects.get(role="HARBOUR_PMO").unit
    User.objects.filter(pk=harbour.at("TESTER").pk).update(unit=outside)
    harbour.at("TESTER").refresh_from_db()
    project = under_way(harbour)
    role = Role.objects.get(code="QC_GROUP")
    inner, outer = person("inner", harbour.owner, None), person("outer", outside, None)

    with pytest.raises(IntegrityError, match="开发人员不得参加"), transaction.atomic():
        ProjectMember.objects.create(
            project=project, role=role, user=inner, appointment=place_of(project, inner)
        )
    ProjectMember.objects.create(
        project=project, role=role, user=outer, appointment=place_of(project, outer)
    )


@pytest.fixture
def harbour() -> Harbour:
    return build_harbour()


def revised(summary: str, **changes: Any) -> None:
    """Put another version of the regulation in force."""
    pack, system = harbour_pack(summary=summary, **changes), User.system()
    put_in_force(import_pack(pack, actor=system, at=AT), actor=system, at=AT)


def test_what_is_kept_apart_in_the_whole_system_holds_for_every_post(harbour: Harbour) -> None:
    office, handler = harbour.at("HARBOUR_PMO"), harbour.at("HANDLER")
    rule = separated(
        roles=["HANDLER", "HARBOUR_PMO"], within="SYSTEM", message="自己不审自己：{found}。"
    )
    assert not ExclusivePair.objects.filter(source="HARBOUR").exists()

    revised("第二版", **rule)

    post = handler.appointments.get().post
    with pytest.raises(RuleViolationError, match="自己不审自己：经办人、港务项目管理办公室。"):
        appoint(office, post=post, starts_on=TODAY, actor=User.system(), at=AT)
    with pytest.raises(IntegrityError, match="自己不审自己"), transaction.atomic():
        Appointment.objects.create(user=office, post=post, starts_on=TODAY)

    revised("第三版")
    appoint(office, post=post, starts_on=TODAY, actor=User.system(), at=AT)


def test_a_version_that_parts_what_somebody_holds_together_names_them(harbour: Harbour) -> None:
    office = harbour.at("HARBOUR_PMO")
    post = harbour.at("HANDLER").appointments.get().post
    Appointment.objects.create(user=office, post=post, starts_on=TODAY + timedelta(days=30))
    rule = separated(roles=["HANDLER", "HARBOUR_PMO"], within="SYSTEM")

    with pytest.raises(RuleViolationError, match=f"{office.full_name}同时担任.*请先由安全管理员"):
        revised("第二版", **rule)

    office.appointments.filter(post__role="HARBOUR_PMO").update(ends_on=TODAY)
    revised("第三版", **rule)
    assert ExclusivePair.objects.filter(source="HARBOUR").count() == 1
