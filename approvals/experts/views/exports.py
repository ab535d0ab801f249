"""Lists of experts as workbooks: the pool as it was filtered, the scores of an opened review."""

from collections.abc import Iterator
from datetime import date, datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from approvals.experts.access import is_keeper, visible_reviews
from approvals.experts.forms import PoolFilter
from approvals.experts.models import Expert, ExpertReview, ReviewSeat
from approvals.experts.queries import pool_list, standing_seats
from approvals.experts.shapes import ScoreBox, Tally
from approvals.experts.shapes.scoring import POINTS
from approvals.experts.snapshots import tally_in
from approvals.organizations.models import User
from documents.spreadsheets import Column, ColumnKind, Listing
from documents.views.listings import hand_out

REVIEW_LIST, POOL_LIST = "approvals.review_scores", "approvals.expert_pool"
AT_ONCE = 1_000
MEAN = "平均"


@require_safe
def export_pool(request: HttpRequest) -> HttpResponse:
    """Hand out the experts that are listed (导出专家库); opening the list asks who may."""
    return hand_out(request, POOL_LIST)


def open_pool(user: AbstractBaseUser, asked: QueryDict, at: datetime) -> Listing:
    """Open the pool as its keeper filtered it."""
    assert isinstance(user, User)
    on = localdate(at)
    if not is_keeper(user, on):
        raise PermissionDenied
    form = PoolFilter(asked)
    found = filtered_pool(form, on).order_by("pinyin", "id")
    return Listing(
        title="专家库",
        columns=pool_columns(on.year),
        rows=_pool_rows(found),
        count=found.count(),
        wanted="；".join(form.in_words()),
    )


def filtered_pool(form: PoolFilter, on: date) -> QuerySet[Expert]:
    """Return the experts that a reader looks for; all of them if the filter is not understood."""
    wanted = form.cleaned_data if form.is_valid() else {}
    return pool_list(
        on=on,
        text=wanted.get("q", ""),
        field=wanted.get("field"),
        state=wanted.get("state", ""),
    )


def pool_columns(year: int) -> list[Column]:
    """Return the columns of the pool: what its page shows, and what its particulars say."""
    return [
        Column("姓名", width=12),
        Column("工作单位", ColumnKind.LONG_TEXT, 28),
        Column("职称或职务", width=18),
        Column("高级职称", width=10),
        Column("专业", ColumnKind.LONG_TEXT, 24),
        Column("来源", width=8),
        Column("从业起始年份", width=13),
        Column(f"{year}年评审次数", ColumnKind.NUMBER, 14),
        Column("每年最多次数", ColumnKind.NUMBER, 13),
        Column("未交评分", ColumnKind.NUMBER, 10),
        Column("状态", width=10),
        Column("停用原因", ColumnKind.LONG_TEXT, 24),
    ]


def _pool_rows(found: QuerySet[Expert]) -> Iterator[list[object]]:
    for expert in found.iterator(AT_ONCE):
        counted = vars(expert)
        yield [
            str(expert),
            expert.employer,
            expert.title,
            "是" if expert.is_senior else "否",
            "、".join(field.label for field in expert.fields.all()),
            "外部" if expert.is_external else "本级",
            str(expert.works_since),
            counted["this_year"],
            expert.yearly_cap,
            counted["open_seats"],
            expert.state_label,
            expert.suspended_reason,
        ]


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
