"""What an expert who leaves has in hand: the seats on panels that are not over (评审席位).

A seat is drawn and never given to anybody, so it ends with the hand-over, and the system draws a
substitute by the same demand. Who has handed in scores stays on the panel; the chair is told.
"""

from datetime import date

from django.db.models import QuerySet
from django.urls import reverse

from approvals.experts.models import ReviewSeat, ReviewStatus
from approvals.experts.models.seats import STANDING
from approvals.experts.queries import chair_of
from approvals.experts.rules import may_release
from approvals.experts.services.convening import leave_seat
from approvals.organizations.holdings import Holding, Keeper, Passing
from approvals.organizations.models import User

REASON = "专家交接工作，不再参加"


def seats_held_by(user: User, _on: date) -> list[Holding]:
    """Name the seats of somebody on panels that are not over."""
    return [_holding(seat) for seat in _standing_seats(user)]


def _standing_seats(user: User) -> QuerySet[ReviewSeat]:
    return (
        ReviewSeat.objects.filter(
            expert__user=user,
            status__in=STANDING,
            review__status__in=[ReviewStatus.SEALED, ReviewStatus.OPENED],
        )
        .select_related("review", "expert__user")
        .order_by("pk")
    )


def _holding(seat: ReviewSeat) -> Holding:
    stays = not may_release(seat)
    return Holding(
        kind="seat",
        number=seat.pk,
        label=f"评审席位：{seat.review.subject_label}",
        note=_what_stays(seat)
        if stays
        else "席位不能交给他人；选择终止，系统即按同样的要求补抽一人。",
        url=reverse("approvals:experts-review", args=[seat.review_id]),
        follows=stays,
        only_ends=not stays,
    )


def _what_stays(seat: ReviewSeat) -> str:
    chair = chair_of(seat.review)
    if chair is not None and chair.pk == seat.pk:
        return "已交评分，是评审组组长：离开之前请启封结果、出具结论，否则由组织人取消后重新抽取。"
    return "已交评分，评分继续有效。"


def _end_seat(item: Holding, passing: Passing) -> None:
    seat = ReviewSeat.objects.select_related("review").get(pk=item.number)
    leave_seat(seat, reason=REASON, actor=passing.actor, at=passing.at)


SEATS = Keeper(order=350, kind="seat", label="评审席位", held_by=seats_held_by, pass_on=_end_seat)
