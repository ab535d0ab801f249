"""What an expert sees: one's invitations, and behind the declaration the papers and the sheet."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from approvals.experts import services, snapshots, subjects
from approvals.experts.access import invitations_of
from approvals.experts.forms import ConclusionForm, DeclarationForm, ScoresForm
from approvals.experts.models import ReviewSeat
from approvals.experts.queries import chair_of, standing_seats
from approvals.experts.rules import may_declare, may_open_results, may_score
from approvals.experts.services.reviewing import ANSWERS
from approvals.organizations.queries import page_by_key
from approvals.organizations.views.office import do_and_return, person_at
from config.kernel.forms import attempt
from config.kernel.templatetags.ui import file_size
from documents.models import DocumentVersion

PAGE, LIST = "approvals:experts-invitation", "approvals:experts-invitations"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """The forms of an invitation as one request shows them."""

    declaration: DeclarationForm | None = None
    scores: ScoresForm | None = None
    conclusion: ConclusionForm | None = None

    @property
    def status(self) -> int:
        """422 where something is wrong, else 200."""
        forms = (self.declaration, self.scores, self.conclusion)
        return max((form.status for form in forms if form is not None), default=200)


def invitations(request: HttpRequest) -> HttpResponse:
    """List one's invitations (评审邀请)."""
    found = invitations_of(person_at(request))
    page = page_by_key(found, request.GET, key="id", unit="次", newest_first=True)
    context = {"page": page, "now": timezone.now()}
    return render(request, "approvals/experts/invitations.html", context)


def invitation(request: HttpRequest, review_id: int) -> HttpResponse:
    """Show one invitation: before the declaration what it is about, after it the papers."""
    return _page(request, _own(request, review_id), Filled())


def reading(request: HttpRequest, review_id: int) -> HttpResponse:
    """Let an expert read what is reviewed, as it was filled in; behind the declaration only."""
    seat = _own(request, review_id)
    review = seat.review
    if not (seat.has_declared and review.is_open):
        raise Http404
    context = {
        "review": review,
        "layouts": subjects.get(review.subject_kind).read(review.subject_ref),
        "trail": [
            {"label": "评审邀请", "href": reverse(LIST)},
            {"label": review.label, "href": reverse(PAGE, args=[review.pk])},
        ],
    }
    return render(request, "approvals/experts/reading.html", context)


@require_POST
def declare(request: HttpRequest, review_id: int) -> HttpResponse:
    """Answer an invitation (利害关系声明)."""
    seat = _own(request, review_id)
    form = DeclarationForm(request.POST, answers=ANSWERS)
    actor, at = person_at(request), timezone.now()
    if form.is_valid() and attempt(form, services.declare, seat, actor=actor, at=at):
        told = "您已签到，可以查阅材料和评分。" if form.result.has_declared else "已记录，谢谢。"
        messages.success(request, told)
        return redirect(PAGE, seat.review_id)
    return _page(request, seat, Filled(declaration=form))


@require_POST
def scores(request: HttpRequest, review_id: int) -> HttpResponse:
    """Keep one's scores, or hand them in (评分)."""
    seat = _own(request, review_id)
    form = ScoresForm(request.POST, sheet=seat.review.score_form, seat=seat)
    actor, at = person_at(request), timezone.now()
    is_final = request.POST.get("op") == "submit"
    service = services.submit_scores if is_final else services.keep_scores
    if form.is_valid() and attempt(form, service, seat, actor=actor, at=at):
        messages.success(
            request, "评分已提交，密封到截止时间。" if is_final else "评分已暂存，还没有提交。"
        )
        return redirect(PAGE, seat.review_id)
    return _page(request, seat, Filled(scores=form))


@require_POST
def open_results(request: HttpRequest, review_id: int) -> HttpResponse:
    """Break the seal (启封)."""
    seat, actor = _own(request, review_id), person_at(request)
    return do_and_return(
        request,
        lambda: services.open_results(seat.review, actor=actor, at=timezone.now()),
        done="结果已启封，请出具评审意见。",
        back=reverse(PAGE, args=[review_id]),
    )


@require_POST
def conclude(request: HttpRequest, review_id: int) -> HttpResponse:
    """Give the conclusion of the panel (出具评审意见)."""
    seat, form = _own(request, review_id), ConclusionForm(request.POST)
    actor, at = person_at(request), timezone.now()
    if form.is_valid() and attempt(form, services.conclude_review, seat.review, actor=actor, at=at):
        messages.success(request, "评审意见已出具，评审意见和签到表正在生成。")
        return redirect(PAGE, review_id)
    return _page(request, seat, Filled(conclusion=form))


def _own(request: HttpRequest, review_id: int) -> ReviewSeat:
    return get_object_or_404(invitations_of(person_at(request)), review=review_id)


def _page(request: HttpRequest, seat: ReviewSeat, filled: Filled) -> HttpResponse:
    review, at = seat.review, timezone.now()
    chair = chair_of(review)
    is_chair = chair is not None and chair.pk == seat.pk
    shows_results = not review.is_sealed and seat.submitted_at is not None
    context = {
        "seat": seat,
        "review": review,
        "form": review.score_form,
        "is_chair": is_chair,
        "may_declare": may_declare(seat, at=at),
        "declaration": filled.declaration or DeclarationForm(answers=ANSWERS),
        "papers": _papers(seat) if seat.has_declared and review.is_open else [],
        "may_score": may_score(seat, at=at),
        "scores": filled.scores or ScoresForm(sheet=review.score_form, seat=seat),
        "opening": may_open_results(review, actor=person_at(request), at=at) if is_chair else None,
        "conclusion": filled.conclusion or ConclusionForm(),
        "tally": snapshots.tally_in(review) if shows_results else None,
        "others": snapshots.handed_in(review) if shows_results else [],
        "own": snapshots.own_scores(seat) if seat.submitted_at else [],
        "handed_in": standing_seats(review).filter(submitted_at__isnull=False).count(),
        "touched": review.project.get("parties", []),
        "trail": [{"label": "评审邀请", "href": reverse(LIST)}],
    }
    status = filled.status
    return render(request, "approvals/experts/invitation.html", context, status=status)


def _papers(seat: ReviewSeat) -> list[dict[str, str]]:
    newest = (
        DocumentVersion.objects.filter(document__reviews=seat.review)
        .select_related("document__kind")
        .order_by("document", "-number")
        .distinct("document")
    )
    return [
        {
            "name": f"{version.document.kind.label}：{version.original_name}",
            "href": reverse("documents:download", args=[version.pk]),
            "note": f"第{version.number}版 · {file_size(version.size)}",
        }
        for version in newest
    ]
