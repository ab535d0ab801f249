"""What the two sheets of a review print from: frozen with the conclusion, never read again."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

from django.utils.timezone import localdate, localtime

from approvals.experts.models import ExpertReview, ReviewDraw, ReviewSeat
from approvals.experts.queries import standing_seats
from approvals.experts.shapes import CONCLUSIONS, Tally
from documents.sheets import catalog


def of_tally(tally: Tally) -> dict[str, object]:
    """Write down what the scores came to."""
    plain = asdict(tally)
    return plain | {"dropped": list(tally.dropped), "below_floor": list(tally.below_floor)}


def tally_in(review: ExpertReview) -> Tally:
    """Read what the scores of an opened review came to."""
    result = review.result or {"total": None, "by_item": {}, "by_expert": {}}
    sets = {name: tuple(result.get(name, ())) for name in ("dropped", "below_floor")}
    return Tally(**{**result, **sets})


def snapshot_of(review: ExpertReview, code: str, *, at: datetime) -> dict[str, object]:
    """Freeze a review for one of its sheets."""
    sheet = catalog.get(code)
    seats = list(
        review.seats.select_related("expert__user", "draw")
        .prefetch_related("expert__fields")
        .order_by("position")
    )
    values = _opinion(review, seats) if code == "expert_opinion" else _sign_in(review, seats)
    return {
        "title": sheet.title,
        "number": f"{sheet.number_prefix}{localdate(at):%Y%m%d}-{review.pk:04d}",
        "template_version": sheet.template_version,
        "project": review.project,
        "values": values,
    }


def _basics(review: ExpertReview) -> dict[str, object]:
    return {
        "subject": review.subject_label,
        "panel": review.label,
        "deadline": _moment(review.deadline),
    }


def _opinion(review: ExpertReview, seats: list[ReviewSeat]) -> dict[str, object]:
    tally = tally_in(review)
    standing = [seat for seat in seats if seat.is_standing]
    chair = next((seat for seat in standing if seat.expert.user_id == review.opened_by_id), None)
    return {
        **_basics(review),
        "opened_at": _moment(review.opened_at),
        "chair": str(chair.expert) if chair else "",
        "basis": review.asked.basis,
        "members": [_member(seat) for seat in standing],
        "left": [_gone(seat) for seat in seats if not seat.is_standing],
        "scores": _means(review, tally),
        "totals": [_total(seat, tally) for seat in standing if seat.submitted_at],
        "total": tally.total,
        "total_points": review.score_form.total,
        "conclusion": dict(CONCLUSIONS)[review.conclusion],
        "opinion": review.opinion,
        "remarks": [
            {
                "name": str(seat.expert),
                "proposal": str(seat.get_proposal_display()),
                "remarks": seat.remarks,
            }
            for seat in standing
            if seat.submitted_at
        ],
        "draws": [_draw(one) for one in review.draws.select_related("witness").order_by("number")],
    }


def _gone(seat: ReviewSeat) -> dict[str, object]:
    return {
        "name": str(seat.expert),
        "state": str(seat.get_status_display()),
        "reason": seat.left_reason,
    }


def _means(review: ExpertReview, tally: Tally) -> list[dict[str, object]]:
    return [
        {
            "item": box.label,
            "points": box.points,
            "floor": box.floor,
            "mean": tally.by_item.get(box.code, "不适用"),
        }
        for box in review.score_form.boxes
    ]


def _sign_in(review: ExpertReview, seats: list[ReviewSeat]) -> dict[str, object]:
    return {
        **_basics(review),
        "experts": [
            {
                **_member(seat),
                "declared": _moment(seat.declared_at),
                "submitted": _moment(seat.submitted_at),
                "signature": "",
            }
            for seat in seats
            if seat.is_standing
        ],
    }


def _member(seat: ReviewSeat) -> dict[str, object]:
    expert = seat.expert
    return {
        "name": str(expert),
        "employer": expert.employer,
        "title": expert.title,
        "fields": "、".join(field.label for field in expert.fields.all()),
        "origin": "外部" if expert.is_external else "本级",
    }


def _total(seat: ReviewSeat, tally: Tally) -> Mapping[str, object]:
    key = str(seat.pk)
    return {
        "name": str(seat.expert),
        "total": tally.by_expert.get(key, ""),
        "note": "不计入平均" if key in tally.dropped else "",
    }


def _draw(held: ReviewDraw) -> dict[str, object]:
    return {
        "number": str(held.number),
        "drawn_at": _moment(held.drawn_at),
        "reason": held.reason,
        "witness": str(held.witness or "系统补抽"),
        "seed": held.seed,
    }


def _moment(moment: datetime | None) -> str:
    return f"{localtime(moment):%Y-%m-%d %H:%M}" if moment else ""


def handed_in(review: ExpertReview) -> list[dict[str, object]]:
    """Return what each expert of an opened review gave; not to be shown before."""
    tally = tally_in(review)
    seats = standing_seats(review).filter(submitted_at__isnull=False)
    return [
        {
            **_total(seat, tally),
            "proposal": seat.get_proposal_display(),
            "remarks": seat.remarks,
        }
        for seat in seats
    ]


def own_scores(seat: ReviewSeat) -> list[tuple[str, str, str]]:
    """Return what one expert gave: item, points, and what was entered."""
    return [
        (box.label, box.points, box.words(str(seat.ratings.get(box.code, ""))))
        for box in seat.review.score_form.boxes
    ]
