import json
import re
from uuid import uuid4

import pytest

from approvals.flows import services
from approvals.flows.models import ApprovalProcess, ApprovalTask, Opinion
from approvals.flows.shapes import Route, Step, StepField, StepKind
from approvals.inbox.models import Phrase
from tests.approvals.flows.town import (
    APPROVAL,
    COUNTERSIGN,
    INTAKE,
    NOT_NOW,
    NOW,
    ROUTE,
    SHORT,
    Calls,
    Town,
    agree,
    open_task,
)
from tests.approvals.inbox.conftest import Desk

ONE = Route(code="tests.one", label="一步审批", steps=(APPROVAL,))
PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}


def form_of(task: ApprovalTask, decision: str = "APPROVED", **fields: str) -> dict[str, str]:
    """Return what the browser would send."""
    version = ApprovalProcess.objects.get(pk=task.process_id).version
    return {
        "decision": decision,
        "version": str(version),
        "form_key": str(uuid4()),
        "opinion": "同意。",
        **fields,
    }


def test_the_page_shows_the_route_with_who_is_next_and_why(town: Town, desk: Desk) -> None:
    process = town.send(ROUTE)
    task = open_task(process, "受理岗")

    page = desk(town.clerk).get(f"/todo/{task.pk}/").content.decode()

    for text in (
        "“数据部门受理”负责审核，依据《示例办法》第八条",
        "数据部门应当在五个工作日内受理。",
        "联合会签",
        "“网信审核、保密审核、公安审核”须全部会签",
        "预计由网信、保密、公安办理",
        "共 4 步，已过 1 步",
        "/roads/7/",
    ):
        assert text in page


def test_the_page_shows_how_far_a_countersigning_got(town: Town, desk: Desk) -> None:
    process = town.send(Route(code="tests.joint", label="会签", steps=(COUNTERSIGN,)))
    agree(open_task(process, "网信岗"), town.cyber_signer)

    task = open_task(process, "公安岗")
    page = desk(town.police_signer).get(f"/todo/{task.pk}/").content.decode()

    assert "会签 1/3" in page
    assert "网信 已签" in page


def test_deciding_leads_to_the_next_task_and_says_what_was_done(town: Town, desk: Desk) -> None:
    first, following = town.send(SHORT), town.send(SHORT, label="滨江路")
    task, upcoming = open_task(first, "受理岗"), open_task(following, "受理岗")

    response = desk(town.clerk).post(f"/todo/{task.pk}/decide/", form_of(task), follow=True)

    assert response.redirect_chain == [(f"/todo/{upcoming.pk}/", 302)]
    assert "已办理：同意“环城路”。" in response.content.decode()


def test_after_the_last_task_the_empty_queue_is_shown(town: Town, desk: Desk) -> None:
    task = open_task(town.send(SHORT), "受理岗")

    response = desk(town.clerk).post(f"/todo/{task.pk}/decide/", form_of(task))

    assert response["Location"] == "/todo/"


def test_the_next_task_keeps_to_the_filters_of_the_queue(town: Town, desk: Desk) -> None:
    task = open_task(town.send(SHORT), "受理岗")
    town.send(SHORT, label="滨江路", stage="运维")
    wanted = open_task(town.send(SHORT, label="湖滨路"), "受理岗")

    response = desk(town.clerk).post(f"/todo/{task.pk}/decide/?stage=立项", form_of(task))

    assert response["Location"].startswith(f"/todo/{wanted.pk}/?stage=")


def test_htmx_gets_the_next_pane_and_the_events_for_the_list(town: Town, desk: Desk) -> None:
    task = open_task(town.send(SHORT), "受理岗")
    upcoming = open_task(town.send(SHORT, label="滨江路"), "受理岗")

    response = desk(town.clerk).post(f"/todo/{task.pk}/decide/", form_of(task), headers=PARTIAL)

    assert response.status_code == 200
    assert response["HX-Push-Url"] == f"/todo/{upcoming.pk}/"
    assert json.loads(response["HX-Trigger"]) == {
        "decided": {"row": f"row-{task.pk}", "next": f"row-{upcoming.pk}"}
    }
    page = response.content.decode()
    assert "滨江路" in page
    assert "<html" not in page
    assert "no-store" in response["Cache-Control"]


