"""Each shape of a step, each setting and each verb of the engine, one after the other."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from approvals.flows.engine import (
    AddMode,
    Decision,
    ProcessStatus,
    State,
    apply,
    next_look,
    start,
    verbs,
)
from approvals.flows.shapes import (
    Approver,
    Expiry,
    OwnMatter,
    Refusal,
    Repeat,
    Resubmit,
    ReturnTo,
    Route,
    Step,
    StepKind,
    Vacancy,
)
from config.kernel.periods import PeriodUnit
from config.kernel.verdicts import Verdict
from tests.approvals.flows.engine.world import (
    ADMIN,
    APPLICANT,
    FINAL,
    INTAKE,
    LEADER,
    ROUTES,
    World,
    step,
)

WORLD = World()
AT = datetime(2026, 3, 2, 1, tzinfo=UTC)
DIRECT = Resubmit.DIRECT


def sent(*steps: Step, world: World = WORLD, content: verbs.Content = (("", "0"),)) -> State:
    """Send a matter along these steps."""
    route = Route(code="r", label="流程", steps=steps)
    found = start(route, applicant=APPLICANT, content=content, office=world)
    assert isinstance(found, State), found
    return found


def number(state: State, desk: int) -> int:
    """Return the open task of a desk."""
    return next(seat.number for seat in state.seats if seat.is_open and seat.desk == desk)


def tried(
    state: State, kind: type[verbs.Verb], desk: int, actor: int, world: World = WORLD, **given: Any
) -> State | Verdict:
    """Do something about the task of a desk."""
    values: dict[str, Any] = {"seat": number(state, desk), "opinion": "意见。"} | given
    return apply(state, kind(actor=actor, at=AT, **values), world)


def done(
    state: State, kind: type[verbs.Verb], desk: int, actor: int, world: World = WORLD, **given: Any
) -> State:
    """Do something that must succeed."""
    found = tried(state, kind, desk, actor, world, **given)
    assert isinstance(found, State), found.text
    return found


def yes(state: State, desk: int, actor: int, **given: Any) -> State:
    """Agree."""
    return done(state, verbs.Approve, desk, actor, stated=frozenset({"number"}), **given)


def no(state: State, desk: int, actor: int, **given: Any) -> State:
    """Refuse."""
    return done(state, verbs.Reject, desk, actor, **given)


def refusal(found: State | Verdict) -> str:
    """Return the reasons of a refusal."""
    assert isinstance(found, Verdict)
    return found.text


def desks(state: State) -> set[int]:
    """Return the desks with open tasks."""
    return {seat.desk for seat in state.seats if seat.is_open}


COUNTERSIGN = step("joint", StepKind.COUNTERSIGN, "CYBER", "POLICE", "SECRECY")


def test_the_first_of_several_desks_decides_where_any_one_signs() -> None:
    state = yes(sent(step("any", StepKind.ANY_ONE, "INTAKE", "REVIEW"), FINAL), 4, 11)

    assert desks(state) == {9}


def test_a_refusal_in_a_countersigning_counts_at_once_or_after_all() -> None:
    at_once = no(sent(COUNTERSIGN), 6, 14)
    waiting = replace(COUNTERSIGN, refusal=Refusal.AFTER_ALL)
    halfway = no(sent(waiting), 6, 14)
    after_all = yes(yes(halfway, 7, 15), 8, 17)

    assert at_once.status == ProcessStatus.REJECTED
    assert halfway.status == ProcessStatus.RUNNING
    assert desks(halfway) == {7, 8}
    assert after_all.status == ProcessStatus.REJECTED


@pytest.mark.parametrize(
    ("share", "above", "votes", "status"),
    [
        ((1, 2), True, "yy", ProcessStatus.RUNNING),
        ((1, 2), True, "yyy", ProcessStatus.APPROVED),
        ((1, 2), False, "yy", ProcessStatus.APPROVED),
        ((1, 2), True, "nn", ProcessStatus.REJECTED),
        ((2, 3), False, "nn", ProcessStatus.REJECTED),
        ((3, 4), False, "yyn", ProcessStatus.RUNNING),
        ((3, 4), False, "yyny", ProcessStatus.APPROVED),
    ],
)
def test_a_vote_passes_with_its_share_as_soon_as_that_is_sure(
    share: tuple[int, int], above: bool, votes: str, status: ProcessStatus
) -> None:
    ballot = step(
        "vote",
        StepKind.VOTE,
        "CYBER",
        "POLICE",
        "SECRECY",
        "NDRC",
        vote_share=share,
        vote_above=above,
    )
    state = sent(ballot)
    for vote, (desk, actor) in zip(votes, [(6, 14), (7, 15), (8, 17), (9, 18)], strict=False):
        state = (yes if vote == "y" else no)(state, desk, actor)

    assert state.status == status


def test_a_weighty_vote_decides_alone() -> None:
    ballot = step("vote", StepKind.VOTE, "CYBER", "POLICE", "SECRECY", weights=(("POLICE", 3),))

    assert yes(sent(ballot), 7, 15).status == ProcessStatus.APPROVED


def test_a_department_gives_one_opinion_in_a_joint_review() -> None:
    state = sent(step("joint", StepKind.JOINT_REVIEW, "INTAKE", "REVIEW", "CYBER"), FINAL)

    state = yes(state, 5, 12)

    assert desks(state) == {6}


def test_only_minutes_decide_what_a_meeting_has_to() -> None:
    state = sent(step("meeting", StepKind.MEETING, "REVIEW"))

    assert "会议审议" in refusal(tried(state, verbs.Approve, 5, 12))
    assert yes(state, 5, 12, minutes="纪要1号").status == ProcessStatus.APPROVED


def test_a_filing_is_not_refused_but_may_be_sent_back() -> None:
    state = sent(step("filing", StepKind.FILING, "REVIEW"))

    assert "备案" in refusal(tried(state, verbs.Reject, 5, 12))
    assert done(state, verbs.Return, 5, 12).status == ProcessStatus.RETURNED


def test_a_dissent_is_explained_by_whoever_asked_before_it_goes_on() -> None:
    state = yes(sent(INTAKE, step("ask", StepKind.CONSULT, "CYBER", "POLICE"), FINAL), 3, 10)
    state = yes(no(state, 6, 14), 7, 16)

    assert desks(state) == {3}
    assert "须说明" in refusal(tried(state, verbs.Approve, 3, 10, opinion=""))
    assert desks(yes(state, 3, 10)) == {9}


def test_branches_run_side_by_side_and_meet_again() -> None:
    state = yes(sent(*ROUTES["parallel"].steps), 3, 10)
    beside = desks(state)
    state = yes(yes(yes(state, 7, 15), 9, 18), 6, 14)
    left = desks(state)

    assert beside == {6, 7, 9}
    assert left == {8}
    assert desks(yes(state, 8, 17)) == {5}


def test_a_step_whose_condition_does_not_hold_is_passed_by_and_says_so() -> None:
    state = sent(*ROUTES["conditional"].steps, world=World(off=frozenset({"large"})))

    assert desks(state) == {6, 7}
    assert [news.decision for news in state.news] == [Decision.SKIPPED]


def test_the_signer_before_chooses_among_several() -> None:
    state = sent(*ROUTES["chosen"].steps)

    assert "请选择" in refusal(tried(state, verbs.Approve, 3, 10))
    assert "不能选" in refusal(tried(state, verbs.Approve, 3, 10, chosen=(9,)))
    assert desks(yes(state, 3, 10, chosen=(12,))) == {12}


def test_nobody_there_stops_climbs_or_waits_as_the_step_says() -> None:
    empty = WORLD.with_holders(12, frozenset())
    spare = step("spare", StepKind.REVIEW, "SPARE")
    route = Route(code="r", label="流程", steps=(spare,))

    stopped = start(route, applicant=APPLICANT, content=(), office=empty)
    above = sent(replace(spare, vacancy=Vacancy.SUPERIOR), world=empty)
    waits = sent(replace(spare, vacancy=Vacancy.ADMIN), world=empty)

    assert "没有送审人以外的在岗人员" in refusal(stopped)
    assert (desks(above), desks(waits)) == ({11}, {12})


def test_the_applicants_own_step_goes_to_others_is_skipped_or_climbs() -> None:
    alone = WORLD.with_holders(1, frozenset({APPLICANT}))
    own = step("own", StepKind.REVIEW, "HANDLER")

    others = sent(own)
    skipped = sent(replace(own, own=OwnMatter.SKIP), FINAL, world=alone)
    above = sent(replace(own, own=OwnMatter.SUPERIOR), world=alone)

    assert "本人送审" in refusal(tried(others, verbs.Approve, 1, APPLICANT))
    assert (desks(skipped), desks(above)) == ({9}, {11})


def test_the_same_person_twice_in_a_row_signs_again_or_not() -> None:
    first, again = step("a", StepKind.REVIEW, "NDRC"), step("b", StepKind.REVIEW, "FINANCE")

    signs = yes(sent(first, again), 9, 18)
    skips = yes(sent(first, replace(again, repeat=Repeat.SKIP)), 9, 18)

    assert desks(signs) == {10}
    assert skips.status == ProcessStatus.APPROVED


def test_one_person_with_two_desks_of_a_step_gets_one_task_for_both() -> None:
    world = WORLD.with_holders(6, frozenset({14})).with_holders(7, frozenset({14}))
    state = sent(step("joint", StepKind.COUNTERSIGN, "CYBER", "POLICE"), world=world)

    assert desks(state) == {6}
    assert done(state, verbs.Approve, 6, 14, world).status == ProcessStatus.APPROVED


def test_a_return_reaches_steps_that_were_passed_and_no_others() -> None:
    state = yes(yes(sent(INTAKE, step("mid", StepKind.REVIEW, "CYBER"), FINAL), 3, 10), 6, 14)

    assert "已经办过" in refusal(tried(state, verbs.Return, 9, 18, to_step=2))
    assert desks(done(state, verbs.Return, 9, 18, to_step=0)) == {3, 4}
    strict = replace(
        state,
        route=replace(
            state.route,
            steps=(*state.route.steps[:2], replace(FINAL, return_to=ReturnTo.APPLICANT)),
        ),
    )
    assert "已经办过" in refusal(tried(strict, verbs.Return, 9, 18, to_step=0))


def resent(state: State, part: str) -> State:
    """Send a corrected matter again."""
    verb = verbs.Resubmit(actor=APPLICANT, at=AT, content=(("", "x"), ("part", part)))
    found = apply(state, verb, WORLD)
    assert isinstance(found, State)
    return found


@pytest.mark.parametrize(("part", "wanted"), [("0", {9}), ("1", {6})])
def test_a_direct_return_keeps_consents_whose_content_did_not_change(
    part: str, wanted: set[int]
) -> None:
    first = step("first", StepKind.REVIEW, "CYBER", covers=("part",))
    state = sent(first, replace(FINAL, resubmit=DIRECT), content=(("", "0"), ("part", "0")))
    state = done(yes(state, 6, 14), verbs.Return, 9, 18)

    assert desks(resent(state, part)) == wanted


def test_a_direct_return_asks_only_those_who_had_not_agreed() -> None:
    steps = (replace(COUNTERSIGN, resubmit=DIRECT, covers=("part",)),)
    state = yes(sent(*steps, content=(("", "0"), ("part", "0"))), 6, 14)

    state = resent(done(state, verbs.Return, 7, 15), "0")

    assert desks(state) == {7, 8}
    assert yes(yes(state, 7, 15), 8, 17).status == ProcessStatus.APPROVED


def test_a_stepwise_return_asks_everybody_again() -> None:
    state = done(yes(sent(INTAKE, FINAL), 3, 10), verbs.Return, 9, 18)

    assert desks(resent(state, "0")) == {3, 4}


def test_a_decision_is_taken_back_until_the_next_one_acts() -> None:
    state = yes(sent(INTAKE, COUNTERSIGN), 3, 10)
    mine = number(sent(INTAKE), 3)

    back = apply(state, verbs.TakeBack(seat=mine, actor=10, at=AT), WORLD)
    late = apply(yes(state, 6, 14), verbs.TakeBack(seat=mine, actor=10, at=AT), WORLD)

    assert isinstance(back, State)
    assert desks(back) == {3, 4}
    assert "下一办理人已经办理" in refusal(late)


def test_taking_back_opens_again_what_the_decision_closed_for_others() -> None:
    ballot = step("vote", StepKind.VOTE, "CYBER", "POLICE", "SECRECY")
    decided = yes(yes(sent(ballot, FINAL), 6, 14), 7, 15)
    last = decided.last
    assert last is not None

    back = apply(decided, verbs.TakeBack(seat=last.seat, actor=15, at=AT), WORLD)

    assert isinstance(back, State)
    assert desks(back) == {7, 8}
    assert desks(yes(no(back, 7, 15), 8, 17)) == {9}


@pytest.mark.parametrize("mode", [AddMode.BEFORE, AddMode.PARALLEL])
def test_an_added_signer_who_sent_it_back_straight_gets_it_again(mode: AddMode) -> None:
    state = sent(replace(INTAKE, roles=("CYBER",), resubmit=DIRECT))
    state = done(state, verbs.AddSigner, 6, 14, to_desk=12, mode=mode)

    state = resent(done(state, verbs.Return, 12, 21), "0")

    assert desks(state) == {6, 12}
    assert yes(yes(state, 12, 21), 6, 14).status == ProcessStatus.APPROVED


def test_an_added_signer_for_whom_the_step_has_a_place_by_now_gets_one_task() -> None:
    two = step("two", StepKind.JOINT_REVIEW, "CYBER", "POLICE", vacancy=Vacancy.SUPERIOR)
    state = sent(replace(two, resubmit=DIRECT))
    state = done(state, verbs.AddSigner, 6, 14, to_desk=11, mode=AddMode.PARALLEL)
    state = yes(yes(done(state, verbs.Return, 11, 20), 6, 14), 7, 15)
    left = WORLD.with_holders(7, frozenset())

    again = apply(state, verbs.Resubmit(actor=APPLICANT, at=AT, content=(("", "0"),)), left)

    assert isinstance(again, State)
    assert [seat.desk for seat in again.seats if seat.is_open] == [11]


def test_who_sent_it_back_instead_of_explaining_is_asked_again() -> None:
    state = sent(INTAKE, step("consult", StepKind.CONSULT, "CYBER", resubmit=DIRECT))
    back = done(no(yes(state, 3, 10), 6, 14), verbs.Return, 3, 10)

    again = apply(back, verbs.Resubmit(actor=APPLICANT, at=AT, content=(("", "0"),)), WORLD)

    assert isinstance(again, State)
    assert desks(again) == {6}
    assert desks(no(again, 6, 14)) == {3}


def test_a_chosen_step_comes_back_to_those_who_had_it() -> None:
    picked = step("picked", StepKind.REVIEW, "REVIEW", "SPARE", approver=Approver.CHOSEN)
    state = yes(yes(sent(INTAKE, picked, FINAL), 3, 10, chosen=(12,)), 12, 21)

    state = done(state, verbs.Return, 9, 18, to_step=1)

    assert desks(state) == {12}


def test_a_choice_is_asked_before_a_step_that_will_not_apply() -> None:
    maybe = step("maybe", StepKind.REVIEW, "CYBER", when="large")
    picked = step("picked", StepKind.REVIEW, "REVIEW", "SPARE", approver=Approver.CHOSEN)
    small = replace(WORLD, off=frozenset({"large"}))

    found = tried(sent(INTAKE, maybe, picked), verbs.Approve, 3, 10, small)

    assert "请选择“picked”环节" in refusal(found)


def test_a_step_may_only_remind_when_its_limit_has_passed() -> None:
    state = sent(replace(INTAKE, on_expiry=Expiry.REMIND))
    later = replace(WORLD, today=WORLD.today + timedelta(days=30))

    assert "只提醒" in refusal(tried(state, verbs.Expire, 3, ADMIN, later))


def test_a_limit_in_days_is_moved_on_by_days() -> None:
    state = sent(replace(INTAKE, days=10, days_unit=PeriodUnit.DAY))
    paused = done(state, verbs.Pause, 3, 10)
    later = replace(WORLD, today=WORLD.today + timedelta(days=7))

    resumed = apply(paused, verbs.Resume(actor=10, at=AT), later)

    assert isinstance(resumed, State)
    assert (state.seats[0].due_on, resumed.seats[0].due_on) == (
        date(2026, 3, 12), date(2026, 3, 19),
    )  # fmt: skip


def test_a_task_goes_to_another_post_but_not_twice_to_one() -> None:
    state = sent(COUNTERSIGN)

    assert "已有任务" in refusal(tried(state, verbs.Reassign, 6, 14, to_desk=7))
    assert "在岗人员" in refusal(tried(state, verbs.Reassign, 6, 14, to_desk=99))
    assert "事由" in refusal(tried(state, verbs.Reassign, 6, 14, to_desk=12, opinion=""))
    moved = done(state, verbs.Reassign, 6, 14, to_desk=12)
    assert desks(moved) == {12, 7, 8}
    assert yes(yes(yes(moved, 12, 21), 7, 15), 8, 17).status == ProcessStatus.APPROVED


def test_an_administrator_moves_only_what_nobody_could_decide() -> None:
    state = sent(COUNTERSIGN)
    left = WORLD.with_holders(6, frozenset())

    assert "无需由管理员" in refusal(tried(state, verbs.Reassign, 6, ADMIN, to_desk=12))
    assert desks(done(state, verbs.Reassign, 6, ADMIN, left, to_desk=12)) == {12, 7, 8}


def test_added_signers_sign_before_after_or_beside() -> None:
    state = sent(step("one", StepKind.REVIEW, "CYBER"))
    before = done(state, verbs.AddSigner, 6, 14, to_desk=12, mode=AddMode.BEFORE)
    after = done(state, verbs.AddSigner, 6, 14, to_desk=12, mode=AddMode.AFTER)
    beside = done(state, verbs.AddSigner, 6, 14, to_desk=12, mode=AddMode.PARALLEL)

    assert (desks(before), desks(yes(before, 12, 21))) == ({12}, {6})
    assert (desks(after), desks(yes(after, 6, 14))) == ({6}, {12})
    assert desks(beside) == {6, 12}
    assert yes(beside, 6, 14).status == ProcessStatus.RUNNING
    assert yes(yes(after, 6, 14), 12, 21).status == ProcessStatus.APPROVED


def test_an_added_signer_is_let_go_by_whoever_added() -> None:
    state = sent(step("one", StepKind.REVIEW, "CYBER"))
    added = done(state, verbs.AddSigner, 6, 14, to_desk=12, mode=AddMode.BEFORE)

    assert "加签的岗位" in refusal(tried(added, verbs.RemoveSigner, 12, 21))
    assert desks(done(added, verbs.RemoveSigner, 12, 14)) == {6}


def test_voters_are_not_added() -> None:
    state = sent(step("vote", StepKind.VOTE, "CYBER", "POLICE"))

    assert "不能加签" in refusal(tried(state, verbs.AddSigner, 6, 14, to_desk=12))


def test_whoever_asked_answers_a_dissent() -> None:
    state = done(sent(step("one", StepKind.REVIEW, "CYBER")), verbs.AskOpinion, 6, 14, to_desk=12)
    state = done(state, verbs.GiveOpinion, 12, 21, agrees=False)

    assert "如何处理" in refusal(tried(state, verbs.Approve, 6, 14, opinion=""))
    assert yes(state, 6, 14).status == ProcessStatus.APPROVED


def test_a_pause_is_added_to_the_limit() -> None:
    state = done(sent(INTAKE), verbs.Pause, 3, 10)
    later = replace(WORLD, today=WORLD.today + timedelta(days=7))

    resumed = apply(state, verbs.Resume(actor=10, at=AT), later)

    assert isinstance(resumed, State)
    before, after = state.seats[0].due_on, resumed.seats[0].due_on
    assert before is not None
    assert after is not None
    assert WORLD.calendar.workdays_between(before, after) == 5


@pytest.mark.parametrize(
    ("setting", "answer", "wanted"),
    [
        (Expiry.ESCALATE, None, {6}),
        (Expiry.PASS_ON, Decision.PASSED_ON, {9}),
        (Expiry.DEEMED, Decision.DEEMED, {9}),
    ],
)
def test_the_clock_does_what_the_step_says(
    setting: Expiry, answer: Decision | None, wanted: set[int]
) -> None:
    state = sent(step("one", StepKind.REVIEW, "CYBER", on_expiry=setting), FINAL)
    late = replace(WORLD, today=WORLD.today + timedelta(days=30))

    early = tried(state, verbs.Expire, 6, 0)
    expired = done(state, verbs.Expire, 6, 0, late)

    assert "没有超期" in refusal(early)
    assert desks(expired) == wanted
    assert expired.seats[0].answer == answer
    assert expired.seats[0].by is None


def test_what_nobody_decided_in_time_is_handed_on_and_in_the_end_reported() -> None:
    spare = step("one", StepKind.REVIEW, "CYBER", on_expiry=Expiry.PASS_ON, expiry_roles=("SPARE",))
    late = replace(WORLD, today=WORLD.today + timedelta(days=30))
    later = replace(WORLD, today=WORLD.today + timedelta(days=60))

    handed = done(sent(spare), verbs.Expire, 6, 0, late)
    reported = done(handed, verbs.Expire, 12, 0, later)

    assert desks(handed) == desks(reported) == {12}
    assert [news.decision for news in handed.news] == [Decision.PASSED_ON]
    assert [news.decision for news in reported.news] == [Decision.ESCALATED]
    assert done(handed, verbs.Approve, 12, 21, late).status == ProcessStatus.APPROVED


def test_silence_never_ends_a_matter_unnamed_and_never_passes_a_vote() -> None:
    late = replace(WORLD, today=WORLD.today + timedelta(days=30))
    last = sent(step("one", StepKind.REVIEW, "CYBER", on_expiry=Expiry.PASS_ON))
    vote = sent(step("vote", StepKind.VOTE, "CYBER", "POLICE", on_expiry=Expiry.DEEMED))
    number_wanted = sent(replace(FINAL, on_expiry=Expiry.DEEMED))

    for state, desk in ((last, 6), (vote, 6), (number_wanted, 9)):
        expired = done(state, verbs.Expire, desk, 0, late)
        assert expired.status == ProcessStatus.RUNNING
        assert [news.decision for news in expired.news] == [Decision.ESCALATED]


def test_a_reminder_has_to_cool_down() -> None:
    state = apply(sent(INTAKE), verbs.Remind(actor=APPLICANT, at=AT), WORLD)
    assert isinstance(state, State)
    again = apply(state, verbs.Remind(actor=APPLICANT, at=AT + timedelta(hours=1)), WORLD)
    later = apply(state, verbs.Remind(actor=APPLICANT, at=AT + timedelta(hours=5)), WORLD)

    assert "已经催办过" in refusal(again)
    assert isinstance(later, State)


def test_only_those_above_supervise() -> None:
    state = sent(INTAKE)

    assert "负责人" in refusal(
        apply(state, verbs.Supervise(actor=10, at=AT, opinion="抓紧"), WORLD)
    )
    assert "写明要求" in refusal(apply(state, verbs.Supervise(actor=LEADER, at=AT), WORLD))


def test_copies_are_sent_once_and_ticked_off_once() -> None:
    state = apply(sent(INTAKE), verbs.CopyTo(actor=APPLICANT, at=AT, people=(20,)), WORLD)
    assert isinstance(state, State)
    read = apply(state, verbs.MarkRead(actor=20, at=AT), WORLD)

    assert "已经收到" in refusal(
        apply(state, verbs.CopyTo(actor=APPLICANT, at=AT, people=(20,)), WORLD)
    )
    assert isinstance(read, State)
    assert "没有待阅" in refusal(apply(read, verbs.MarkRead(actor=20, at=AT), WORLD))


def test_the_clock_looks_before_the_limit_after_it_and_then_again() -> None:
    due = WORLD.today + timedelta(days=4)  # a Friday
    one, calendar = step("one", StepKind.REVIEW, "CYBER", remind_before=(2, 1)), WORLD.calendar
    days = [WORLD.today]
    for _ in range(4):
        days.append(next_look(one, due, calendar=calendar, after=days[-1]))

    assert [(day - due).days for day in days[1:]] == [-2, -1, 1, 3]
