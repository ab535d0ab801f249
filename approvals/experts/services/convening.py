"""Convening a panel and looking after it: its draw, its gaps, its deadline, its early end."""

from dataclasses import replace
from datetime import datetime

from django.urls import reverse
from django.utils.timezone import localdate

from approvals.experts.models import ExpertReview, ReviewSeat
from approvals.experts.queries import standing_seats, touched_names
from approvals.experts.rules import (
    may_cancel,
    may_convene,
    may_keep,
    may_move_deadline,
    may_refill,
    may_release,
    may_witness,
)
from approvals.experts.services.drawing import (
    Occasion,
    hold_draw,
    lock_pool,
    moment_words,
    substitute,
    tell,
)
from approvals.experts.shapes import Demand
from approvals.experts.subjects import Subject
from approvals.notifications.services import notify
from approvals.organizations.models import User
from audit.actions import AuditAction
from audit.services import audited, record
from config.kernel.verdicts import enforce, refused


@audited
def convene(  # noqa: PLR0913 - what is reviewed, by how many, until when, before whom
    subject: Subject,
    *,
    demand: Demand,
    size: int,
    deadline: datetime,
    witness: User | None,
    actor: User,
    at: datetime,
) -> ExpertReview:
    """Draw a panel for a matter and invite it (抽取专家); the seed is nobody's choice."""
    lock_pool()
    touched = touched_names(units=subject.units, firms=subject.firms, works=subject.works)
    verdict = may_keep(actor, localdate(at)) & may_convene(subject, deadline=deadline, at=at)
    enforce(verdict & may_witness(witness, actor=actor, touched=touched))
    assert witness is not None
    review = _begun(
        subject,
        demand=replace(demand, size=size),
        deadline=deadline,
        touched=touched,
        witness=witness,
        actor=actor,
        at=at,
    )
    review.papers.set(subject.papers)
    occasion = Occasion(reason="组织评审", witness=witness, actor=actor, at=at)
    enforce(hold_draw(review, occasion))
    _thank(witness, review, at)
    return review


def _thank(witness: User, review: ExpertReview, at: datetime) -> None:
    """Tell who stood by where the record of the draw is."""
    notify(
        [witness],
        title=f"您见证了评审专家的抽取：{review.subject_label}",
        body="抽取记录可以随时查阅和复核，入口在“工作台”。",
        url=reverse("approvals:experts-review", args=[review.pk]),
        at=at,
    )


def _begun(  # noqa: PLR0913 - the parts of one row
    subject: Subject,
    *,
    demand: Demand,
    deadline: datetime,
    touched: dict[str, list[str]],
    witness: User,
    actor: User,
    at: datetime,
) -> ExpertReview:
    return ExpertReview.objects.create(
        code=demand.code,
        label=demand.label,
        subject_kind=subject.kind,
        subject_ref=subject.ref,
        subject_label=subject.label,
        subject_url=subject.url,
        project_ref=subject.project_ref,
        project={**subject.project, "parties": [*subject.parties]},
        demand=demand.to_json(),
        form=subject.form.to_json(),
        touched=touched,
        deadline=deadline,
        convened_by=actor,
        convened_at=at,
        witness=witness,
    )


@audited
def fill_seats(
    review: ExpertReview,
    *,
    reason: str,
    witness: User | None,
    actor: User,
    at: datetime,
) -> ExpertReview:
    """Draw substitutes for the seats that are empty (补抽)."""
    locked = _locked(review)
    verdict = may_keep(actor, localdate(at)) & may_refill(locked, at=at)
    enforce(verdict & may_witness(witness, actor=actor, touched=locked.touched))
    if standing_seats(locked).count() >= locked.asked.size:
        enforce(refused("评审组没有空缺的席位，不必补抽。"))
    occasion = Occasion(reason=reason, witness=witness, actor=actor, at=at)
    enforce(hold_draw(locked, occasion))
    assert witness is not None
    _thank(witness, locked, at)
    return locked


@audited
def release_seat(seat: ReviewSeat, *, reason: str, actor: User, at: datetime) -> ReviewSeat:
    """Replace an expert who does not come, with the reason on record (更换专家)."""
    enforce(may_keep(actor, localdate(at)))
    return leave_seat(seat, reason=reason, actor=actor, at=at)


@audited
def leave_seat(seat: ReviewSeat, *, reason: str, actor: User, at: datetime) -> ReviewSeat:
    """Empty a seat, and draw a substitute at once (席位空出)."""
    review = _locked(seat.review)
    locked = ReviewSeat.objects.select_related("expert__user", "review").get(pk=seat.pk)
    enforce(may_release(locked))
    locked.release()
    locked.left_reason = reason
    locked.save()
    detail = {"专家": str(locked.expert), "原因": reason}
    record(
        AuditAction.SEAT_RELEASED,
        target=review,
        actor=actor,
        at=at,
        project_id=review.project_ref,
        detail=detail,
    )
    substitute(review, reason=f"更换{locked.expert}：{reason}", actor=actor, at=at)
    return locked


@audited
def move_deadline(
    review: ExpertReview, *, deadline: datetime, reason: str, actor: User, at: datetime
) -> ExpertReview:
    """Give the panel more time (延长截止)."""
    locked = _locked(review)
    enforce(may_keep(actor, localdate(at)) & may_move_deadline(locked, deadline=deadline, at=at))
    before, locked.deadline = locked.deadline, deadline
    locked.version += 1
    locked.save()
    detail = {"原": moment_words(before), "现": moment_words(deadline), "原因": reason}
    record(
        AuditAction.DEADLINE_MOVED,
        target=locked,
        actor=actor,
        at=at,
        project_id=locked.project_ref,
        detail=detail,
    )
    tell(
        [seat.expert for seat in standing_seats(locked)],
        locked,
        title=f"评审截止延长到{moment_words(deadline)}：{locked.subject_label}",
        body=reason,
        at=at,
    )
    return locked


@audited
def cancel_review(review: ExpertReview, *, reason: str, actor: User, at: datetime) -> ExpertReview:
    """End a review without a conclusion (取消评审)."""
    locked = _locked(review)
    enforce(may_keep(actor, localdate(at)) & may_cancel(locked))
    locked.cancel()
    locked.cancelled_reason = reason
    locked.version += 1
    locked.save()
    record(
        AuditAction.REVIEW_CANCELLED,
        target=locked,
        actor=actor,
        at=at,
        project_id=locked.project_ref,
        detail={"原因": reason},
    )
    tell(
        [seat.expert for seat in standing_seats(locked)],
        locked,
        title=f"评审已取消：{locked.subject_label}",
        body=reason,
        at=at,
    )
    return locked


def _locked(review: ExpertReview) -> ExpertReview:
    return (
        ExpertReview.objects.select_for_update(of=("self",))
        .select_related("convened_by", "witness")
        .get(pk=review.pk)
    )
