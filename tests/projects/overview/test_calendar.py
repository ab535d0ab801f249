"""The dates of a project in the calendar of who may see it, by a secret address."""

import re
from datetime import date, datetime

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from approvals.flows.models import ApprovalTask
from approvals.organizations.models import User
from config.kernel.periods import chinese_day
from config.kernel.workdays import Calendar as WorkingCalendar
from projects.acceptance.models import TrialOperation
from projects.construction.models import Milestone
from projects.overview.exports import clocks_calendar
from projects.overview.queries.clocks import ClockRow
from projects.regulations.services import grant_waiver
from tests.builders import OTHER_OWNER, OWNER, later, send
from tests.filled import contract_values
from tests.life import fill, let_pass
from tests.projects.conftest import Desk, Site

pytestmark = pytest.mark.django_db
SENT = later(200)
PROVISIONAL = "节假日安排未公布，日期为暂定。"
STANDING: dict[str, object] = {
    "reason": "资金安排调整。",
    "completed_work": "完成前期工作。",
    "paid_amount": "0.00",
    "settlement": "已投入资产由建设单位保全。",
}


def address(site: Site, desk: Desk) -> str:
    """Return the address that the page of the project tells its handler."""
    page = reverse("projects:overview-project", kwargs={"project_id": site.project_id})
    handler = User.objects.get(pk=site.county.at("HANDLER").pk)
    text = desk(handler).get(f"{page}?tab=clocks").content.decode()
    found = re.search(r"/calendars/[^\"<]+", text)
    assert found is not None
    return found[0]


def test_the_address_of_the_page_opens_without_signing_in(building_site: Site, desk: Desk) -> None:
    answer = Client().get(address(building_site, desk))

    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/calendar")
    read = Calendar.from_ical(answer.content)
    assert str(read["X-WR-CALNAME"]) == f"{building_site.project.name}：期限"


def test_another_project_another_seal_or_another_person_is_not_there(
    building_site: Site, desk: Desk
) -> None:
    right = address(building_site, desk)
    handler, other = (building_site.county.at("HANDLER", u) for u in (OWNER, OTHER_OWNER))

    assert Client().get(right[:-3] + "ab/").status_code == 404
    assert Client().get(right.replace(f"/{handler.pk}/", f"/{other.pk}/")).status_code == 404


def test_who_has_left_or_changed_the_password_has_no_calendar(
    building_site: Site, desk: Desk
) -> None:
    right = address(building_site, desk)
    handler = User.objects.get(pk=building_site.county.at("HANDLER").pk)
    handler.set_password("another one, long enough")
    handler.save(update_fields=["password"])
    assert Client().get(right).status_code == 404

    again = address(building_site, desk)
    handler.is_active = False
    handler.save(update_fields=["is_active"])
    assert Client().get(again).status_code == 404


def last_day_of_trial(site: Site, desk: Desk) -> date:
    """Read until when the trial operation may last, on the page and in the calendar."""
    read = Calendar.from_ical(Client().get(address(site, desk)).content)
    page = reverse("projects:overview-project", kwargs={"project_id": site.project_id})
    shown = desk(site.county.at("HANDLER")).get(f"{page}?tab=clocks").content.decode()
    found = {str(event["SUMMARY"]): event.decoded("DTSTART") for event in read.walk("VEVENT")}
    last: date = found["最迟：试运行：试运行最迟结束"]
    assert f"最迟{chinese_day(last)}" in shown
    return last


def test_a_date_over_holidays_that_are_not_announced_is_marked_provisional(
    building_site: Site,
) -> None:
    announced = WorkingCalendar(announced_until=date(2026, 12, 31))
    rows = [
        ClockRow(on=on, label="报送", why="第一条", today=date(2026, 12, 1), calendar=announced)
        for on in (date(2026, 12, 31), date(2027, 1, 4))
    ]

    read = Calendar.from_ical(clocks_calendar(building_site.project, rows))

    told = {event.decoded("DTSTART"): str(event["DESCRIPTION"]) for event in read.walk("VEVENT")}
    assert PROVISIONAL not in told[date(2026, 12, 31)]
    assert PROVISIONAL in told[date(2027, 1, 4)]


def stand(site: Site, move: str, at: datetime) -> None:
    """Let a change of the standing be decided."""
    asked = fill(site.county, site.project, "standing_change", STANDING | {"move": move}, at=at)
    let_pass(site.county, asked, "UNIT_HEAD", "DATA_HEAD", at=at)


def test_dates_are_counted_anew_on_a_changed_date_and_after_a_suspension(
    operated_site: Site, desk: Desk
) -> None:
    assert last_day_of_trial(operated_site, desk) == date(2026, 12, 7)  # the 5th is a Saturday

    trial = TrialOperation.objects.get(project_id=operated_site.project_id)
    TrialOperation.objects.filter(pk=trial.pk).update(started_on=date(2026, 6, 8))
    assert last_day_of_trial(operated_site, desk) == date(2026, 12, 8)

    stand(operated_site, "SUSPEND", later(400))
    stand(operated_site, "RESUME", later(410))
    assert last_day_of_trial(operated_site, desk) == date(2026, 12, 18)


def test_desks_milestones_and_the_ends_of_waivers_stand_among_the_dates(
    building_site: Site, desk: Desk
) -> None:
    county, project = building_site.county, building_site.project
    contract = send(county, fill(county, project, "contract", contract_values(), at=SENT), at=SENT)
    task = contract.approval.tasks.get(status="OPEN")  # type: ignore[union-attr]
    ApprovalTask.objects.filter(pk=task.pk).update(due_on=date(2026, 9, 4))
    days = {"planned_start": date(2026, 8, 3), "planned_end": date(2026, 9, 30)}
    Milestone.objects.create(project=project, position=1, name="上线", **days)
    Milestone.objects.create(
        project=project, position=2, name="开发", reached_on=date(2026, 9, 1), **days
    )
    grant_waiver(
        project.rulebook,
        rule_id="T04-R12.2",
        project_id=project.pk,
        project_label=project.name,
        reason="考点标准化建设。",
        approver_label="县数据局负责人",
        starts_on=date(2020, 1, 1),
        expires_on=date(2099, 12, 31),
        actor=county.at("DATA_HEAD"),
        at=SENT,
    )

    read = Calendar.from_ical(Client().get(address(building_site, desk)).content)

    told = {str(e["SUMMARY"]): str(e["DESCRIPTION"]) for e in read.walk("VEVENT")}
    assert "计划2026年9月30日完成" in told["最迟：里程碑：上线"]
    assert "最迟：里程碑：开发" not in told
    assert "2099年12月31日以后，这条规定恢复约束。" in told["最迟：豁免到期：第六条"]
    assert "最迟2026年9月4日办结。" in " ".join(told.values())
