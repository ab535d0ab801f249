from cProfile import Profile
from datetime import datetime, timedelta
from decimal import Decimal
from io import BytesIO
from uuid import uuid4

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from approvals.flows import services
from approvals.flows.models import ApprovalProcess, ApprovalTask
from approvals.inbox.views import exports
from approvals.organizations.models import Appointment
from audit.models import AuditEntry
from tests.approvals.flows.town import (
    NOW,
    ROUTE,
    SHORT,
    TODAY,
    Calls,
    Town,
    agree,
    open_task,
    unit,
)
from tests.approvals.inbox.conftest import Desk

AGO = NOW - timedelta(days=14)
WORK = 30_000


def test_the_queue_shows_matter_step_unit_amount_stay_and_limit(town: Town, desk: Desk) -> None:
    town.send(SHORT, at=AGO)

    page = desk(town.clerk).get("/todo/").content.decode()

    for text in ("环城路", "铺路申请 · 受理", "道路局", "125.00", "10 天 超期", "2月23日"):
        assert text in page
    assert '共 <span id="todo-total">1</span> 件' in page
    assert "超期 1 件" in page


def test_what_is_due_soon_is_marked_by_a_word(town: Town, desk: Desk) -> None:
    town.send(SHORT, at=NOW - timedelta(days=5))

    assert "3 天 临期" in desk(town.clerk).get("/todo/").content.decode()


def test_the_queue_of_another_post_is_empty(town: Town, desk: Desk) -> None:
    town.send(SHORT)

    page = desk(town.planner).get("/todo/").content.decode()

    assert "没有待办" in page
    assert "环城路" not in page


def test_my_own_matter_is_not_in_my_queue(town: Town, desk: Desk) -> None:
    Appointment.objects.create(
        user=town.handler, post=town.intake_post, starts_on=TODAY - timedelta(days=9)
    )
    town.send(SHORT)

    assert "没有待办" in desk(town.handler).get("/todo/").content.decode()


def test_two_posts_are_merged_by_urgency(town: Town, desk: Desk) -> None:
    Appointment.objects.create(
        user=town.clerk, post=town.second_intake_post, starts_on=TODAY - timedelta(days=9)
    )
    for days, label in ((1, "后到"), (9, "早到"), (4, "居中")):
        town.send(SHORT, label=label, at=NOW - timedelta(days=days))
    ApprovalTask.objects.filter(post=town.intake_post, subject_label="早到").update(status="CLOSED")

    rows = desk(town.clerk).get("/todo/").context["rows"]

    assert [row.title for row in rows] == ["早到", "居中", "居中", "后到", "后到"]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["环城路", "滨江路", "学校"]),
        ("matter=tests.paving", ["环城路", "滨江路", "学校"]),
        ("stage=运维", ["滨江路"]),
        ("unit=教育", ["学校"]),
        ("overdue=on", ["环城路"]),
        ("order=stay", ["环城路", "学校", "滨江路"]),
        ("stage=运维&unit=教育", []),
        ("matter=unknown", []),
        ("unit=%00&order=zzz&after=nonsense~x", ["环城路", "滨江路", "学校"]),
    ],
)
def test_the_queue_is_filtered(town: Town, desk: Desk, query: str, titles: list[str]) -> None:
    school = unit("教育局", "OWNER")
    town.send(SHORT, label="环城路", at=AGO)
    town.send(SHORT, label="滨江路", stage="运维", at=NOW)
    town.send(SHORT, label="学校", owner_unit=school, at=NOW - timedelta(minutes=1))
    ApprovalTask.objects.filter(subject_label="学校").update(due_on=None)

    response = desk(town.clerk).get(f"/todo/?{query}")

    assert response.status_code == 200
    assert [row.title for row in response.context["rows"]] == titles


