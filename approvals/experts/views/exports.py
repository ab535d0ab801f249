"""The scores of an opened review as a workbook: one row an expert, one column an item."""

from collections.abc import Iterator
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from approvals.experts.access import is_keeper, visible_reviews
from approvals.experts.models import ExpertReview, ReviewSeat
from approvals.experts.queries import standing_seats
from approvals.experts.shapes import ScoreBox, Tally
from approvals.experts.shapes.scoring import POINTS
from approvals.experts.snapshots import tally_in
from approvals.organizations.models import User
from documents.spreadsheets import Column, ColumnKind, Listing
from documents.views.listings import hand_out

REVIEW_LIST = "approvals.review_scores"
MEAN = "平均"


@require_safe
def export_scores(request: HttpRequest, review_id: int) -> HttpResponse:
    """Hand out what each expert gave (导出评分表)."""
    return hand_out(request, REVIEW_LIST, review=review_id)


def open_scores(user: AbstractBaseUser, asked: QueryDict, at: datetime) -> Listing:
    """Open the scores of a review for who keeps the pool; nobody before the seal is broken."""
    assert isinstance(user, User)
    on = localdate(at)
    review = get_object_or_404(visible_reviews(user, on), pk=asked.get("review"))
    if not is_keeper(user, on):
        raise PermissionDenied
    if review.opened_at is None:
        raise Http404
    seats = list(standing_seats(review).filter(submitted_at__isnull=False))
    return Listing(
        title=f"{review.label}评分表",
        columns=score_columns(review.score_form.boxes),
        rows=_rows(review, seats),
        count=len(seats),
        wanted=review.subject_label,
    )


def score_columns(boxes: tuple[ScoreBox, ...]) -> list[Column]:
    """Return the columns of a scoring sheet."""
    return [
        Column("专家", width=14),
        Column("工作单位", ColumnKind.LONG_TEXT, 24),
        *(Column(box.label, _kind(box), 11, group=f"{box.points}分") for box in boxes),
        Column("总分", ColumnKind.NUMBER, 9),
        Column("说明", width=12),
        Column("建议结论", width=14),
        Column("意见", ColumnKind.LONG_TEXT, 40),
    ]


def _kind(box: ScoreBox) -> ColumnKind:
    is_figure = box.mode == POINTS and not box.may_not_apply
    return ColumnKind.NUMBER if is_figure else ColumnKind.TEXT


def _rows(review: ExpertReview, seats: list[ReviewSeat]) -> Iterator[list[object]]:
    tally, boxes = tally_in(review), review.score_form.boxes
    for seat in seats:
        yield [
            str(seat.expert),
            seat.expert.employer,
            *(box.words(str(seat.ratings.get(box.code, ""))) for box in boxes),
            *_outcome(seat, tally),
            seat.get_proposal_display(),
            seat.remarks,
        ]
    means = [tally.by_item.get(box.code, "") for box in boxes]
    yield [MEAN, "", *means, tally.total, "", "", ""]


def _outcome(seat: ReviewSeat, tally: Tally) -> tuple[object, str]:
    key = str(seat.pk)
    return tally.by_expert.get(key), "不计入平均" if key in tally.dropped else ""
