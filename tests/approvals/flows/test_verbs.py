"""The verbs on PostgreSQL: one effect a form, who is told, what the database itself refuses."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from approvals.flows import services
from approvals.flows.engine import AddMode
from approvals.flows.models import ApprovalProcess, ApprovalTask, MeetingResult, Reading
from approvals.flows.queries import tasks_to_look_at, waiting_for_meeting
from approvals.flows.rules import process_powers, task_powers
from approvals.flows.shapes import Expiry, Resubmit, Route, Step, StepKind
from approvals.notifications.models import Notice
from approvals.organizations.models import User
from audit.models import AuditEntry
from config.kernel.verdicts import RuleViolationError, StaleVersionError
from tests.approvals.flows.town import (
    APPROVAL,
    COUNTERSIGN,
    INTAKE,
    NOW,
    TODAY,
    Calls,
    Town,
    agree,
    open_task,
    open_titles,
    person,
    post,
)

TWO = Route(code="tests.two", label="两步", steps=(INTAKE, APPROVAL))
JOINT = Route(code="tests.joint", label="会签流程", steps=(COUNTERSIGN, APPROVAL))
DIRECT = Route(
    code="tests.direct",
    label="直达",
    steps=(
        INTAKE,
        Step(
            code="next",
            label="复核",
            kind=StepKind.REVIEW,
            roles=("NDRC_APPROVAL",),
            days=3,
            resubmit=Resubmit.DIRECT,
        ),
    ),
)
MEETING = Route(
    code="tests.meeting",
    label="会议流程",
    steps=(Step(code="meet", label="会议审议", kind=StepKind.MEETING, roles=("NDRC_APPROVAL",)),),
)


def test_a_task_is_handed_over_once_however_often_the_form_is_sent(
    town: Town, calls: Calls
) -> None:
    process, key = town.send(JOINT), uuid4()
    spare = post(town.cyber, "CYBERSPACE_REVIEW", "网信二岗")
    town.outsider.appointments.create(post=spare, starts_on=date(2025, 1, 1))
    task = open_task(process, "网信岗")

    for _ in range(2):
        services.reassign(
            task,
            to_post=spare,
            reason="分工调整。",
            version=1,
            form_key=key,
            actor=town.cyber_signer,
            at=NOW,
        )

    assert open_titles(process) == ["保密岗", "公安岗", "网信二岗"]
    assert calls.heard[-2:] == ["unassigned 网信岗", "assigned 网信二岗"]
    assert process.opinions.filter(decision="REASSIGNED").get().text == "网信办网信二岗：分工调整。"
    assert AuditEntry.objects.filter(action="approvals.task.reassign").count() == 1
    with pytest.raises(StaleVersionError, match="转办"):
        agree(task, town.cyber_signer)


def test_added_and_asked_people_are_told_and_get_a_task_of_their_own(town: Town) -> None:
    process = town.send(JOINT)
    task = open_task(process, "网信岗")
    common = {"reason": "请把关。", "version": 1, "actor": town.cyber_signer, "at": NOW}

    services.add_signer(task, to_post=town.ndrc_post, mode=AddMode.BEFORE, **common)  # type: ignore[arg-type]
    asked = open_task(process, "保密岗")
    services.ask_opinion(
        asked,
        to_post=town.intake_post,
        reason="请给意见。",
        version=1,
        actor=town.secrecy_signer,
        at=NOW,
    )

    assert open_titles(process) == ["保密岗", "公安岗", "审批岗", "受理岗"]
    assert process.tasks.get(post=town.cyber_post).status == "WAITING"
    assert Notice.objects.filter(user=town.planner, body__contains="请加签").exists()
    advice = open_task(process, "受理岗")
    services.give_opinion(
        advice, opinion="不妥。", agrees=False, version=1, actor=town.clerk, at=NOW
    )
    assert process.opinions.get(decision="ADVISED").text == "不妥。"
    with pytest.raises(RuleViolationError, match="如何处理"):
        agree(open_task(process, "保密岗"), town.secrecy_signer, opinion="")


def test_a_consent_is_taken_back_and_what_it_opened_closes(town: Town, calls: Calls) -> None:
    process = town.send(TWO)
    task = agree(open_task(process, "受理岗"), town.clerk)
    process.refresh_from_db()
    assert process_powers(process, town.clerk, on=TODAY, at=NOW).take_back == task

    given: dict[str, Any] = {"version": process.version, "actor": town.clerk, "at": NOW}
    again = services.take_back(task, reason="漏看一页。", **given)

    assert again.post == town.intake_post
    assert open_titles(process) == ["受理岗", "受理二岗"]
    assert calls.heard[-3:] == ["unassigned 审批岗", "assigned 受理岗", "assigned 受理二岗"]
    process.refresh_from_db()
    assert (process.step_index, process.status) == (0, "RUNNING")


def test_a_return_may_reach_an_earlier_step_and_its_page_offers_it(town: Town) -> None:
    process = town.send(DIRECT)
    agree(open_task(process, "受理岗"), town.clerk)
    task = open_task(process, "审批岗")
    assert task_powers(task, town.planner, TODAY).targets == [(0, "受理")]

    services.return_for_correction(
        task, opinion="请再核。", to_step=0, version=2, actor=town.planner, at=NOW
    )

    process.refresh_from_db()
    assert (process.status, process.step_index) == ("RUNNING", 0)
    assert open_titles(process) == ["受理岗", "受理二岗"]
    agree(open_task(process, "受理二岗"), town.colleague)
    assert open_titles(process) == ["审批岗"]


def test_what_is_sent_again_goes_straight_to_whoever_returned_it(town: Town) -> None:
    for digest, wanted in (("one", ["审批岗"]), ("two", ["受理岗", "受理二岗"])):
        process = town.send(DIRECT)
        agree(open_task(process, "受理岗"), town.clerk)
        services.return_for_correction(
            open_task(process, "审批岗"), opinion="请改。", version=2, actor=town.planner, at=NOW
        )
        process.refresh_from_db()
        services.resubmit(
            process, content_digest=digest, version=process.version, actor=town.handler, at=NOW
        )
        assert open_titles(process) == wanted


def test_the_clock_reminds_escalates_and_speaks_as_the_system(town: Town) -> None:
    deemed = Step(
        code="d",
        label="核对",
        kind=StepKind.REVIEW,
        roles=("DATA_INTAKE",),
        days=2,
        on_expiry=Expiry.DEEMED,
    )
    process = town.send(Route(code="tests.deemed", label="视同", steps=(deemed, INTAKE)))

    for days in (1, 2):
        services.watch_clocks(at=NOW + timedelta(days=days))
    assert Notice.objects.filter(title__startswith="临期", user=town.clerk).count() == 1
    services.watch_clocks(at=NOW + timedelta(days=3))

    process.refresh_from_db()
    assert process.step_index == 1
    opinion = process.opinions.get(decision="DEEMED")
    assert (opinion.actor, opinion.step_label) == (User.system(), "核对")
    assert process.tasks.filter(decided_by__is_system=True).count() == 1
    services.watch_clocks(at=NOW + timedelta(days=30))
    assert process.opinions.filter(decision="ESCALATED").count() == 2
    assert not tasks_to_look_at(TODAY + timedelta(days=30)).exists()


def test_a_paused_clock_neither_reminds_nor_expires(town: Town) -> None:
    process = town.send(TWO)
    services.pause_clock(
        open_task(process, "受理岗"), reason="等补正。", version=1, actor=town.clerk, at=NOW
    )

    services.watch_clocks(at=NOW + timedelta(days=30))

    assert not Notice.objects.filter(title__contains="期").exists()
    services.resume_clock(process, version=1, actor=town.clerk, at=NOW + timedelta(days=7))
    assert open_task(process, "受理岗").due_on == date(2026, 3, 16)


def test_readers_get_a_copy_and_the_sender_reminds_with_a_pause_between(town: Town) -> None:
    process = town.send(TWO)
    services.copy_to(process, people=[town.planner], actor=town.handler, at=NOW)
    services.mark_as_read(process, actor=town.planner, at=NOW)
    services.remind(process, actor=town.handler, at=NOW)

    assert Reading.objects.get().read_at == NOW
    assert Notice.objects.filter(title="催办：环城路").count() == 2
    with pytest.raises(RuleViolationError, match="已经催办过"):
        services.remind(process, actor=town.handler, at=NOW + timedelta(hours=1))
    with pytest.raises(RuleViolationError, match="督办"):
        services.supervise(process, demand="抓紧。", actor=town.clerk, at=NOW)


def test_a_meeting_decides_all_its_matters_in_one_act_or_none(town: Town) -> None:
    roads = [town.send(MEETING, label=name) for name in ("环城路", "滨江路", "湖滨路")]
    meeting = services.call_meeting(
        title="局长办公会",
        held_on=TODAY,
        place="",
        post=town.ndrc_post,
        actor=town.planner,
        at=NOW,
    )
    services.put_on_agenda(
        meeting, tasks=waiting_for_meeting([town.ndrc_post.pk]), actor=town.planner, at=NOW
    )
    items = list(meeting.items.order_by("place"))
    words = [
        (MeetingResult.APPROVED, ""),
        (MeetingResult.REJECTED, ""),
        (MeetingResult.DEFERRED, "材料不全。"),
    ]
    given = {"minutes_number": "纪要〔2026〕1号", "actor": town.planner, "at": NOW}

    with pytest.raises(RuleViolationError, match="第2项"), transaction.atomic():
        services.enter_results(
            meeting,
            results=dict(zip([i.pk for i in items], words, strict=True)),
            **given,  # type: ignore[arg-type]
        )
    words[1] = (MeetingResult.REJECTED, "重复建设。")
    before = set(ApprovalProcess.objects.values_list("status", flat=True))
    services.enter_results(
        meeting,
        results=dict(zip([i.pk for i in items], words, strict=True)),
        **given,  # type: ignore[arg-type]
    )

    assert before == {"RUNNING"}
    assert [ApprovalProcess.objects.get(pk=road.pk).status for road in roads] == [
        "APPROVED",
        "REJECTED",
        "RUNNING",
    ]
    assert roads[0].opinions.get(decision="APPROVED").text == "纪要〔2026〕1号：通过。"
    assert len(waiting_for_meeting([town.ndrc_post.pk])) == 1
    with pytest.raises(RuleViolationError, match="已经录入"):
        services.enter_results(meeting, results={}, **given)  # type: ignore[arg-type]


def test_the_database_refuses_an_open_case_without_an_open_task(town: Town) -> None:
    process = town.send(TWO)

    with transaction.atomic():
        ApprovalTask.objects.filter(process=process).update(status="CLOSED")
        with pytest.raises(DatabaseError, match="必须有待办任务"):
            connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)


def test_the_database_refuses_a_case_that_begins_without_a_task(town: Town) -> None:
    process = town.send(TWO)
    process.pk = None

    with transaction.atomic():
        process.save(force_insert=True)
        with pytest.raises(DatabaseError, match="必须有待办任务"):
            connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)


def test_the_head_of_the_late_department_hears_of_what_is_late(town: Town) -> None:
    head = person("局长", town.data, post(town.data, "DATA_HEAD", "局长"))
    task = open_task(town.send(TWO), "受理岗")
    late = NOW + timedelta(days=20)

    services.look_at(task, actor=User.system(), at=late)

    assert Notice.objects.filter(user=head, title__startswith="超期上报").count() == 1
