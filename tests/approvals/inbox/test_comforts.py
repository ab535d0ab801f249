"""What makes the queue quick to work: lent posts, kept filters, copies, clocks at rest."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from approvals.flows import services
from approvals.flows.models import Reading
from approvals.flows.shapes import Route, Step, StepKind
from approvals.inbox.models import SavedView
from approvals.organizations.models import Delegation
from tests.approvals.flows.town import NOW, SHORT, TODAY, Town, open_task
from tests.approvals.inbox.conftest import Desk

AGO = NOW - timedelta(days=14)


@pytest.fixture
def lent(town: Town) -> None:
    """The planner acts for the clerk this week."""
    Delegation.objects.create(
        giver=town.clerk,
        receiver=town.planner,
        starts_on=TODAY,
        ends_on=TODAY + timedelta(days=5),
        reason="出差",
    )


def titles(client: Client, address: str) -> list[str]:
    """Return the rows of a list."""
    return [row.title for row in client.get(address).context["rows"]]


@pytest.mark.usefixtures("lent")
def test_what_is_done_for_others_has_a_tab_of_its_own_and_names_them(
    town: Town, desk: Desk
) -> None:
    town.send(SHORT)
    client = desk(town.planner)

    page = client.get("/todo/?acting=on").content.decode()

    assert "代受理甲" in page
    assert '<a href="/todo/?acting=on" aria-current="page">代办</a>' in page
    assert titles(client, "/todo/") == titles(client, "/todo/?acting=on") == ["环城路"]
    assert titles(desk(town.clerk), "/todo/?acting=on") == []


@pytest.mark.usefixtures("lent")
def test_deciding_for_others_goes_on_with_the_next_of_theirs(town: Town, desk: Desk) -> None:
    first, second = town.send(SHORT), town.send(SHORT, label="滨江路")
    task, upcoming = open_task(first, "受理岗"), open_task(second, "受理岗")

    form = {"decision": "APPROVED", "opinion": "同意。", "version": "1", "form_key": str(uuid4())}
    answer = desk(town.planner).post(f"/todo/{task.pk}/decide/?acting=on", form)

    assert answer["Location"] == f"/todo/{upcoming.pk}/?acting=on"
    done = desk(town.planner).get("/todo/done/").content.decode()
    assert "代受理甲" in done


@pytest.mark.usefixtures("lent")
def test_agreeing_to_many_for_others_leaves_out_what_is_ones_own(town: Town, desk: Desk) -> None:
    own = Step(code="own", label="审批", kind=StepKind.APPROVE, roles=("NDRC_APPROVAL",))
    town.send(SHORT)
    town.send(Route(code="tests.own", label="审批流程", steps=(own,)), label="滨江路")
    client = desk(town.planner)

    everything = client.get("/todo/batch/").content.decode()
    for_others = client.get("/todo/batch/?acting=on").content.decode()

    assert ("环城路" in everything, "滨江路" in everything) == (True, True)
    assert ("环城路" in for_others, "滨江路" in for_others) == (True, False)


def keep(client: Client, name: str, query: str) -> int:
    """Keep filters under a name."""
    form = {"name": name, "query": query, "form_key": str(uuid4())}
    return client.post("/todo/views/", form).status_code


def test_filters_are_kept_under_a_name_and_come_back(town: Town, desk: Desk) -> None:
    town.send(SHORT, at=AGO)
    town.send(SHORT, label="滨江路", stage="运维", at=AGO)
    client = desk(town.clerk)

    assert keep(client, "运维超期", "?stage=运维&overdue=on&evil=1&after=x") == 302

    view = client.get("/todo/").context["saved_views"][0]
    assert (view.name, titles(client, view.href)) == ("运维超期", ["滨江路"])
    assert "evil" not in view.href
    assert client.get("/todo/views/").content.decode().count("运维超期") == 2


def test_the_same_name_is_written_anew_and_too_many_are_refused(town: Town, desk: Desk) -> None:
    client = desk(town.clerk)
    for number in range(12):
        keep(client, f"第{number}个", "overdue=on")

    assert keep(client, "第3个", "stage=立项") == 302
    assert keep(client, "多出的", "overdue=on") == 422
    assert keep(client, "", "overdue=on") == 422
    assert keep(client, "空的", "evil=1") == 422
    assert SavedView.objects.count() == 12


def test_kept_filters_are_ones_own(town: Town, desk: Desk) -> None:
    keep(desk(town.clerk), "超期", "overdue=on")
    view = SavedView.objects.get()

    assert desk(town.colleague).post(f"/todo/views/{view.pk}/drop/").status_code == 404
    assert desk(town.clerk).post(f"/todo/views/{view.pk}/drop/").status_code == 302
    assert not SavedView.objects.exists()


def test_what_is_to_be_read_is_ticked_off_in_its_list(town: Town, desk: Desk) -> None:
    process = town.send(SHORT)
    services.copy_to(process, people=[town.planner], actor=town.handler, at=NOW)
    client = desk(town.planner)
    page = client.get("/todo/unread/").content.decode()
    assert '待阅<span class="count">1</span>' in page
    form = {"form_key": re.findall(r'name="form_key" value="([^"]+)"', page)[0]}

    for _ in range(2):
        assert client.post(f"/todo/process/{process.pk}/read/", form).status_code == 302

    assert titles(client, "/todo/unread/") == []
    assert titles(client, "/todo/copies/") == ["环城路"]
    assert Reading.objects.get().read_at is not None
    assert process.opinions.filter(decision="READ").count() == 1


def test_a_clock_at_rest_is_not_late(town: Town, desk: Desk) -> None:
    process = town.send(SHORT, at=AGO)
    task = open_task(process, "受理岗")
    services.pause_clock(task, reason="等补正。", version=1, actor=town.clerk, at=AGO)
    client = desk(town.clerk)

    page = client.get("/todo/").content.decode()

    assert "10 天 暂停计时" in page
    assert "超期" not in page.split("<tbody>")[1].split("</tbody>")[0]
    assert titles(client, "/todo/?overdue=on") == []
    services.resume_clock(process, version=1, actor=town.clerk, at=NOW)
    assert "暂停计时" not in client.get("/todo/").content.decode()


def test_every_form_of_the_queue_that_changes_something_counts_once(town: Town, desk: Desk) -> None:
    process = town.send(SHORT)
    services.copy_to(process, people=[town.planner], actor=town.handler, at=NOW)
    task = open_task(process, "受理岗")
    keep(desk(town.clerk), "超期", "overdue=on")
    seen = 0

    for user, address in (
        (town.clerk, "/todo/?overdue=on"),
        (town.clerk, f"/todo/{task.pk}/"),
        (town.clerk, "/todo/batch/"),
        (town.clerk, "/todo/meetings/"),
        (town.clerk, "/todo/phrases/"),
        (town.clerk, "/todo/views/?overdue=on"),
        (town.handler, f"/todo/process/{process.pk}/"),
        (town.planner, f"/todo/process/{process.pk}/"),
        (town.planner, "/todo/unread/"),
    ):
        main = desk(user).get(address).content.decode().split("<main")[1]
        for form in re.findall(r"<form[^>]*method=\"post\".*?</form>", main, re.DOTALL):
            if "/drop/" not in form:  # what is gone cannot go twice
                assert 'name="form_key"' in form, (address, form[:200])
                seen += 1

    assert seen > 12
