"""What waits at posts that nobody holds any more (无人办理的待办)."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from approvals.flows.queries.unattended import may_see_unattended, posts_unattended
from approvals.organizations.access import Ability, has_ability


@login_required
@require_safe
def unattended(request: HttpRequest) -> HttpResponse:
    """List the posts at which tasks wait for nobody, to those who look after posts."""
    user, on = request.user, localdate()
    assert user.is_authenticated
    if not may_see_unattended(user, on):
        raise PermissionDenied
    context = {
        "rows": posts_unattended(on, seen_by=user),
        "may_pass": has_ability(user, Ability.SEE_ORGANIZATION, on),
    }
    return render(request, "approvals/inbox/unattended.html", context)
