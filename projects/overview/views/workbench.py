"""The workbench (工作台): one's day on one page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from approvals.experts.access import has_witnessed
from approvals.flows.queries.unattended import may_see_unattended
from projects.overview.queries.workbench import workbench as read_workbench
from projects.registry.views.fetching import reader


@require_safe
def workbench(request: HttpRequest) -> HttpResponse:
    """Show what waits, what was sent, what is unfinished, and how the county stands."""
    on = timezone.localdate()
    user = reader(request)
    context = {
        "desk": read_workbench(user, on),
        "today": on,
        "has_witnessed": has_witnessed(user, on),
        "may_see_unattended": may_see_unattended(user, on),
    }
    return render(request, "projects/overview/workbench.html", context)
