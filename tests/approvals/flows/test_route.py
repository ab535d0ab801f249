from dataclasses import replace
from datetime import timedelta

from approvals.flows import services
from approvals.flows.models import ApprovalProcess
from approvals.flows.queries import RouteNode, process_route
from approvals.flows.queries.waiting import tasks_without_hands
from approvals.flows.rules import foreseen
from approvals.flows.shapes import Approver, OwnMatter, Route, Step, StepKind, Vacancy
from approvals.organizations.models import Appointment
from tests.approvals.flows.town import (
    INTAKE,
    NOW,
    ROUTE,
    SHORT,
    TODAY,
    Calls,
    Town,
    agree,
    open_task,
    person,
    post,
)


def drawn(process: ApprovalProcess) -> list[RouteNode]:
    """Return the route as it is drawn today."""
    return process_route(process, TODAY, foreseen(process, TODAY))


def states(process: ApprovalProcess) -> list[str]:
    """Return what became of each step."""
    fresh = ApprovalProcess.objects.get(pk=process.pk)
    return [node.state.word for node in drawn(fresh)]


def test_the_route_foresees_who_is_next(town: Town) -> None:
    nodes = drawn(town.send(ROUTE))

    assert [(node.label, node.state.word, node.people) for node in nodes] == [
        ("受理", "办理中", "受理甲、受理乙"),
        ("联合会签", "未到", "网信、保密、公安"),
        ("立项审批", "未到", "审批"),
    ]
    assert nodes[0].due_on == TODAY + timedelta(days=7)


def test_a_passed_step_names_who_signed_and_when(town: Town) -> None:
    process = town.send(ROUTE)
    agree(open_task(process, "受理二岗"), town.colleague)
    process.refresh_from_db()

    intake = drawn(process)[0]

    assert (intake.people, intake.at) == ("受理乙", NOW + timedelta(minutes=5))
    assert [opinion.text for opinion in intake.opinions] == ["同意。"]
    assert states(process) == ["已通过", "办理中", "未到"]


def test_a_countersigning_shows_who_is_still_to_sign(town: Town) -> None:
    process = town.send(ROUTE)
    agree(open_task(process, "受理岗"), town.clerk)
    agree(open_task(process, "网信岗"), town.cyber_signer)
    process.refresh_from_db()

    joint = drawn(process)[1]

    assert (joint.signed_count, len(joint.signers), joint.waiting) == (1, 3, "保密、公安")


def test_the_step_that_turned_it_back_is_marked(town: Town) -> None:
    returned, rejected = town.send(ROUTE), town.send(ROUTE, label="滨江路")
    for process, decide in (
        (returned, services.return_for_correction),
        (rejected, services.reject),
    ):
        decide(
            open_task(process, "受理岗"), opinion="不合适。", version=1, actor=town.clerk, at=NOW
        )

    assert states(returned) == ["退回补正", "未办理", "未办理"]
    assert states(rejected) == ["不同意", "未办理", "未办理"]


def test_what_was_taken_back_stopped_where_it_stood(town: Town) -> None:
    process = town.send(ROUTE)
    agree(open_task(process, "受理岗"), town.clerk)
    process.refresh_from_db()
    services.terminate(process, reason="项目终止。", actor=town.handler, at=NOW)

    assert states(process) == ["已通过", "未办理", "未办理"]


def test_a_new_round_is_drawn_anew(town: Town) -> None:
    process = town.send(SHORT)
    services.return_for_correction(
        open_task(process, "受理岗"), opinion="请改。", version=1, actor=town.clerk, at=NOW
    )
    process.refresh_from_db()
    services.resubmit(
        process, content_digest="two", version=process.version, actor=town.handler, at=NOW
    )

    assert states(process) == ["办理中"]


def test_a_concluded_route_is_passed_to_the_end(town: Town) -> None:
    process = town.send(SHORT)
    agree(open_task(process, "受理岗"), town.clerk)

    assert states(process) == ["已通过"]


def test_a_task_that_nobody_could_decide_is_found(town: Town) -> None:
    process = town.send(SHORT)
    before = list(tasks_without_hands(TODAY))
    Appointment.objects.filter(post=town.intake_post).delete()

    stuck = tasks_without_hands(TODAY)

    assert before == []
    assert [(task.process_id, task.post) for task in stuck] == [(process.pk, town.intake_post)]


def route_of(*steps: Step) -> Route:
    """Return a route that begins with the intake."""
    return Route(code="tests.ahead", label="预测流程", steps=(INTAKE, *steps))


def test_the_rest_of_the_route_is_foreseen_by_the_rule_of_each_step(town: Town) -> None:
    head_post = post(town.roads, "UNIT_HEAD", "负责人岗")
    person("路局长", town.roads, head_post)
    process = town.send(
        route_of(
            Step(
                code="head",
                label="单位审核",
                kind=StepKind.REVIEW,
                roles=(),
                approver=Approver.UNIT_HEAD,
            ),
            Step(code="chosen", label="专办", kind=StepKind.REVIEW, roles=("NDRC_APPROVAL",)),
        )
    )

    ahead = drawn(process)[1:]

    assert [(node.people, node.note) for node in ahead] == [("路局长", ""), ("审批", "")]
    assert "建设单位负责人" in ahead[0].why


def test_a_vacant_step_ahead_says_what_will_happen(town: Town) -> None:
    step = Step(code="last", label="审批", kind=StepKind.APPROVE, roles=("NDRC_APPROVAL",))
    waits = replace(step, code="waits", vacancy=Vacancy.ADMIN)
    process = town.send(route_of(step, waits))
    Appointment.objects.filter(post=town.ndrc_post).delete()

    forbidden, waiting = drawn(process)[1:]

    assert forbidden.note == "“发改审批”目前没有可以办理的在岗人员，须先由管理员任职"
    assert waiting.note == "目前没有在岗人员，由管理员任职后办理"


def test_ones_own_step_ahead_is_foreseen_as_skipped(town: Town) -> None:
    own = Step(
        code="own", label="本单位复核", kind=StepKind.REVIEW, roles=("HANDLER",), own=OwnMatter.SKIP
    )
    process = town.send(route_of(own))

    node = drawn(process)[1]

    assert (node.state.word, node.note) == ("不适用", "送审人与办理人为同一人，将自动通过")


def test_a_conditional_step_that_will_not_apply_is_not_foreseen(town: Town, calls: Calls) -> None:
    large = Step(
        code="large",
        label="大额复核",
        kind=StepKind.REVIEW,
        roles=("NDRC_APPROVAL",),
        when="金额超过一千万元",
    )
    process = town.send(route_of(large))
    calls.off.add("large")

    node = drawn(process)[1]

    assert node.note == "不适用（金额超过一千万元）"
    agree(open_task(process, "受理岗"), town.clerk)
    assert states(process) == ["已通过", "不适用"]


def test_what_is_foreseen_is_what_comes(town: Town) -> None:
    process = town.send(ROUTE)
    expected = drawn(process)[1].people

    agree(open_task(process, "受理岗"), town.clerk)

    process.refresh_from_db()
    assert drawn(process)[1].waiting == expected
