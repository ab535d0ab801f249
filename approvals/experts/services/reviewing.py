"""The review itself: declared before the papers, scored in secret, opened after the deadline."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.timezone import localdate

from approvals.experts import snapshots, subjects
from approvals.experts.access import hosts_of
from approvals.experts.models import ExpertReview, ReviewSeat
from approvals.experts.queries import standing_seats
from approvals.experts.rules import (
    may_conclude,
    may_declare,
    may_open_results,
    may_score,
    scores_are_complete,
)
from approvals.experts.services.drawing import substitute
from approvals.experts.shapes import CONCLUSIONS, Tally
from approvals.notifications.services import notify
from approvals.organizations.models import User
from audit.actions import AuditAction
from audit.services import audited, record
from config.kernel.digests import canonical_json, sm3
from config.kernel.verdicts import Verdict, enforce, refused
from documents.services import print_sheet

CLEAR, CONFLICT, ABSENT = "CLEAR", "CONFLICT", "ABSENT"
ANSWERS = {
    CLEAR: "本人与本事项没有利害关系，参加评审",
    CONFLICT: "本人与本事项存在利害关系，申请回避",
    ABSENT: "本人因故不能参加",
}


@audited
def declare(seat: ReviewSeat, *, answer: str, reason: str, actor: User, at: datetime) -> ReviewSeat:
    """Answer an invitation: no conflict, a conflict, or not able to come (利害关系声明).

    Who steps back makes room for a substitute, drawn at once in the name of the system.
    """
    review, locked = _locked(seat)
    verdict = _is_own(locked, actor) & may_declare(locked, at=at)
    if answer not in ANSWERS:
        verdict &= refused("请选择是否存在利害关系。")
    if answer != CLEAR and not reason:
        verdict &= refused("申请回避或者不能参加的，请写明原因。")
    enforce(verdict)
    {CLEAR: locked.accept, CONFLICT: locked.recuse, ABSENT: locked.decline}[answer]()
    locked.declared_at = at
    locked.left_reason = "" if answer == CLEAR else reason
    locked.save()
    _note(AuditAction.REVIEW_DECLARED, locked, actor, at, {"声明": ANSWERS[answer], "原因": reason})
    if answer != CLEAR:
        words = f"{locked.expert}{locked.get_status_display()}：{reason}"
        substitute(review, reason=words[:300], actor=actor, at=at)
    return locked


@audited
def keep_scores(  # noqa: PLR0913 - what is kept, of whom and when
    seat: ReviewSeat,
    *,
    ratings: Mapping[str, str],
    remarks: str,
    proposal: str,
    actor: User,
    at: datetime,
) -> ReviewSeat:
    """Keep what an expert has entered so far; nobody else sees it (暂存评分)."""
    _review, locked = _locked(seat)
    enforce(_is_own(locked, actor) & may_score(locked, at=at))
    locked.ratings, locked.remarks, locked.proposal = dict(ratings), remarks, proposal
    locked.save()
    return locked


@audited
def submit_scores(  # noqa: PLR0913 - what is handed in, by whom and when
    seat: ReviewSeat,
    *,
    ratings: Mapping[str, str],
    remarks: str,
    proposal: str,
    actor: User,
    at: datetime,
) -> ReviewSeat:
    """Hand in scores and opinion; they stay sealed until the deadline (提交评分)."""
    review, locked = _locked(seat)
    form = review.score_form
    verdict = _is_own(locked, actor) & may_score(locked, at=at)
    enforce(verdict & scores_are_complete(form, ratings, remarks=remarks, proposal=proposal))
    try:
        subjects.get(review.subject_kind).total_of(form, ratings)
    except ValueError as error:
        enforce(refused(str(error)))
    locked.ratings, locked.remarks, locked.proposal = dict(ratings), remarks, proposal
    locked.submitted_at = at
    locked.save()
    content = {"ratings": locked.ratings, "remarks": remarks, "proposal": proposal}
    sealed = {"评分摘要（SM3）": sm3(canonical_json(content))}
    _note(AuditAction.SCORES_SUBMITTED, locked, actor, at, sealed)
    return locked


@audited
def open_results(review: ExpertReview, *, actor: User, at: datetime) -> ExpertReview:
    """Break the seal and add up the scores (启封); from now on they are what they are."""
    locked = ExpertReview.objects.select_for_update().get(pk=review.pk)
    enforce(may_open_results(locked, actor=actor, at=at))
    tally = _tallied(locked)
    locked.open_results()
    locked.opened_by, locked.opened_at = actor, at
    locked.result = snapshots.of_tally(tally)
    locked.version += 1
    locked.save()
    record(
        AuditAction.REVIEW_OPENED,
        target=locked,
        actor=actor,
        at=at,
        project_id=locked.project_ref,
        detail={"总分": tally.total or "没有总分", "评分人数": tally.experts},
    )
    return locked


@audited
def conclude_review(
    review: ExpertReview, *, conclusion: str, opinion: str, actor: User, at: datetime
) -> ExpertReview:
    """Give the conclusion of the panel, freeze and print it (出具评审意见)."""
    locked = ExpertReview.objects.select_for_update().get(pk=review.pk)
    tally = snapshots.tally_in(locked)
    enforce(may_conclude(locked, tally=tally, conclusion=conclusion, opinion=opinion, actor=actor))
    locked.conclude()
    locked.conclusion, locked.opinion, locked.concluded_at = conclusion, opinion, at
    locked.version += 1
    for code, name in (("expert_opinion", "opinion_sheet"), ("expert_sign_in", "sign_in_sheet")):
        sheet = print_sheet(
            code,
            snapshots.snapshot_of(locked, code, at=at),
            project_ref=locked.project_ref,
            record_ref=None,
            actor=actor,
            at=at,
        )
        setattr(locked, name, sheet)
    locked.save()
    record(
        AuditAction.REVIEW_CONCLUDED,
        target=locked,
        actor=actor,
        at=at,
        project_id=locked.project_ref,
        detail={"结论": dict(CONCLUSIONS)[conclusion], "总分": tally.total},
    )
    notify(
        hosts_of(locked, localdate(at)),
        title=f"专家评审已出结论：{locked.subject_label}",
        body=dict(CONCLUSIONS)[conclusion],
        url=locked.subject_url,
        at=at,
    )
    return locked


def _tallied(review: ExpertReview) -> Tally:
    given = {
        str(seat.pk): seat.ratings
        for seat in standing_seats(review)
        if seat.submitted_at is not None
    }
    return subjects.get(review.subject_kind).tally(review.score_form, given)


def _is_own(seat: ReviewSeat, actor: User) -> Verdict:
    if seat.expert.user_id == actor.pk:
        return Verdict()
    return refused("声明和评分只能由被邀请的专家本人办理。")


def _locked(seat: ReviewSeat) -> tuple[ExpertReview, ReviewSeat]:
    review = (
        ExpertReview.objects.select_for_update(of=("self",))
        .select_related("convened_by")
        .get(pk=seat.review_id)
    )
    fresh = ReviewSeat.objects.select_related("expert__user").get(pk=seat.pk)
    fresh.review = review
    return review, fresh


def _note(
    action: AuditAction, seat: ReviewSeat, actor: User, at: datetime, detail: Mapping[str, object]
) -> None:
    record(
        action,
        target=seat.review,
        actor=actor,
        at=at,
        project_id=seat.review.project_ref,
        detail={"专家": str(seat.expert), **detail},
    )
