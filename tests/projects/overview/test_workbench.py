"""The workbench: one's day on one page, and the county for those who lead."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate, now

from projects.construction.models import Milestone
from projects.overview.queries.workbench import FEW, workbench
from projects.registry.models import Project
from tests.builders import AT, OTHER_OWNER, TODAY, application_ready, send, send_back
from tests.projects.conftest import Desk, Site

pytestmark = pytest.mark.django_db
# Far enough from one another that none looks like a duplicate.
NAMES = (
    "河长巡查平台",
    "校车安全管理",
    "森林防火预警",
    "图书借阅服务",
    "养老补贴发放",
    "工地扬尘监测",
    "公证预约办理",
    "气象灾害发布",
    "冷链食品追溯",
)


def test_todos_come_by_urgency_with_what_is_overdue(building_site: Site, desk: Desk) -> None:
    county = building_site.county
    for number, name in enumerate(NAMES[:3]):
        draft = application_ready(county, name=name)
        send(county, draft, at=AT + timedelta(days=number))

    desk_of_head = workbench(county.at("UNIT_HEAD"), TODAY + timedelta(days=40))
    page = desk(county.at("UNIT_HEAD")).get("/").content.decode()

    due = [row["task"].place for row in desk_of_head.todo]  # type: ignore[attr-defined]
    assert due == sorted(due)
    assert len(due) == 3
    assert NAMES[0] in page


def test_what_i_sent_says_where_it_is_stuck(building_site: Site, desk: Desk) -> None:
    county = building_site.county
    send(county, application_ready(county, name="停车诱导系统"))

    sent = workbench(county.at("HANDLER"), TODAY).sent
    page = desk(county.at("HANDLER")).get("/").content.decode()

    assert [row["holder"] for row in sent] == ["县城市管理局 单位负责人"]
    assert "我发起的，走到哪里了" in page


def test_what_came_back_is_waiting_to_be_corrected(building_site: Site, desk: Desk) -> None:
    county = building_site.county
    draft = application_ready(county, name="停车诱导系统")
    send(county, draft)
    send_back(county, draft, "UNIT_HEAD", why="请补充测算依据。")

    drafts = workbench(county.at("HANDLER"), TODAY).drafts
    page = desk(county.at("HANDLER")).get("/").content.decode()

    assert [row["record"].pk for row in drafts] == [draft.pk]  # type: ignore[attr-defined]
    assert "退回补正" in page


def test_milestones_that_are_due_come_up_and_reached_ones_do_not(
    building_site: Site, desk: Desk
) -> None:
    project, today = building_site.project, localdate(now())
    for position, (days, reached) in enumerate([(5, None), (29, None), (31, None), (1, today)]):
        Milestone.objects.create(
            project=project,
            position=position + 1,
            name=f"节点{days}",
            planned_start=today,
            planned_end=today + timedelta(days=days),
            reached_on=reached,
        )

    page = desk(building_site.county.at("HANDLER")).get("/").content.decode()

    assert [name for name in ("节点5", "节点29", "节点31", "节点1<") if name in page] == [
        "节点5",
        "节点29",
    ]
    stranger = building_site.county.at("HANDLER", OTHER_OWNER)
    assert not workbench(stranger, today).coming


def test_a_leader_sees_stages_money_and_what_is_overdue(building_site: Site, desk: Desk) -> None:
    county = building_site.county
    send(county, application_ready(county, name="停车诱导系统"))

    figures = workbench(county.at("DATA_HEAD"), TODAY + timedelta(days=60)).county
    page = desk(county.at("DATA_HEAD")).get("/").content.decode()

    assert figures is not None
    stages = {row["label"]: row["value"] for row in figures.stages}
    assert stages["建设"] == 1
    assert [row["label"] for row in figures.years] == ["2026年"]
    assert figures.years[0]["values"] == [Decimal(50), Decimal(0), Decimal(0)]
    assert "各阶段在办项目" in page
    assert "年度计划资金与来源" in page


def test_a_case_officer_sees_no_county(building_site: Site) -> None:
    assert workbench(building_site.county.at("HANDLER"), TODAY).county is None


def test_the_figures_keep_to_what_one_may_see(building_site: Site) -> None:
    stranger = workbench(building_site.county.at("UNIT_HEAD", OTHER_OWNER), TODAY)

    assert stranger.total == 0
    assert stranger.county is not None
    assert sum(int(str(row["value"])) for row in stranger.county.stages) == 0
    assert not stranger.county.years


def test_the_workbench_costs_the_same_for_one_matter_and_for_many(
    building_site: Site, desk: Desk
) -> None:
    county = building_site.county
    send(county, application_ready(county, name="停车诱导系统"))
    browser = desk(county.at("HANDLER"))
    browser.get("/")
    with CaptureQueriesContext(connection) as few:
        browser.get("/")
    for name in NAMES:
        send(county, application_ready(county, name=name))

    with CaptureQueriesContext(connection) as many:
        browser.get("/")

    assert Project.objects.count() > FEW
    assert len(many) == len(few)
