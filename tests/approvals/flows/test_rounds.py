from datetime import timedelta

import pytest

from approvals.flows import services
from approvals.flows.models import ApprovalProcess
from approvals.organizations.models import Appointment
from config.kernel.verdicts import RuleViolationError, StaleVersionError
from tests.approvals.flows.town import (
    NOW,
    ROUTE,
    SHORT,
    Calls,
    Town,
    agree,
    open_task,
    open_titles,
    person,
)

LATER = NOW + timedelta(days=1)


@pytest.fixture
def returned(town: Town) -> ApprovalProcess:
    """A process that the second step sent back."""
    process = town.send(ROUTE)
    agree(open_task(process, "受理岗"), town.clerk)
    process.refresh_from_db()
    services.return_for_correction(
        open_task(process, "保密岗"),
        opinion="补充说明。",
        version=process.version,
        actor=town.secrecy_signer,
        at=NOW,
    )
    process.refresh_from_db()
    return process


def test_sending_again_begins_at_the_first_step_and_keeps_the_old_opinions(
    town: Town, returned: ApprovalProcess, calls: Calls
) -> None:
    process = services.resubmit(
        returned, content_digest="two", version=returned.version, actor=town.handler, at=LATER
    )

    assert (process.status, process.round, process.step_index) == ("RUNNING", 2, 0)
    assert process.content_digest == "two"
    assert open_titles(process) == ["受理岗", "受理二岗"]
    assert list(process.opinions.order_by("pk").values_list("round", "decision")) == [
        (1, "SUBMITTED"),
        (1, "APPROVED"),
        (1, "RETURNED"),
        (2, "RESUBMITTED"),
    ]
    assert calls.outcomes == ["returned 环城路", "resubmitted 环城路"]


def test_a_colleague_of_the_owner_unit_may_send_it_again(
    town: Town, returned: ApprovalProcess
) -> None:
    colleague = person("经办乙", town.roads, town.handler_post)

    process = services.resubmit(
        returned, content_digest="two", version=returned.version, actor=colleague, at=LATER
    )

    assert process.is_running
    assert process.tasks.filter(round=2)[0].starter == colleague


def test_a_stranger_may_not_send_it_again(town: Town, returned: ApprovalProcess) -> None:
    with pytest.raises(RuleViolationError, match="送审人或其单位"):
        services.resubmit(
            returned, content_digest="two", version=returned.version, actor=town.planner, at=LATER
        )


def test_a_running_process_is_not_sent_again(town: Town) -> None:
    process = town.send(SHORT)

    with pytest.raises(RuleViolationError, match="只有退回补正"):
        services.resubmit(process, content_digest="two", version=1, actor=town.handler, at=LATER)


def test_sending_again_looks_anew_for_people_at_every_step(
    town: Town, returned: ApprovalProcess
) -> None:
    Appointment.objects.filter(post=town.ndrc_post).delete()

    with pytest.raises(RuleViolationError, match="立项审批"):
        services.resubmit(
            returned, content_digest="two", version=returned.version, actor=town.handler, at=LATER
        )


def test_sending_again_from_an_old_page_is_too_late(town: Town, returned: ApprovalProcess) -> None:
    services.resubmit(
        returned, content_digest="two", version=returned.version, actor=town.handler, at=LATER
    )

    with pytest.raises(StaleVersionError, match="补正后重新送审"):
        services.resubmit(
            returned, content_digest="two", version=returned.version, actor=town.handler, at=LATER
        )


def test_the_sender_takes_a_running_process_back(town: Town, calls: Calls) -> None:
    process = town.send(SHORT)

    services.withdraw(process, reason="需要修改。", version=1, actor=town.handler, at=LATER)

    process.refresh_from_db()
    assert (process.status, process.ended_at) == ("WITHDRAWN", LATER)
    assert open_titles(process) == []
    assert calls.heard[-3:] == ["unassigned 受理岗", "unassigned 受理二岗", "withdrawn 环城路"]


def test_only_the_sender_takes_it_back(town: Town) -> None:
    process = town.send(SHORT)

    with pytest.raises(RuleViolationError, match="只有送审人"):
        services.withdraw(process, reason="不办了。", version=1, actor=town.clerk, at=LATER)


def test_what_was_sent_back_is_not_taken_back(town: Town, returned: ApprovalProcess) -> None:
    with pytest.raises(RuleViolationError, match="已退回补正，不能撤回"):
        services.withdraw(
            returned, reason="不办了。", version=returned.version, actor=town.handler, at=LATER
        )


def test_taking_back_after_a_decision_is_too_late(town: Town) -> None:
    process = town.send(ROUTE)
    agree(open_task(process, "受理岗"), town.clerk)

    with pytest.raises(StaleVersionError, match="受理甲"):
        services.withdraw(process, reason="改一下。", version=1, actor=town.handler, at=LATER)


def test_a_process_is_ended_with_what_it_was_about(
    town: Town, returned: ApprovalProcess, calls: Calls
) -> None:
    running = town.send(SHORT, label="滨江路")

    for process in (returned, running):
        services.terminate(process, reason="项目终止。", actor=town.handler, at=LATER)

    assert set(ApprovalProcess.objects.values_list("status", flat=True)) == {"TERMINATED"}
    assert open_titles(running) == []
    assert calls.outcomes[-2:] == ["terminated 环城路", "terminated 滨江路"]


def test_a_concluded_process_is_not_ended_again(town: Town) -> None:
    process = town.send(SHORT)
    agree(open_task(process, "受理岗"), town.clerk)
    process.refresh_from_db()

    with pytest.raises(RuleViolationError, match="已同意，不能终止"):
        services.terminate(process, reason="项目终止。", actor=town.handler, at=LATER)