def test_htmx_is_told_when_everything_is_done(town: Town, desk: Desk) -> None:
    task = open_task(town.send(SHORT), "受理岗")

    response = desk(town.clerk).post(f"/todo/{task.pk}/decide/", form_of(task), headers=PARTIAL)

    assert "待办已全部办完" in response.content.decode()


def test_a_return_without_reason_is_refused_with_everything_kept(town: Town, desk: Desk) -> None:
    task = open_task(town.send(ONE))
    form = form_of(task, "RETURNED", opinion="", field_reply_number="发改〔2026〕7号")

    response = desk(town.planner).post(f"/todo/{task.pk}/decide/", form)

    page = response.content.decode()
    assert response.status_code == 422
    assert "退回补正须写明要补正什么。" in page
    assert "发改〔2026〕7号" in page


def test_the_fields_of_the_step_are_asked_and_kept(town: Town, desk: Desk) -> None:
    task = open_task(town.send(ONE))
    client = desk(town.planner)

    missing = client.post(f"/todo/{task.pk}/decide/", form_of(task))
    given = client.post(
        f"/todo/{task.pk}/decide/", form_of(task, field_reply_number="发改〔2026〕7号")
    )

    assert "同意前请填写“批复文号”。" in missing.content.decode()
    assert (missing.status_code, given.status_code) == (422, 302)
    assert Opinion.objects.get(task=task).extra == {"reply_number": "发改〔2026〕7号"}


def test_every_kind_of_step_field_is_read_and_shown(town: Town, desk: Desk) -> None:
    fields = (
        StepField(code="day", label="批复日期", kind="date"),
        StepField(code="money", label="核定金额", kind="money"),
        StepField(code="grade", label="评审等次", kind="choice", choices=("优", "良")),
        StepField(code="note", label="备注", required=False),
    )
    step = Step(
        code="all", label="核定", kind=StepKind.APPROVE, roles=("NDRC_APPROVAL",), fields=fields
    )
    process = town.send(Route(code="tests.kinds", label="核定", steps=(step,)))
    task = open_task(process)
    answers = {"field_day": "2026年3月2日", "field_money": "１２.5", "field_grade": "优"}

    desk(town.planner).post(f"/todo/{task.pk}/decide/", form_of(task, **answers))
    page = desk(town.handler).get(f"/todo/process/{process.pk}/").content.decode()

    assert Opinion.objects.get(task=task).extra == {
        "day": "2026-03-02",
        "money": "125000.00",
        "grade": "优",
        "note": "",
    }
    for text in ("2026年3月2日", "125,000.00 元", "评审等次"):
        assert text in page


@pytest.mark.parametrize("fragment", [False, True])
def test_the_slower_of_two_reads_who_was_quicker_and_keeps_every_word(
    town: Town,
    desk: Desk,
    fragment: bool,
) -> None:
    task = open_task(town.send(ROUTE), "受理岗")
    form = form_of(task, opinion="我认为可以，理由很长。")
    agree(open_task(task.process, "受理二岗"), town.colleague)

    response = desk(town.clerk).post(
        f"/todo/{task.pk}/decide/", form, headers=PARTIAL if fragment else {}
    )

    page = response.content.decode()
    assert response.status_code == 409
    assert "受理乙（数据局受理二岗）已于3月2日 09:35在“受理”环节办理：同意。" in page
    assert "我认为可以，理由很长。" in page
    assert ("<html" in page) is not fragment


def test_after_a_conflict_the_form_is_for_what_is_there_now(town: Town, desk: Desk) -> None:
    task = open_task(town.send(SHORT), "受理岗")
    form = form_of(task) | {"version": "99"}
    client = desk(town.clerk)

    conflict = client.post(f"/todo/{task.pk}/decide/", form)
    fresh = dict(
        re.findall(r'name="(version|form_key)" value="([^"]+)"', conflict.content.decode())
    )
    again = client.post(f"/todo/{task.pk}/decide/", form | fresh)

    assert conflict.status_code == 409
    assert again.status_code == 302


def test_a_form_sent_twice_is_answered_twice_and_counts_once(town: Town, desk: Desk) -> None:
    task = open_task(town.send(ROUTE), "受理岗")
    form, client = form_of(task), desk(town.clerk)

    answers = [client.post(f"/todo/{task.pk}/decide/", form) for _ in range(3)]

    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, "/todo/")}
    assert Opinion.objects.filter(task=task).count() == 1


