import re
from uuid import uuid4

from django.test import Client

from approvals.flows.models import Meeting
from approvals.flows.shapes import Route, Step, StepKind
from approvals.inbox.services import AGENDA_BOOK
from documents.models import Job
from documents.services import run_job
from documents.storage import open_kept
from tests.approvals.flows.town import INTAKE, NOW, TODAY, Town, agree, open_task
from tests.approvals.inbox.conftest import Desk
from tests.documents.pdf_text import text_of

COUNCIL = Route(
    code="tests.council",
    label="会议流程",
    steps=(
        INTAKE,
        Step(code="council", label="会议审议", kind=StepKind.MEETING, roles=("NDRC_APPROVAL",)),
    ),
)


def call(town: Town, **changed: str) -> dict[str, str]:
    """Return the form that calls a meeting."""
    return {
        "title": "第3次项目审议会",
        "held_on": TODAY.isoformat(),
        "place": "三楼会议室",
        "post": str(town.ndrc_post.pk),
        "form_key": str(uuid4()),
    } | changed


def printed(client: Client, meeting: Meeting) -> bytes:
    """Have the agenda drawn as a book, and return it."""
    client.post(f"/todo/meetings/{meeting.pk}/book/print/")
    job = Job.objects.get(kind_code=AGENDA_BOOK)
    run_job(job.pk, at=NOW)
    job.refresh_from_db()
    assert job.result is not None, job.error
    with open_kept(job.result.file) as stream:
        content: bytes = stream.read()
    return content


def test_a_meeting_is_filled_printed_and_decided_in_one_act(town: Town, desk: Desk) -> None:
    processes = [town.send(COUNCIL, label=label) for label in ("环城路", "滨江路")]
    for process in processes:
        agree(open_task(process, "受理岗"), town.clerk, opinion="材料齐全，请会议审议。")
    client = desk(town.planner)
    client.post("/todo/meetings/", call(town))
    meeting = Meeting.objects.get()
    tasks = [open_task(process).pk for process in processes]
    client.post(f"/todo/meetings/{meeting.pk}/add/", {"task": tasks, "form_key": str(uuid4())})

    text = text_of(printed(client, meeting))
    items = list(meeting.items.order_by("place"))
    results = {
        f"result_{items[0].pk}": "APPROVED",
        f"result_{items[1].pk}": "REJECTED",
        f"note_{items[1].pk}": "内容重复。",
        "minutes_number": "云府纪要〔2026〕3号",
        "form_key": str(uuid4()),
    }
    answers = [client.post(f"/todo/meetings/{meeting.pk}/", results) for _ in range(2)]

    for told in ("第3次项目审议会议题册", "环城路", "滨江路", "材料齐全，请会议审议。", "125.00"):
        assert told in text, told
    assert [answer.status_code for answer in answers] == [302, 302]
    for process, status in zip(processes, ("APPROVED", "REJECTED"), strict=True):
        process.refresh_from_db()
        assert process.status == status
        said = process.opinions.filter(task__in=tasks).get()
        assert "云府纪要〔2026〕3号" in said.text


def test_one_missing_result_stops_all_of_them(town: Town, desk: Desk) -> None:
    process = town.send(COUNCIL)
    agree(open_task(process, "受理岗"), town.clerk)
    client = desk(town.planner)
    client.post("/todo/meetings/", call(town))
    meeting = Meeting.objects.get()
    task = open_task(process)
    client.post(f"/todo/meetings/{meeting.pk}/add/", {"task": [task.pk]})

    answer = client.post(f"/todo/meetings/{meeting.pk}/", {"minutes_number": "纪要1号"})

    assert answer.status_code == 422
    process.refresh_from_db()
    assert process.is_running


def test_the_same_form_calls_one_meeting_and_drops_one_item(town: Town, desk: Desk) -> None:
    process = town.send(COUNCIL)
    agree(open_task(process, "受理岗"), town.clerk)
    client, form = desk(town.planner), call(town)

    for _ in range(2):
        assert client.post("/todo/meetings/", form).status_code == 302
    meeting = Meeting.objects.get()
    client.post(f"/todo/meetings/{meeting.pk}/add/", {"task": [open_task(process).pk]})
    item = meeting.items.get()
    page = client.get(f"/todo/meetings/{meeting.pk}/").content.decode()
    key = re.findall(r'name="form_key" value="([^"]+)"', page)[0]
    for _ in range(2):
        drop = f"/todo/meetings/{meeting.pk}/drop/{item.pk}/"
        assert client.post(drop, {"form_key": key}).status_code == 302

    assert not meeting.items.exists()


def test_an_unchanged_agenda_is_drawn_once_and_a_changed_one_anew(town: Town, desk: Desk) -> None:
    process = town.send(COUNCIL)
    agree(open_task(process, "受理岗"), town.clerk)
    client = desk(town.planner)
    client.post("/todo/meetings/", call(town))
    meeting = Meeting.objects.get()
    address = f"/todo/meetings/{meeting.pk}/book/print/"

    for _ in range(2):
        assert client.post(address)["Location"] == "/documents/"
    assert Job.objects.count() == 1
    client.post(f"/todo/meetings/{meeting.pk}/add/", {"task": [open_task(process).pk]})
    client.post(address)

    assert Job.objects.count() == 2
