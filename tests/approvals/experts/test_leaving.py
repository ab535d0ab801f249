"""An expert who leaves leaves no empty seat, and a witness finds what they saw."""

from collections.abc import Callable

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from approvals.experts import services
from approvals.notifications.models import Notice
from approvals.organizations.holdings import holdings_of
from approvals.organizations.models import User
from approvals.organizations.services import hand_over
from config.kernel.verdicts import RuleViolationError
from tests.approvals.experts.conftest import Bench, come, hand_in, seats
from tests.builders import AT

type Desk = Callable[[User], Client]
ON = AT.date()


def seats_of(user: User) -> list[str]:
    return [item.key for item in holdings_of(user, ON) if item.kind == "seat"]


def test_the_seat_of_an_expert_who_leaves_ends_and_a_substitute_is_drawn(bench: Bench) -> None:
    review = bench.convene()
    leaving = seats(review)[0].expert.user
    officer = User.system()
    (key,) = seats_of(leaving)

    with pytest.raises(RuleViolationError, match="只能终止"):
        hand_over(leaving, choices={key: bench.keeper}, reason="退休", actor=officer, at=AT)
    hand_over(leaving, choices={key: None}, reason="退休", actor=officer, at=AT)

    assert leaving not in [seat.expert.user for seat in seats(review)]
    assert len(seats(review)) == 5
    assert review.draws.get(number=2).reason.endswith("专家交接工作，不再参加")
    assert not seats_of(leaving)


def test_who_has_handed_in_scores_stays_and_the_chair_is_told_what_is_left(bench: Bench) -> None:
    review = bench.convene()
    chair, other = seats(review)[:2]
    hand_in(come(chair))
    hand_in(come(other))

    (left,) = [item for item in holdings_of(chair.expert.user, ON) if item.kind == "seat"]
    (kept,) = [item for item in holdings_of(other.expert.user, ON) if item.kind == "seat"]

    assert left.follows
    assert "组长" in left.note
    assert kept.note == "已交评分，评分继续有效。"


def test_a_witness_finds_the_draw_by_the_notice_and_from_the_workbench(
    bench: Bench, desk: Desk
) -> None:
    review = bench.convene()
    services.release_seat(seats(review)[0], reason="联系不上", actor=bench.keeper, at=AT)
    url = Notice.objects.get(user=bench.witness, title__startswith="您见证了").url

    with time_machine.travel(AT, tick=True):
        browser = desk(bench.witness)
        shown = browser.get(url).content.decode()
        drawn = browser.get(reverse("approvals:experts-draw", args=[review.pk, 1]))
        home = browser.get("/").content.decode()
        away = desk(bench.county.at("HANDLER")).get("/").content.decode()

    assert review.subject_label in shown
    assert review.subject_url not in shown, "what the witness may not open is no link"
    assert drawn.status_code == 200
    assert "我见证的专家抽取" in home
    assert "我见证的专家抽取" not in away


def test_the_witness_of_a_second_draw_is_told_where_it_is(bench: Bench, desk: Desk) -> None:
    review = bench.convene()
    for seat in seats(review)[:1]:
        seat.release()
        seat.save()
    second = bench.county.at("FINANCE_PAYMENT")

    services.fill_seats(review, reason="补足", witness=second, actor=bench.keeper, at=AT)

    url = Notice.objects.get(user=second, title__startswith="您见证了").url
    with time_machine.travel(AT, tick=True):
        assert desk(second).get(url).status_code == 200
