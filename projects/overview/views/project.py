"""The project page (项目页): one page for all roles; what one may do appears or does not."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from projects.overview.queries.parties import parties_of
from projects.overview.queries.project import STANDING_TINTS, ProjectPage, project_page
from projects.overview.views.tabs import TABS, tab_asked, tab_context
from projects.registry.views import visible_project
from projects.registry.views.fetching import reader


@require_safe
def project(request: HttpRequest, project_id: int) -> HttpResponse:
    """Show a project: where it is, on whose desk, for how long, and what is next by when."""
    found = visible_project(request, project_id)
    page = project_page(found, reader(request), timezone.localdate())
    tab = tab_asked(request)
    context = {
        "page": page,
        "project": found,
        "tint": STANDING_TINTS[found.standing],
        "trail": [{"label": "项目台账", "href": reverse("projects:overview-ledger")}],
        "tabs": [
            {"label": label, "href": f"?tab={code}", "current": code == tab} for code, label in TABS
        ],
        "parties": parties_of(found),
        "due_tint": _due_tint(page),
        **tab_context(request, page, tab),
    }
    return render(request, "projects/overview/project.html", context)


def _due_tint(page: ProjectPage) -> str:
    return "bad" if page.desk and page.desk.is_overdue else "info"
