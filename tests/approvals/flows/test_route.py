from datetime import timedelta

from approvals.flows import services
from approvals.flows.models import ApprovalProcess
from approvals.flows.queries import process_route, tasks_without_holder
from approvals.organizations.models import Appointment
from tests.approvals.flows.town import NOW, ROUTE, SHORT, TODAY, Town, agree, open_task


def states(process: ApprovalProcess) -> list[str]:
    """Return what became of each step."""
    fresh = ApprovalProcess.objects.get(pk=process.pk)
    return [node.state.word for node in process_route(fresh, TODAY)]


def test_the_route_foresees_who_is_next(town: Town) -> None:
    nodes = process_route(town.send(ROUTE), TODAY)

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

    intake = process_route(process, TODAY)[0]

    assert (intake.people, intake.at) == ("受理乙", NOW + timedelta(minutes=5))
    assert [opinion.text for opinion in intake.opinions] == ["同意。"]
    assert states(process) == ["已通过", "办理中", "未到"]


def test_a_countersigning_shows_who_is_still_to_sign(town: Town) -> None:
    process = town.send(ROUTE)
    agree(open_task(process, "受理岗"), town.clerk)
    agree(open_task(process, "网信岗"), town.cyber_signer)
    process.refresh_from_db()

    joint = process_route(process, TODAY)[1]

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
    before = list(tasks_without_holder(TODAY))
    Appointment.objects.filter(post=town.intake_post).delete()

    stuck = tasks_without_holder(TODAY)

    assert before == []
    assert [(task.process_id, task.post) for task in stuck] == [(process.pk, town.intake_post)]
