"""The project page (项目页): one page for all roles; what one may do appears or does not."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from approvals.organizations.models import User
from projects.overview.exports import clocks_calendar, is_sealed
from projects.overview.queries.clocks import clocks_of
from projects.overview.queries.owed import owed_of
from projects.overview.queries.parties import parties_of
from projects.overview.queries.project import STANDING_TINTS, ProjectPage, project_page
from projects.overview.queries.tabs import tabs_of
from projects.overview.services import request_dossier
from projects.overview.views.tabs import tab_asked, tab_context
from projects.registry.access import visible_projects
from projects.registry.rules import exhibits_at
from projects.registry.views import visible_project
from projects.registry.views.fetching import reader


@require_safe
def project(request: HttpRequest, project_id: int) -> HttpResponse:
    """Show a project: where it is, on whose desk, for how long, and what is next by when."""
    found = visible_project(request, project_id)
    page = project_page(found, reader(request), timezone.localdate())
    tab = tab_asked(request, found)
    context = {
        "page": page,
        "project": found,
        "tint": STANDING_TINTS[found.standing],
        "trail": [{"label": "项目台账", "href": reverse("projects:overview-ledger")}],
        "tabs": [
            {"label": label, "href": f"?tab={code}", "current": code == tab}
            for code, label in tabs_of(found)
        ],
        "exhibits": exhibits_at(found, "project", found.stage_code),
        "parties": parties_of(found),
        "owed": owed_of(page.keeper, page.records),
        "due_tint": _due_tint(page),
        **tab_context(request, page, tab),
    }
    return render(request, "projects/overview/project.html", context)


@require_POST
def dossier(request: HttpRequest, project_id: int) -> HttpResponse:
    """Have the dossier of a project packed; it comes to the form centre."""
    found = visible_project(request, project_id)
    request_dossier(found, actor=reader(request), at=timezone.now())
    messages.success(request, "正在生成项目档案包，完成后在表单中心下载。")
    return redirect("documents:center")


@login_not_required
@require_safe
def calendar(
    request: HttpRequest,  # noqa: ARG001 - the address says who asks
    user_id: int,
    project_id: int,
    seal: str,
) -> HttpResponse:
    """Give the dates of a project to the calendar of somebody who may see it today."""
    on = timezone.localdate()
    person = get_object_or_404(User, pk=user_id, is_active=True)
    found = get_object_or_404(
        visible_projects(person, on).select_related("owner_unit", "rulebook__regulation"),
        pk=project_id,
    )
    if not is_sealed(person, found, seal):
        raise Http404
    page = project_page(found, person, on)
    content = clocks_calendar(found, clocks_of(page.keeper, page.tasks))
    return HttpResponse(content, content_type="text/calendar; charset=utf-8")


def _due_tint(page: ProjectPage) -> str:
    return "bad" if page.desk and page.desk.is_overdue else "info"