def test_consent_that_is_not_yet_possible_is_shown_disabled_with_the_reason(
    town: Town, desk: Desk, calls: Calls
) -> None:
    calls.consent = NOT_NOW
    task = open_task(town.send(SHORT), "受理岗")
    client = desk(town.clerk)

    page = client.get(f"/todo/{task.pk}/").content.decode()
    response = client.post(f"/todo/{task.pk}/decide/", form_of(task))

    assert 'aria-disabled="true" aria-describedby="why-not"' in page
    assert "资料尚未齐备。" in page
    assert response.status_code == 422


@pytest.mark.parametrize("who", ["planner", "handler", "outsider"])
def test_a_task_of_another_post_does_not_exist(town: Town, desk: Desk, who: str) -> None:
    task = open_task(town.send(SHORT), "受理岗")
    client = desk(getattr(town, who))

    assert client.get(f"/todo/{task.pk}/").status_code == 404
    assert client.post(f"/todo/{task.pk}/decide/", form_of(task)).status_code == 404
    assert client.get("/todo/999999/").status_code == 404


def test_a_closed_task_shows_why_it_cannot_be_decided(town: Town, desk: Desk) -> None:
    process = town.send(ROUTE)
    closed = open_task(process, "受理岗")
    agree(open_task(process, "受理二岗"), town.colleague)

    response = desk(town.clerk).get(f"/todo/{closed.pk}/")

    assert response.status_code == 200
    assert "已经办结或关闭" in response.content.decode()


@pytest.mark.parametrize(
    "broken",
    [
        {"decision": "BURN"},
        {"decision": ""},
        {"version": "x"},
        {"version": ""},
        {"form_key": "x"},
        {"opinion": "好" * 10_000},
        {"opinion": "字\x00符\ud7ff😀⼀", "decision": "NO"},
    ],
)
def test_a_broken_form_is_refused_in_a_sentence(
    town: Town, desk: Desk, broken: dict[str, str]
) -> None:
    task = open_task(town.send(SHORT), "受理岗")

    response = desk(town.clerk).post(f"/todo/{task.pk}/decide/", form_of(task) | broken)

    assert response.status_code == 422
    assert "form-errors" in response.content.decode()
    assert not Opinion.objects.filter(task=task).exists()


def test_a_form_without_any_field_is_refused(town: Town, desk: Desk) -> None:
    task = open_task(town.send(SHORT), "受理岗")

    assert desk(town.clerk).post(f"/todo/{task.pk}/decide/", {}).status_code == 422


def test_reloading_the_address_of_a_decision_shows_the_task(town: Town, desk: Desk) -> None:
    task = open_task(town.send(SHORT), "受理岗")

    response = desk(town.clerk).get(f"/todo/{task.pk}/decide/")

    assert response["Location"] == f"/todo/{task.pk}/"


def test_a_fragment_is_the_pane_only(town: Town, desk: Desk) -> None:
    task = open_task(town.send(SHORT), "受理岗")

    response = desk(town.clerk).get(f"/todo/{task.pk}/", headers=PARTIAL)

    assert "<html" not in response.content.decode()
    assert 'id="decide"' in response.content.decode()
    assert "HX-Request-Type" in response["Vary"]


def test_my_phrases_stand_over_the_opinion(town: Town, desk: Desk) -> None:
    task = open_task(town.send(SHORT), "受理岗")
    client = desk(town.clerk)

    usual = client.get(f"/todo/{task.pk}/").content.decode()
    Phrase.objects.create(user=town.clerk, text="请按规定办理。")
    own = client.get(f"/todo/{task.pk}/").content.decode()

    assert 'data-phrase="材料齐全，符合要求，同意。"' in usual
    assert 'data-phrase="请按规定办理。"' in own
    assert "材料齐全，符合要求，同意。" not in own


def test_opinions_of_earlier_rounds_stay_readable(town: Town, desk: Desk) -> None:
    process = town.send(Route(code="tests.rounds", label="轮次", steps=(INTAKE,)))
    services.return_for_correction(
        open_task(process, "受理岗"), opinion="缺测算。", version=1, actor=town.clerk, at=NOW
    )
    process.refresh_from_db()
    services.resubmit(
        process, content_digest="two", version=process.version, actor=town.handler, at=NOW
    )

    task = open_task(process, "受理岗")
    page = desk(town.clerk).get(f"/todo/{task.pk}/").content.decode()

    for text in ("第 2 轮", "第 1 轮", "缺测算。", "补正后重新送审"):
        assert text in page
