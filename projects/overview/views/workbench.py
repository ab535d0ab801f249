"""The workbench (工作台): one's day on one page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from projects.overview.queries.workbench import workbench as read_workbench
from projects.registry.views.fetching import reader


@require_safe
def workbench(request: HttpRequest) -> HttpResponse:
    """Show what waits, what was sent, what is unfinished, and how the county stands."""
    on = timezone.localdate()
    context = {"desk": read_workbench(reader(request), on), "today": on}
    return render(request, "projects/overview/workbench.html", context)
