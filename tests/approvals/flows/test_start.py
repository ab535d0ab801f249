from datetime import date

import pytest

from approvals.flows.models import Decision, FlowDefinition
from approvals.flows.shapes import Route, Step, StepKind
from approvals.notifications.models import Notice
from approvals.organizations.models import Appointment
from audit.models import AuditEntry
from config.kernel.verdicts import RuleViolationError
from tests.approvals.flows.town import COUNTERSIGN, INTAKE, ROUTE, SHORT, Calls, Town, open_titles


def test_sending_gives_the_first_step_to_every_post_of_its_role(town: Town, calls: Calls) -> None:
    process = town.send()

    assert process.status == "RUNNING"
    assert open_titles(process) == ["受理岗", "受理二岗"]
    assert calls.heard == ["assigned 受理岗", "assigned 受理二岗"]


def test_a_task_is_due_so_many_working_days_after_it_came_in(town: Town) -> None:
    process = town.send()

    assert process.tasks.order_by("pk")[0].due_on == date(2026, 3, 9)


def test_a_step_without_a_limit_stands_last_in_the_queue(town: Town) -> None:
    step = Step(code="one", label="一步", kind=StepKind.REVIEW, roles=("DATA_INTAKE",), days=None)
    process = town.send(Route(code="tests.free", label="不限时", steps=(step,)))
    task = process.tasks.order_by("pk")[0]
    task.refresh_from_db()

    assert task.due_on is None
    assert task.queue_on == date(9999, 12, 31)


def test_sending_tells_the_holders_and_leaves_a_trail(town: Town) -> None:
    process = town.send()

    assert set(Notice.objects.values_list("user__full_name", flat=True)) == {"受理甲", "受理乙"}
    entry = AuditEntry.objects.get(action="approvals.process.start")
    assert entry.target_label == process.subject_label
    assert process.opinions.get().decision == Decision.SUBMITTED


def test_sending_is_refused_for_each_step_that_nobody_could_decide(town: Town) -> None:
    Appointment.objects.filter(post__in=[town.secrecy_post, town.ndrc_post]).delete()

    with pytest.raises(RuleViolationError) as refusal:
        town.send()

    messages = [each.message for each in refusal.value.verdict.refusals]
    assert len(messages) == 2
    assert "“联合会签”环节的“保密审核”" in messages[0]
    assert "“立项审批”环节的“发改审批”" in messages[1]


def test_sending_is_refused_when_only_the_sender_could_decide(town: Town) -> None:
    Appointment.objects.filter(post__role="DATA_INTAKE").delete()
    Appointment.objects.create(user=town.handler, post=town.intake_post, starts_on=date(2025, 1, 1))

    with pytest.raises(RuleViolationError, match="送审人以外"):
        town.send(SHORT)


def test_one_role_of_several_is_enough_where_any_one_signs(town: Town) -> None:
    either = Step(
        code="either",
        label="任一审核",
        kind=StepKind.REVIEW,
        roles=("DATA_INTAKE", "POLICE_REVIEW"),
    )
    Appointment.objects.filter(post=town.police_post).delete()

    process = town.send(Route(code="tests.either", label="任一", steps=(either,)))

    assert open_titles(process) == ["受理岗", "受理二岗"]


def test_a_vacant_role_stops_a_countersigning(town: Town) -> None:
    Appointment.objects.filter(post=town.police_post).delete()

    with pytest.raises(RuleViolationError, match="公安审核"):
        town.send(Route(code="tests.joint", label="会签", steps=(COUNTERSIGN,)))


def test_a_route_without_steps_is_refused(town: Town) -> None:
    with pytest.raises(RuleViolationError, match="没有环节"):
        town.send(Route(code="tests.none", label="空流程", steps=()))


def test_a_role_at_the_owner_unit_is_asked_there_only(town: Town) -> None:
    step = Step(code="own", label="本单位", kind=StepKind.REVIEW, roles=("HANDLER",))
    route = Route(code="tests.own", label="本单位", steps=(step,))

    process = town.send(route, actor=town.clerk)
    with pytest.raises(RuleViolationError, match="经办人"):
        town.send(route, actor=town.clerk, owner_unit=town.data)

    assert open_titles(process) == ["经办岗"]


def test_publishing_a_route_again_makes_no_new_version(town: Town) -> None:
    first = town.define(ROUTE)
    again = town.define(ROUTE)
    changed = town.define(Route(code=ROUTE.code, label=ROUTE.label, steps=(INTAKE,)))

    assert again == first
    assert (first.version, changed.version) == (1, 2)
    assert FlowDefinition.objects.get(pk=first.pk).route == ROUTE


def test_a_running_process_keeps_the_route_it_began_with(town: Town) -> None:
    process = town.send()
    town.define(Route(code=ROUTE.code, label=ROUTE.label, steps=(INTAKE,)))
    process.refresh_from_db()

    assert process.definition.route == ROUTE
