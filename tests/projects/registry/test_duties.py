"""Rights follow duties: given when they begin, taken back when they end, equal in all channels."""

from datetime import date, timedelta
from io import BytesIO

import openpyxl
import pytest
from django.contrib.auth.models import Group
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from approvals.organizations.models import Appointment, User
from approvals.organizations.services import delegate
from projects.overview.queries.ledger import LedgerFilter, ledger
from projects.registry.access import rights_on, sync_duties, visible_projects
from projects.registry.models import Project, ProjectGroupObjectPermission
from tests.builders import OTHER_OWNER, TODAY, County, application_ready, later, send, sign
from tests.projects.conftest import Desk, Site

pytestmark = pytest.mark.django_db


def sees(user: User, project: Project, on: date = TODAY) -> bool:
    return visible_projects(fresh_user(user), on).filter(pk=project.pk).exists()


def fresh_user(user: User) -> User:
    """Read a person again: posts are remembered for one request."""
    return User.objects.get(pk=user.pk)


def test_a_task_gives_the_right_to_decide_and_takes_it_back_when_it_is_done(county: County) -> None:
    change = application_ready(county)
    head = county.at("UNIT_HEAD")
    before = rights_on(fresh_user(head), change.project, TODAY)

    send(county, change)
    during = rights_on(fresh_user(head), change.project, TODAY)
    sign(county, change, "UNIT_HEAD")
    after = rights_on(fresh_user(head), change.project, TODAY)

    assert "decide_project" not in before
    assert during > before
    assert after == before


def test_an_office_sees_a_project_only_from_the_stage_of_its_duty_on(county: County) -> None:
    application = application_ready(county)
    approver = county.at("NDRC_APPROVAL")
    assert not sees(approver, application.project)

    project = Project.objects.get(pk=application.project_id)
    project.enter_initiation()
    project.save(update_fields=["stage"])
    sync_duties(project.pk)

    assert sees(approver, project)


def test_syncing_gives_what_a_duty_demands_and_takes_what_none_does(building_site: Site) -> None:
    rows = ProjectGroupObjectPermission.objects.filter(content_object_id=building_site.project_id)
    right = rows.values_list("group_id", "permission__codename")
    due = set(right)
    wanted, idle = rows.earliest("pk"), rows.latest("pk")
    nobody = Group.objects.create(name="没有职责的岗位")
    wanted.delete()
    ProjectGroupObjectPermission.objects.create(
        content_object_id=building_site.project_id,
        group=nobody,
        permission_id=idle.permission_id,
    )
    assert set(right.all()) != due

    sync_duties(building_site.project_id)

    assert set(right.all()) == due


def test_syncing_duties_takes_the_same_queries_however_many_posts_there_are(
    building_site: Site,
) -> None:
    with CaptureQueriesContext(connection) as queries:
        sync_duties(building_site.project_id)

    assert len(queries) <= 8


def test_whoever_leaves_a_post_loses_the_project_the_next_day(building_site: Site) -> None:
    reviewer = building_site.county.at("DATA_REVIEW")
    Appointment.objects.filter(user=reviewer).update(ends_on=TODAY)

    assert sees(reviewer, building_site.project, TODAY)
    assert not sees(reviewer, building_site.project, TODAY + timedelta(days=1))


def test_a_delegate_sees_what_the_giver_sees_for_the_days_of_the_delegation(
    building_site: Site,
) -> None:
    county = building_site.county
    giver, receiver = county.at("HANDLER"), county.at("HANDLER", OTHER_OWNER)
    last = TODAY + timedelta(days=3)
    delegate(
        giver,
        receiver=receiver,
        starts_on=TODAY,
        ends_on=last,
        reason="出差。",
        actor=giver,
        at=later(0),
    )

    assert sees(receiver, building_site.project, last)
    assert not sees(receiver, building_site.project, last + timedelta(days=1))


def test_an_inactive_person_sees_nothing(building_site: Site) -> None:
    handler = fresh_user(building_site.county.at("HANDLER"))
    handler.is_active = False

    assert not visible_projects(handler, TODAY).exists()
    assert rights_on(handler, building_site.project, TODAY) == frozenset()


def test_a_right_on_one_project_is_none_on_another(building_site: Site) -> None:
    county = building_site.county
    other = application_ready(county, name="校园安防平台", unit=OTHER_OWNER).project

    assert "handle_project" in rights_on(county.at("HANDLER"), building_site.project, TODAY)
    assert rights_on(county.at("HANDLER"), other, TODAY) == frozenset()


@pytest.fixture(scope="module")
def many(building_site: Site) -> list[int]:
    """Six projects of two units, in several stages."""
    county = building_site.county
    for number in range(5):
        unit = OTHER_OWNER if number % 2 else "县城市管理局"
        application_ready(county, name=f"比对项目{number}", unit=unit)
    return list(Project.objects.order_by("pk").values_list("pk", flat=True))


@settings(
    max_examples=12,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(shown=st.sets(st.integers(0, 5)), text=st.sampled_from(["", "比对", "环卫"]))
def test_all_channels_show_the_same_projects(
    building_site: Site, many: list[int], desk: Desk, shown: set[int], text: str
) -> None:
    """List, page, search and export agree, whatever was given to whom."""
    reader = building_site.county.at("POLICE_REVIEW")
    group = Appointment.objects.get(user=reader).post.group_id
    with transaction.atomic():
        _show(group, [many[index] for index in shown])
        visible = set(visible_projects(fresh_user(reader), TODAY).values_list("pk", flat=True))
        listed = ledger(fresh_user(reader), LedgerFilter(text=text), TODAY)
        browser = desk(fresh_user(reader))
        opened = {pk for pk in many if browser.get(f"/projects/{pk}/").status_code == 200}
        table = browser.get("/projects/", {"q": text}).content.decode()
        export = browser.get("/projects/export/", {"q": text})

        assert visible == {many[index] for index in shown}
        assert opened == visible
        names = {project.name for project in listed}
        assert names == {p.name for p in Project.objects.filter(pk__in=visible) if text in p.name}
        assert all((f">{p.name}<" in table) == (p.name in names) for p in Project.objects.all())
        assert _names_in(export.content) == names
        transaction.set_rollback(True)


def _show(group_id: int, project_ids: list[int]) -> None:
    rows = ProjectGroupObjectPermission.objects.filter(permission__codename="view_project")
    permission = rows.earliest("pk").permission_id
    ProjectGroupObjectPermission.objects.filter(group_id=group_id).delete()
    for pk in project_ids:
        ProjectGroupObjectPermission.objects.create(
            content_object_id=pk, group_id=group_id, permission_id=permission
        )


def _names_in(workbook: bytes) -> set[str]:
    page = openpyxl.load_workbook(BytesIO(workbook)).active
    assert page is not None
    return {str(row[1]) for row in page.iter_rows(min_row=4, values_only=True) if row[1]}
