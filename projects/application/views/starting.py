"""申报: my applications, and beginning a new one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from config.kernel.forms import attempt
from projects.application.access import may_organize
from projects.application.forms import StartForm
from projects.application.queries import applications_of, calls_open_to, may_be_owned_by
from projects.application.services import start_application
from projects.registry import kinds
from projects.registry.rules import record_url
from projects.registry.views.fetching import reader
from projects.regulations.queries import versions_in_force

MOST_SHOWN = 50


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """List my applications; begin a new one."""
    actor, at = reader(request), timezone.now()
    on = timezone.localdate(at)
    rulebooks = [version for version in versions_in_force() if kinds.begins_projects(version)]
    units = may_be_owned_by(actor, on, rulebooks)
    form = StartForm(
        request.POST if request.method == "POST" else None,
        units=units,
        rulebooks=rulebooks,
        year=on.year,
    )
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, start_application, actor=actor, at=at)
    ):
        return redirect(record_url(form.result))
    mine = list(applications_of(actor, on, rulebooks)[: MOST_SHOWN + 1])
    context = {
        "form": form,
        "calls": [
            {"call": one, "state": one.state_on(on)}
            for one in calls_open_to((version.regulation for version in rulebooks), on)
        ],
        "organizes": may_organize(actor),
        "may_start": bool(units and rulebooks),
        "has_units": bool(units),
        "units": "、".join(unit.short_name for unit in units),
        "applications": [{"record": one, "href": record_url(one)} for one in mine[:MOST_SHOWN]],
        "has_more": len(mine) > MOST_SHOWN,
    }
    return render(request, "projects/application/start.html", context, status=form.status)
