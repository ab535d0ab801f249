"""The page on which what somebody has in hand goes to others (交接)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from approvals.organizations import services
from approvals.organizations.access import Ability
from approvals.organizations.forms import HandOverForm, TakersForm
from approvals.organizations.holdings import holdings_of, kinds_held
from approvals.organizations.models import User
from approvals.organizations.views.office import may_at, office_needed, person_at, posted
from config.kernel.forms import attempt

PAGE = "approvals:organizations-hand-over"


@office_needed(Ability.SEE_ORGANIZATION)
def hand_over(request: HttpRequest, user_id: int) -> HttpResponse:
    """List what somebody has in hand; the security administrator passes it on, rehearsed first."""
    found = User.objects.filter(is_system=False).select_related("unit")
    shown, actor = get_object_or_404(found, pk=user_id), person_at(request)
    holdings = holdings_of(shown, timezone.localdate())
    may_pass = may_at(request, Ability.APPOINT) and shown.pk != actor.pk
    takers = TakersForm(request.GET or None, giver=shown) if may_pass else None
    chosen = takers.takers() if takers and takers.is_bound else []
    form = None
    if may_pass and (chosen or request.method == "POST" or "none" in request.GET):
        form = HandOverForm(posted(request), holdings=holdings, takers=chosen)
    rehearsal = None
    if form is not None and request.method == "POST" and form.is_valid():
        if request.POST.get("step") == "confirm":
            if attempt(form, services.hand_over, shown, actor=actor, at=timezone.now()):
                messages.success(request, f"{shown.full_name}的 {len(form.result)} 项已交接。")
                return redirect(PAGE, shown.pk)
        else:
            rehearsal = services.rehearse(
                lambda: services.hand_over(
                    shown, **form.arguments(), actor=actor, at=timezone.now()
                )
            )
    context = {
        "person": shown,
        "held": kinds_held(holdings),
        "count": len(holdings),
        "takers": takers,
        "form": form,
        "verdict": rehearsal[0] if rehearsal else None,
        "passed": (rehearsal[1] or {}).items() if rehearsal else None,
        "is_oneself": shown.pk == actor.pk,
        "may_pass": may_pass,
        "trail": _trail(shown),
    }
    status = form.status if form is not None else 200
    return render(request, "approvals/organizations/hand_over.html", context, status=status)


def _trail(person: User) -> list[dict[str, str]]:
    page = reverse("approvals:organizations-person", args=[person.pk])
    return [
        {"label": "人员", "href": reverse("approvals:organizations-people")},
        {"label": person.full_name, "href": page},
    ]