def test_pages_of_the_queue_follow_each_other_without_gap_or_repeat(town: Town, desk: Desk) -> None:
    for number in range(120):
        town.send(SHORT, label=f"路{number:03}", at=NOW - timedelta(days=number // 10))
    client, seen, href = desk(town.clerk), [], "/todo/"

    while href:
        response = client.get(href)
        seen += [row.title for row in response.context["rows"]]
        href = response.context["pager"]["next_href"]

    assert len(seen) == len(set(seen)) == 120
    assert seen[0] == "路110"


def _crowd(town: Town, count: int) -> None:
    """Put many tasks on one desk, copied from one that a service made."""
    process = town.send(SHORT)
    task = open_task(process, "受理岗")
    skipped = {"id", "queue_on", "process_id"}
    values = {
        field.attname: getattr(task, field.attname)
        for field in ApprovalTask._meta.concrete_fields
        if field.attname not in skipped
    }
    twins = {
        field.attname: getattr(process, field.attname)
        for field in ApprovalProcess._meta.concrete_fields
        if field.attname != "id"
    }
    processes = ApprovalProcess.objects.bulk_create(
        ApprovalProcess(**twins) for _ in range(count - 1)
    )
    ApprovalTask.objects.bulk_create(ApprovalTask(**values, process=copy) for copy in processes)


def test_the_queue_takes_the_same_few_queries_with_20_and_with_2000_tasks(
    town: Town, desk: Desk
) -> None:
    client = desk(town.clerk)
    client.get("/todo/")
    counts = []
    for size in (20, 1980):
        _crowd(town, size)
        with CaptureQueriesContext(connection) as queries:
            response = client.get("/todo/")
        counts.append(len(queries))
        assert response.status_code == 200

    assert counts[0] == counts[1] <= 8, [one["sql"][:90] for one in queries]
    assert response.context["sample"].total_text == "500+"


def test_a_full_page_costs_little_work_whatever_else_the_machine_does(
    town: Town, desk: Desk
) -> None:
    """Calls are counted, not milliseconds; drawn cell by cell the page took 60,000."""
    client = desk(town.clerk)
    _crowd(town, 60)
    client.get("/todo/")
    work = Profile()

    work.runcall(client.get, "/todo/")

    assert sum(entry.callcount for entry in work.getstats()) < WORK


def test_whatever_a_matter_is_called_it_is_text_in_the_row(town: Town, desk: Desk) -> None:
    town.send(SHORT, label='<script>alert("1")</script>')

    page = desk(town.clerk).get("/todo/").content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;</a>" in page


def test_the_done_list_shows_what_i_said_and_where_it_is_now(town: Town, desk: Desk) -> None:
    process = town.send(ROUTE)
    agree(open_task(process, "受理岗"), town.clerk, opinion="材料齐全。")

    page = desk(town.clerk).get("/todo/done/").content.decode()

    for text in ("环城路", "材料齐全。", "同意", "办理中", "联合会签"):
        assert text in page
    assert "还没有办过" in desk(town.colleague).get("/todo/done/").content.decode()


def test_the_sent_list_says_at_whose_desk_it_is_since_when(town: Town, desk: Desk) -> None:
    town.send(SHORT, at=AGO)

    page = desk(town.handler).get("/todo/sent/").content.decode()

    assert "数据局受理岗、数据局受理二岗（受理甲、受理乙）" in page
    assert "2月16日 09:30到达" in page
    assert "10 天 超期" in page


def test_the_sent_list_names_a_desk_without_people(town: Town, desk: Desk) -> None:
    town.send(SHORT)
    Appointment.objects.filter(post__role="DATA_INTAKE").delete()

    assert "暂无在岗人员" in desk(town.handler).get("/todo/sent/").content.decode()


def test_what_was_sent_back_asks_the_sender_to_correct_it(town: Town, desk: Desk) -> None:
    process = town.send(SHORT)
    services.return_for_correction(
        open_task(process, "受理岗"), opinion="请改。", version=1, actor=town.clerk, at=NOW
    )

    page = desk(town.handler).get("/todo/sent/").content.decode()

    assert "请补正后重新送审" in page


@pytest.mark.parametrize("address", ["/todo/done/", "/todo/sent/"])
def test_my_other_lists_take_the_same_queries_however_long(
    town: Town, desk: Desk, address: str
) -> None:
    counts = []
    for size in (2, 20):
        for number in range(size):
            process = town.send(SHORT, label=f"{size}-{number}", amount=Decimal(1))
            agree(open_task(process, "受理岗"), town.clerk, form_key=uuid4())
        client = desk(town.clerk if "done" in address else town.handler)
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 12, counts


@pytest.mark.parametrize("address", ["/todo/", "/todo/done/", "/todo/sent/"])
def test_a_stranger_is_sent_to_the_login(client: object, address: str, calls: Calls) -> None:  # noqa: ARG001
    response = client.get(address)  # type: ignore[attr-defined]

    assert response.status_code == 302


def exported(client: Client, query: str = "") -> list[tuple[object, ...]]:
    content = client.get(f"/todo/export/{query}").content
    sheet = openpyxl.load_workbook(BytesIO(content)).active
    assert sheet is not None
    return list(sheet.iter_rows(min_row=4, values_only=True))


def test_the_queue_leaves_as_a_workbook_of_all_its_pages_as_it_is_filtered(
    town: Town, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "AT_ONCE", 2)
    for number in range(5):
        town.send(SHORT, label=f"第{number}条路", at=AGO + timedelta(hours=number))
    clerk = desk(town.clerk)
    assert "/todo/export/" in clerk.get("/todo/").content.decode()

    rows = exported(clerk)

    assert [row[0] for row in rows[:5]] == [f"第{number}条路" for number in range(5)]
    assert rows[0][1:5] == ("铺路申请", "受理", "道路局", 125)
    assert isinstance(rows[0][5], datetime)
    assert rows[0][6] == 10
    assert rows[0][8] == "超期"
    assert exported(clerk, "?unit=没有这个单位")[:1] != rows[:1]
    assert exported(desk(town.planner)) != rows
    entry = AuditEntry.objects.filter(detail__has_key="筛选").earliest("seq")
    assert entry.target_label == "待办事项"
    assert entry.detail["行数"] == 5
