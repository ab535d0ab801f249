"""Convening panels and looking after them (专家评审)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from approvals.experts import services, snapshots, subjects
from approvals.experts.access import is_keeper, reads_all, visible_reviews
from approvals.experts.forms import (
    ConveneForm,
    DeadlineForm,
    ReasonForm,
    RefillForm,
    ReleaseForm,
)
from approvals.experts.models import ExpertReview, ReviewSeat
from approvals.experts.queries import Matter, candidates, touched_names
from approvals.experts.services.drawing import moment_words
from approvals.experts.shapes import Candidate, Demand, barred, shortfalls
from approvals.experts.shapes import draw as drawn_again
from approvals.experts.views.keeping import keeper_needed
from approvals.organizations.queries import page_by_key
from approvals.organizations.views.office import person_at, posted, witness_check
from config.kernel.forms import UiForm, attempt

PAGE, LIST = "approvals:experts-review", "approvals:experts-reviews"


def reviews(request: HttpRequest) -> HttpResponse:
    """List the reviews that a person may know, the newest first."""
    user, on = person_at(request), timezone.localdate()
    found = visible_reviews(user, on)
    if not (reads_all(user, on) or found.exists()):
        raise PermissionDenied
    page = page_by_key(found, request.GET, key="convened_at", unit="次", newest_first=True)
    context = {"tab": "reviews", "page": page, "is_keeper": is_keeper(user, on)}
    return render(request, "approvals/experts/reviews.html", context)


@keeper_needed
def convene(request: HttpRequest, kind: str, ref: int) -> HttpResponse:
    """Draw a panel for a matter, before a witness (抽取专家)."""
    user, on = person_at(request), timezone.localdate()
    try:
        subject = subjects.get(kind).find(ref, user=user, on=on)
    except KeyError:
        raise Http404 from None
    if subject is None:
        raise Http404
    form = ConveneForm(posted(request), demands=subject.demands, check=witness_check(request))
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, services.convene, subject, actor=user, at=timezone.now())
    ):
        messages.success(request, "已抽取并邀请评审专家，专家声明没有利害关系后才能看到材料。")
        return redirect(PAGE, form.result.pk)
    touched = touched_names(units=subject.units, firms=subject.firms, works=subject.works)
    pool = candidates(Matter(kind=kind, ref=ref, touched=touched), on)
    context = {
        "subject": subject,
        "form": form,
        "demands": [_preview(demand, pool) for demand in subject.demands],
        "pool_size": len(pool),
        "avoided": subject.parties,
        "trail": [{"label": "专家评审", "href": reverse(LIST)}],
    }
    return render(request, "approvals/experts/convene.html", context, status=form.status)


def _preview(demand: Demand, pool: list[Candidate]) -> dict[str, object]:
    able = [one for one in pool if not barred(one, demand)]
    return {
        "demand": demand,
        "able": len(able),
        "quotas": [
            {
                "label": quota.label,
                "needed": quota.needed(demand.size),
                "able": sum(map(quota.counts, able)),
            }
            for quota in demand.quotas
        ],
        "shortfalls": shortfalls(pool, demand),
    }


def review(request: HttpRequest, review_id: int) -> HttpResponse:
    """Show a review: its panel, its draws, where it is; no score before the seal is broken."""
    shown = _visible(request, review_id)
    on = timezone.localdate()
    seats = list(shown.seats.select_related("expert__user", "draw").order_by("position"))
    keeps = is_keeper(person_at(request), on) and shown.is_open
    standing = [seat for seat in seats if seat.is_standing]
    context = {
        "review": shown,
        "subject_url": shown.subject_url if reads_all(person_at(request), on) else "",
        "demand": shown.asked,
        "seats": seats,
        "handed_in": sum(seat.submitted_at is not None for seat in standing),
        "vacant": shown.asked.size - len(standing),
        "draws": shown.draws.select_related("witness", "drawn_by").order_by("number"),
        "tally": None if shown.is_sealed or shown.result is None else snapshots.tally_in(shown),
        "is_keeper": keeps,
        "may_export": is_keeper(person_at(request), on),
        "release": ReleaseForm(),
        "refill": RefillForm(check=witness_check(request)),
        "deadline": DeadlineForm(),
        "cancel": ReasonForm(),
        "trail": [{"label": "专家评审", "href": reverse(LIST)}],
    }
    return render(request, "approvals/experts/review.html", context)


def draw(request: HttpRequest, review_id: int, number: int) -> HttpResponse:
    """Show a draw with everything it takes to repeat it, and repeat it (抽取记录)."""
    shown = _visible(request, review_id)
    held = get_object_or_404(shown.draws.select_related("witness", "drawn_by"), number=number)
    demand = Demand.from_json(held.demand)
    pool = [Candidate.from_json(one) for one in held.pool]
    kept = [one for one in pool if one.key in held.kept]
    seats = shown.seats.select_related("expert__user").in_bulk(field_name="pk")
    names = {str(seat.expert_id): str(seat.expert) for seat in seats.values()}
    context = {
        "review": shown,
        "held": held,
        "demand": demand,
        "pool_size": len(pool),
        "able": sum(not barred(one, demand) for one in pool),
        "away": _reasons(pool, demand),
        "drawn": [names[key] for key in held.drawn],
        "is_same": list(drawn_again(pool, demand, held.seed, kept)) == held.drawn,
        "trail": [
            {"label": "专家评审", "href": reverse(LIST)},
            {"label": shown.subject_label, "href": reverse(PAGE, args=[shown.pk])},
        ],
    }
    return render(request, "approvals/experts/draw.html", context)


def _reasons(pool: list[Candidate], demand: Demand) -> list[tuple[str, int]]:
    found: dict[str, int] = {}
    for one in pool:
        for why in barred(one, demand)[:1]:
            found[why] = found.get(why, 0) + 1
    return list(found.items())


@require_POST
@keeper_needed
def refill(request: HttpRequest, review_id: int) -> HttpResponse:
    """Draw substitutes for the seats that are empty (补抽)."""
    shown = _visible(request, review_id)
    form = RefillForm(request.POST, check=witness_check(request))
    actor, at = person_at(request), timezone.now()
    if form.is_valid() and attempt(form, services.fill_seats, shown, actor=actor, at=at):
        messages.success(request, "已补抽并邀请专家。")
    return _back(request, shown, form)


@require_POST
@keeper_needed
def move_deadline(request: HttpRequest, review_id: int) -> HttpResponse:
    """Give the panel more time (延长截止)."""
    shown, form = _visible(request, review_id), DeadlineForm(request.POST)
    actor, at = person_at(request), timezone.now()
    if form.is_valid() and attempt(form, services.move_deadline, shown, actor=actor, at=at):
        messages.success(request, f"评审截止已延长到{moment_words(form.result.deadline)}。")
    return _back(request, shown, form)


@require_POST
@keeper_needed
def cancel(request: HttpRequest, review_id: int) -> HttpResponse:
    """End a review without a conclusion (取消评审)."""
    shown, form = _visible(request, review_id), ReasonForm(request.POST)
    actor, at = person_at(request), timezone.now()
    if form.is_valid() and attempt(form, services.cancel_review, shown, actor=actor, at=at):
        messages.success(request, "评审已取消，已邀请的专家收到通知。")
    return _back(request, shown, form)


@require_POST
@keeper_needed
def release(request: HttpRequest, review_id: int, seat_id: int) -> HttpResponse:
    """Replace an expert who does not come (更换专家)."""
    shown = _visible(request, review_id)
    seat = get_object_or_404(ReviewSeat.objects.select_related("review"), pk=seat_id, review=shown)
    form = ReleaseForm(request.POST)
    actor, at = person_at(request), timezone.now()
    if form.is_valid() and attempt(form, services.release_seat, seat, actor=actor, at=at):
        messages.success(request, "已更换，系统已按同样的要求补抽；补抽不成的会另发通知。")
    return _back(request, shown, form)


def _visible(request: HttpRequest, review_id: int) -> ExpertReview:
    found = visible_reviews(person_at(request), timezone.localdate())
    return get_object_or_404(found, pk=review_id)


def _back(request: HttpRequest, shown: ExpertReview, form: UiForm) -> HttpResponse:
    for errors in form.errors.values():
        for error in errors:
            messages.error(request, str(error))
    return redirect(PAGE, shown.pk)
