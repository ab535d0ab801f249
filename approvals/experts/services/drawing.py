"""Holding a draw: who is drawn, invited and told, and what it takes to repeat it."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse
from django.utils.timezone import localdate, localtime

from approvals.experts.access import hosts_of
from approvals.experts.models import Expert, ExpertReview, ReviewDraw, ReviewSeat
from approvals.experts.queries import Matter, candidates, standing_seats
from approvals.experts.shapes import Candidate, NoPanelError, draw
from approvals.notifications.services import notify
from approvals.organizations.models import User
from audit.actions import AuditAction
from audit.services import record
from config.kernel.verdicts import ALLOWED, Verdict, refused

SEED_BYTES = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """Why a draw is held, by whom, before whom, and with which seed."""

    reason: str
    witness: User | None
    actor: User
    at: datetime
    seed: str = field(default_factory=lambda: secrets.token_hex(SEED_BYTES))


def substitute(review: ExpertReview, *, reason: str, actor: User, at: datetime) -> None:
    """Draw a substitute in the name of the system; where none can be had, tell who can help."""
    system = User.system()
    occasion = Occasion(reason=reason, witness=None, actor=system, at=at)
    verdict = hold_draw(review, occasion) if at < review.deadline else refused("评审已经截止。")
    if verdict:
        return
    record(
        AuditAction.SUBSTITUTE_MISSED,
        target=review,
        actor=actor,
        at=at,
        project_id=review.project_ref,
        detail={"事由": reason, "原因": verdict.text},
    )
    notify(
        hosts_of(review, localdate(at)),
        title=f"补抽专家未成：{review.subject_label}",
        body=f"{reason}。{verdict.text}",
        url=reverse("approvals:experts-review", args=[review.pk]),
        at=at,
    )


def lock_pool() -> None:
    """Let one draw be held at a time: two at once could pass the cap of an expert."""
    list(Expert.objects.select_for_update().order_by("pk").values_list("pk", flat=True))


def hold_draw(review: ExpertReview, occasion: Occasion) -> Verdict:
    """Hold a draw for the empty seats, and write down all that it takes to repeat it."""
    lock_pool()
    matter = Matter(
        kind=review.subject_kind, ref=review.subject_ref, touched=review.touched, review=review
    )
    pool = candidates(matter, localdate(occasion.at))
    by_key = {one.key: one for one in pool}
    kept = [by_key[str(seat.expert_id)] for seat in standing_seats(review)]
    try:
        drawn = draw(pool, review.asked, occasion.seed, kept)
    except NoPanelError as error:
        verdict = ALLOWED
        for sentence in error.sentences:
            verdict &= refused(sentence)
        return verdict
    _seat(review, occasion, pool, kept, drawn)
    return ALLOWED


def _seat(
    review: ExpertReview,
    occasion: Occasion,
    pool: Collection[Candidate],
    kept: Collection[Candidate],
    drawn: Collection[str],
) -> None:
    held = ReviewDraw.objects.create(
        review=review,
        number=review.draws.count() + 1,
        seed=occasion.seed,
        demand=review.demand,
        pool=[one.to_json() for one in pool],
        kept=[one.key for one in kept],
        drawn=list(drawn),
        reason=occasion.reason,
        witness=occasion.witness,
        drawn_by=occasion.actor,
        drawn_at=occasion.at,
    )
    taken = review.seats.count()
    experts = Expert.objects.select_related("user").in_bulk([int(key) for key in drawn])
    chosen = [experts[int(key)] for key in drawn]
    ReviewSeat.objects.bulk_create(
        ReviewSeat(review=review, expert=expert, draw=held, position=taken + place)
        for place, expert in enumerate(chosen, start=1)
    )
    _note(held, chosen, occasion)
    tell(
        chosen,
        review,
        title=f"邀请您参加评审：{review.subject_label}",
        body=f"请在{moment_words(review.deadline)}前作出利害关系声明、查阅材料并评分。",
        at=occasion.at,
    )


def _note(held: ReviewDraw, chosen: Collection[Expert], occasion: Occasion) -> None:
    record(
        AuditAction.PANEL_DRAWN,
        target=held.review,
        actor=occasion.actor,
        at=occasion.at,
        project_id=held.review.project_ref,
        detail={
            "次序": held.number,
            "事由": occasion.reason,
            "见证人": str(occasion.witness or "无（系统补抽）"),
            "随机种子": occasion.seed,
            "库中人数": len(held.pool),
            "抽中": "、".join(str(expert) for expert in chosen),
        },
    )


def tell(
    experts: Collection[Expert], review: ExpertReview, *, title: str, body: str, at: datetime
) -> None:
    url = reverse("approvals:experts-invitation", args=[review.pk])
    notify([expert.user for expert in experts], title=title, body=body, url=url, at=at)


def moment_words(moment: datetime) -> str:
    return f"{localtime(moment):%Y年%-m月%-d日%H:%M}"
