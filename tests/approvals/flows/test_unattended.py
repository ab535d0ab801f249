"""An appointment that simply runs out leaves nothing behind that nobody knows of."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from approvals.flows.queries.unattended import posts_unattended
from approvals.flows.services import tell_unattended
from approvals.flows.shapes import Route
from approvals.notifications.models import Notice
from approvals.organizations.holdings import holdings_of
from approvals.organizations.models import User
from approvals.organizations.services import hand_over
from approvals.organizations.shapes import SECURITY_ADMIN
from tests.approvals.flows.town import (
    APPROVAL,
    NOW,
    TODAY,
    Town,
    agree,
    open_task,
    person,
    post,
    unit,
)

LAST_STEP = Route(code="tests.last", label="一步流程", steps=(APPROVAL,))
DAY = timedelta(days=1)


@pytest.fixture
def officer(town: Town) -> User:  # noqa: ARG001 - the town must stand
    """A security administrator."""
    office = unit("保卫科", "ADMINISTRATION")
    return person("安全", office, post(office, SECURITY_ADMIN, "安全管理员"))


@pytest.fixture
def head(town: Town) -> User:
    """The head of the unit whose post runs out."""
    return person("局长", town.ndrc, post(town.ndrc, "UNIT_HEAD", "局长"))


def let_it_run_out(town: Town) -> None:
    town.planner.appointments.update(ends_on=TODAY)


def page(user: User) -> tuple[int, str]:
    browser = Client()
    browser.force_login(user, backend="approvals.organizations.access.AccountBackend")
    with time_machine.travel(NOW + DAY, tick=True):
        answer = browser.get("/todo/unattended/")
    return answer.status_code, answer.content.decode()


def test_what_waits_at_a_post_that_ran_out_is_listed_with_who_held_it(
    town: Town, officer: User, head: User
) -> None:
    town.send(LAST_STEP)
    let_it_run_out(town)

    (found,) = posts_unattended(TODAY + DAY)

    assert (found.label, found.tasks) == ("发改局审批岗", 1)
    assert found.last is not None
    assert found.last.user == town.planner
    assert not posts_unattended(TODAY)
    assert "（办理交接）" in page(officer)[1]
    assert "发改局审批岗" in page(head)[1]
    assert page(town.clerk)[0] == 403


def test_the_head_of_another_unit_does_not_see_it(town: Town, head: User) -> None:  # noqa: ARG001
    town.send(LAST_STEP)
    let_it_run_out(town)
    house = unit("文旅局", "OWNER")
    stranger = person("文旅局长", house, post(house, "UNIT_HEAD", "局长"))

    status, text = page(stranger)

    assert status == 200
    assert "发改局审批岗" not in text


def test_the_officer_and_the_head_are_told_once_and_again_on_mondays(
    town: Town, officer: User, head: User
) -> None:
    town.send(LAST_STEP)
    let_it_run_out(town)

    told = [tell_unattended(at=NOW + days * DAY) for days in range(1, 9)]

    assert told == [1, 0, 0, 0, 0, 0, 1, 0], "Tuesday is the first day; then the Monday"
    titles = Notice.objects.filter(title="发改局审批岗有 1 件待办无人办理")
    assert set(titles.values_list("user", flat=True)) == {officer.pk, head.pk}
    assert titles[0].url == "/todo/unattended/"
    assert "任期已于3月2日届满" in titles[0].body


def test_the_hand_over_gives_such_a_post_to_somebody_from_today(town: Town, officer: User) -> None:
    process = town.send(LAST_STEP)
    let_it_run_out(town)
    at = NOW + DAY
    (left,) = [item for item in holdings_of(town.planner, at.date()) if item.kind == "lapsed"]

    hand_over(town.planner, choices={left.key: town.outsider}, reason="接任", actor=officer, at=at)

    successor = User.objects.get(pk=town.outsider.pk)
    assert left.must_move
    assert agree(open_task(process), successor, at=at).decision == "APPROVED"
    assert not holdings_of(town.planner, at.date())
