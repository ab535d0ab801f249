"""A review from the draw to the conclusion: nobody sees what is not theirs to see yet."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from approvals.experts import services, snapshots
from approvals.experts.models import ExpertReview, ReviewSeat
from approvals.experts.shapes import Candidate, Demand, draw
from approvals.notifications.models import Notice
from audit.models import AuditEntry
from config.kernel.verdicts import RuleViolationError
from documents.models import PrintedSheet
from tests.approvals.experts.conftest import (
    AFTER,
    DEADLINE,
    Bench,
    come,
    concluded,
    hand_in,
    opened,
    scored,
    seats,
)
from tests.builders import AT, OTHER_OWNER, person


def convened(bench: Bench, **changes: Any) -> ExpertReview:
    subject = bench.subject
    given: dict[str, Any] = {
        "demand": subject.demands[0],
        "size": 5,
        "deadline": DEADLINE,
        "witness": bench.witness,
        "actor": bench.keeper,
        "at": AT,
    }
    return services.convene(subject, **(given | changes))


def test_a_draw_invites_and_can_be_repeated_from_what_is_on_record(bench: Bench) -> None:
    review = bench.convene()
    held = review.draws.get()

    pool = [Candidate.from_json(one) for one in held.pool]
    again = draw(pool, Demand.from_json(held.demand), held.seed)

    assert [str(seat.expert_id) for seat in seats(review)] == list(again) == held.drawn
    assert held.witness == bench.witness
    assert {n.user_id for n in Notice.objects.filter(title__startswith="邀请您参加评审")} == {
        seat.expert.user_id for seat in seats(review)
    }
    told = AuditEntry.objects.get(action="approvals.review.draw").detail
    assert told["随机种子"] == held.seed


def test_a_seed_that_nobody_chose_differs_every_time(bench: Bench) -> None:
    first = convened(bench).draws.get().seed
    services.cancel_review(ExpertReview.objects.get(), reason="重抽", actor=bench.keeper, at=AT)

    assert len(first) == 32
    assert convened(bench).draws.get().seed != first


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"size": 4}, "必须是单数"),
        ({"size": 1}, "不得少于3人"),
        ({"size": 11}, "可以抽取的专家有9人，少于需要的11人"),
        ({"deadline": AT}, "评审截止时间应当晚于现在"),
        ({"witness": None}, "须有见证人"),
    ],
)
def test_what_cannot_be_drawn_is_refused_and_leaves_nothing_behind(
    bench: Bench, changes: dict[str, Any], words: str
) -> None:
    with pytest.raises(RuleViolationError, match=words):
        convened(bench, **changes)

    assert not ExpertReview.objects.exists()


def test_a_witness_is_a_third_person_who_is_not_concerned(bench: Bench) -> None:
    for witness, words in (
        (bench.keeper, "不能是抽取人本人"),
        (bench.experts[0].user, "在专家库中"),
        (bench.county.at("UNIT_HEAD"), "被评审单位的人员"),
    ):
        with pytest.raises(RuleViolationError, match=words):
            convened(bench, witness=witness)


def test_a_matter_has_one_review_at_a_time(bench: Bench) -> None:
    bench.convene()

    with pytest.raises(RuleViolationError, match="已有专家评审正在进行"):
        bench.convene()


def test_who_declares_a_conflict_steps_back_and_a_substitute_is_drawn(bench: Bench) -> None:
    review = bench.convene()
    leaving = seats(review)[1]

    services.declare(
        leaving, answer="CONFLICT", reason="曾为其顾问。", actor=leaving.expert.user, at=AT
    )

    assert len(seats(review)) == 5
    assert leaving.expert_id not in {seat.expert_id for seat in seats(review)}
    second = review.draws.get(number=2)
    assert second.reason == f"{leaving.expert}已回避：曾为其顾问。"
    assert second.drawn_by.is_system
    pool = [Candidate.from_json(one) for one in second.pool]
    kept = [one for one in pool if one.key in second.kept]
    assert list(draw(pool, Demand.from_json(second.demand), second.seed, kept)) == second.drawn


def test_where_no_substitute_can_be_had_the_seat_stays_empty_and_the_keeper_is_told(
    bench: Bench,
) -> None:
    review = bench.convene(size=9)
    leaving = seats(review)[0]

    services.declare(leaving, answer="ABSENT", reason="出差", actor=leaving.expert.user, at=AT)

    assert len(seats(review)) == 8
    assert Notice.objects.filter(user=bench.keeper, title__startswith="补抽专家未成").exists()
    bench.another(20)
    services.fill_seats(
        review, reason="专家库已补充", witness=bench.witness, actor=bench.keeper, at=AT
    )
    assert len(seats(review)) == 9
    with pytest.raises(RuleViolationError, match="没有空缺的席位"):
        services.fill_seats(review, reason="再抽", witness=bench.witness, actor=bench.keeper, at=AT)


def test_after_who_convened_has_left_the_other_keepers_are_told(bench: Bench) -> None:
    review, convener = bench.convene(size=9), bench.keeper
    successor = person("keeper2", bench.county.units[OTHER_OWNER], "DATA_REVIEW", AT)
    convener.appointments.update(ends_on=AT.date() - timedelta(days=1))
    leaving = seats(review)[0]

    services.declare(leaving, answer="ABSENT", reason="出差", actor=leaving.expert.user, at=AT)

    told = Notice.objects.filter(title__startswith="补抽专家未成")
    assert {notice.user_id for notice in told} == {successor.pk}


def test_an_answer_needs_its_reason_and_is_given_once_by_oneself(bench: Bench) -> None:
    review = bench.convene()
    mine, other = seats(review)[:2]

    with pytest.raises(RuleViolationError, match="请写明原因"):
        services.declare(mine, answer="CONFLICT", reason="", actor=mine.expert.user, at=AT)
    with pytest.raises(RuleViolationError, match="专家本人办理"):
        services.declare(mine, answer="CLEAR", reason="", actor=other.expert.user, at=AT)
    come(mine)
    with pytest.raises(RuleViolationError, match="不能再次声明"):
        come(mine)


def test_nothing_is_scored_before_the_declaration_or_after_the_deadline(bench: Bench) -> None:
    review = bench.convene()
    first, late = seats(review)[:2]
    come(late)

    with pytest.raises(RuleViolationError, match="请先作出利害关系声明"):
        hand_in(first)
    with pytest.raises(RuleViolationError, match="评审已经截止"):
        hand_in(late, at=DEADLINE)
    with pytest.raises(RuleViolationError, match="评审已经截止"):
        come(first, at=DEADLINE)


@pytest.mark.parametrize(
    ("ratings", "words"),
    [
        ({"design": ""}, "请给“技术方案和集约共享”评分"),
        ({"design": "26"}, "应填写0至25之间的数"),
        ({"design": "很好"}, "应填写0至25之间的数"),
        ({"design": "NaN"}, "应填写0至25之间的数"),
    ],
)
def test_a_sheet_that_is_not_complete_is_not_handed_in(
    bench: Bench, ratings: dict[str, str], words: str
) -> None:
    seat = come(seats(bench.convene())[0])

    with pytest.raises(RuleViolationError, match=words):
        hand_in(seat, ratings)


def test_a_draft_keeps_anything_and_what_is_handed_in_stays(bench: Bench) -> None:
    seat = come(seats(bench.convene())[0])
    actor = seat.expert.user
    services.keep_scores(
        seat, ratings={"design": "二十"}, remarks="", proposal="", actor=actor, at=AT
    )
    assert ReviewSeat.objects.get(pk=seat.pk).ratings == {"design": "二十"}

    hand_in(seat)

    with pytest.raises(RuleViolationError, match="已经提交，不能再修改"):
        hand_in(seat, {"design": "1"})
    told = AuditEntry.objects.get(action="approvals.review.score").detail
    assert "21" not in str(told["评分摘要（SM3）"]) or len(told["评分摘要（SM3）"]) == 64


def test_the_seal_is_broken_by_the_chair_alone_and_not_before_the_deadline(bench: Bench) -> None:
    review = scored(bench.convene())
    chair, other = (seat.expert.user for seat in seats(review)[:2])

    with pytest.raises(RuleViolationError, match="密封到"):
        services.open_results(review, actor=chair, at=DEADLINE - timedelta(seconds=1))
    with pytest.raises(RuleViolationError, match="由评审组组长办理"):
        services.open_results(review, actor=other, at=AFTER)
    with pytest.raises(IntegrityError), transaction.atomic():
        ExpertReview.objects.filter(pk=review.pk).update(opened_at=AT)

    assert services.open_results(review, actor=chair, at=DEADLINE).result is not None


def test_too_few_scores_are_not_opened_and_the_deadline_moves_later_only(bench: Bench) -> None:
    review = bench.convene()
    for seat in seats(review)[:3]:
        hand_in(come(seat))
    chair = seats(review)[0].expert.user

    with pytest.raises(RuleViolationError, match="有3人，少于需要的4人"):
        services.open_results(review, actor=chair, at=AFTER)
    for wrong in (DEADLINE, AFTER - timedelta(minutes=1)):
        with pytest.raises(RuleViolationError, match="只能延后"):
            services.move_deadline(review, deadline=wrong, reason="x", actor=bench.keeper, at=AFTER)
    longer = services.move_deadline(
        review, deadline=AFTER + timedelta(days=1), reason="人数不足", actor=bench.keeper, at=AFTER
    )
    hand_in(come(seats(longer)[3], at=AFTER), at=AFTER)

    found = services.open_results(longer, actor=chair, at=longer.deadline)

    assert snapshots.tally_in(found).experts == 4


def test_the_highest_and_the_lowest_are_dropped_and_the_rest_is_the_mean(bench: Bench) -> None:
    review = bench.convene()
    for seat, design in zip(seats(review), ("25", "15", "20", "21", "22"), strict=True):
        hand_in(come(seat), {"design": design})
    first, second = seats(review)[:2]

    found = services.open_results(review, actor=first.expert.user, at=AFTER)
    tally = snapshots.tally_in(found)

    assert tally.total == "85.00"
    assert set(tally.dropped) == {str(first.pk), str(second.pk)}
    assert tally.by_item["design"] == "21.00"
    assert tally.by_expert[str(first.pk)] == "89.00"
    assert tally.passed


def test_a_panel_cannot_pass_what_its_scores_do_not_carry(bench: Bench) -> None:
    review = bench.convene()
    for seat in seats(review):
        hand_in(come(seat), {"security": "5"})
    chair = seats(review)[0].expert.user
    found = services.open_results(review, actor=chair, at=AFTER)

    with pytest.raises(RuleViolationError, match="“网络和数据安全”的平均分低于最低分"):
        services.conclude_review(
            found, conclusion="AMENDED", opinion="通过。", actor=chair, at=AFTER
        )

    done = services.conclude_review(
        found, conclusion="FAILED", opinion="安全方案不足。", actor=chair, at=AFTER
    )
    assert done.is_concluded


def test_a_conclusion_freezes_and_prints_both_sheets(bench: Bench) -> None:
    review = concluded(bench.convene())

    opinion, sign_in = review.opinion_sheet, review.sign_in_sheet
    assert opinion is not None
    assert sign_in is not None
    values = opinion.snapshot["values"]
    assert values["conclusion"] == "通过"
    assert len(values["members"]) == len(sign_in.snapshot["values"]["experts"]) == 5
    assert values["draws"][0]["seed"] == review.draws.get().seed
    assert PrintedSheet.objects.count() == 2
    assert opinion.project_ref == bench.record.project_id
    with pytest.raises(RuleViolationError, match="不能出具结论"):
        services.conclude_review(
            review,
            conclusion="FAILED",
            opinion="x",
            actor=review.opened_by or bench.keeper,
            at=AFTER,
        )


def test_an_expert_is_replaced_only_while_nothing_is_handed_in(bench: Bench) -> None:
    review = bench.convene()
    present, absent = seats(review)[:2]
    hand_in(come(present))

    with pytest.raises(RuleViolationError, match="已经提交评分，不能更换"):
        services.release_seat(present, reason="x", actor=bench.keeper, at=AT)
    services.release_seat(absent, reason="联系不上", actor=bench.keeper, at=AT)

    assert len(seats(review)) == 5
    assert review.draws.get(number=2).reason == f"更换{absent.expert}：联系不上"


def test_a_review_that_is_over_cannot_be_cancelled(bench: Bench) -> None:
    review = concluded(bench.convene())

    with pytest.raises(RuleViolationError, match="不能取消"):
        services.cancel_review(review, reason="x", actor=bench.keeper, at=AFTER)


def test_a_rulebook_asks_for_what_the_pool_lacks_and_is_told(bench: Bench) -> None:
    subject = bench.subject
    strict = replace(subject.demands[0], least_years=40)

    with pytest.raises(RuleViolationError, match="从业不满40年9人"):
        convened(bench, demand=strict)

    assert opened(bench.convene()).status == "OPENED"
