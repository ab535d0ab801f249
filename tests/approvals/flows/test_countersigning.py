import pytest

from approvals.flows import services
from approvals.flows.shapes import Route, Step, StepKind
from config.kernel.verdicts import StaleVersionError
from tests.approvals.flows.town import (
    APPROVAL,
    COUNTERSIGN,
    NOW,
    Calls,
    Town,
    agree,
    agree_all,
    open_task,
    open_titles,
    person,
    post,
)

JOINT = Route(code="tests.joint", label="会签流程", steps=(COUNTERSIGN, APPROVAL))


def test_every_role_must_agree_before_the_next_step_opens(town: Town) -> None:
    process = town.send(JOINT)

    agree_all(process, [("网信岗", town.cyber_signer), ("公安岗", town.police_signer)])
    halfway = open_titles(process)
    agree(open_task(process, "保密岗"), town.secrecy_signer)

    assert halfway == ["保密岗"]
    assert open_titles(process) == ["审批岗"]


def test_signers_of_one_step_do_not_make_each_others_pages_stale(town: Town) -> None:
    process = town.send(JOINT)
    seen_version = process.version
    agree(open_task(process, "网信岗"), town.cyber_signer)

    agree(open_task(process, "公安岗"), town.police_signer, version=seen_version)

    assert open_titles(process) == ["保密岗"]


def test_one_return_ends_the_step_for_all(town: Town, calls: Calls) -> None:
    process = town.send(JOINT)
    agree(open_task(process, "网信岗"), town.cyber_signer)

    services.return_for_correction(
        open_task(process, "保密岗"),
        opinion="补充分级保护说明。",
        version=process.version,
        actor=town.secrecy_signer,
        at=NOW,
    )

    process.refresh_from_db()
    assert process.status == "RETURNED"
    assert open_titles(process) == []
    assert calls.outcomes == ["returned 环城路"]
    with pytest.raises(StaleVersionError, match="保密局保密岗"):
        agree(process.tasks.get(post__title="公安岗"), town.police_signer, version=1)


def test_one_rejection_ends_the_process(town: Town) -> None:
    process = town.send(JOINT)

    services.reject(
        open_task(process, "公安岗"),
        opinion="定级不当。",
        version=process.version,
        actor=town.police_signer,
        at=NOW,
    )

    process.refresh_from_db()
    assert (process.status, open_titles(process)) == ("REJECTED", [])


def test_of_several_posts_of_one_role_one_signature_is_enough(town: Town) -> None:
    second = post(town.police, "POLICE_REVIEW", "公安二岗")
    person("公安乙", town.police, second)
    process = town.send(JOINT)

    agree(open_task(process, "公安岗"), town.police_signer)

    assert sorted(open_titles(process)) == sorted(["网信岗", "保密岗"])
    assert process.tasks.get(post=second).status == "CLOSED"


def test_a_countersigning_at_the_end_concludes_with_the_last_signature(town: Town) -> None:
    process = town.send(Route(code="tests.end", label="会签收尾", steps=(COUNTERSIGN,)))

    agree_all(process, [("网信岗", town.cyber_signer), ("公安岗", town.police_signer)])
    process.refresh_from_db()
    before = process.status
    agree(open_task(process, "保密岗"), town.secrecy_signer)

    process.refresh_from_db()
    assert (before, process.status) == ("RUNNING", "APPROVED")


def test_two_countersignings_may_follow_each_other(town: Town) -> None:
    again = Step(
        code="again", label="再次会签", kind=StepKind.COUNTERSIGN, roles=("POLICE_REVIEW",)
    )
    process = town.send(Route(code="tests.twice", label="两次会签", steps=(COUNTERSIGN, again)))

    agree_all(
        process,
        [
            ("网信岗", town.cyber_signer),
            ("公安岗", town.police_signer),
            ("保密岗", town.secrecy_signer),
        ],
    )

    assert open_titles(process) == ["公安岗"]
