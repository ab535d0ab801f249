"""Why somebody may, or may not, see and decide a project (权限说明)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from approvals.organizations.access import Ability
from approvals.organizations.models import User
from approvals.organizations.views.office import office_needed
from projects.registry.forms import ExplainForm
from projects.registry.models import Project
from projects.registry.rules.explaining import explain
from projects.registry.views.fetching import reader, visible_project

PAGE = "projects/registry/explain.html"


@require_safe
@office_needed(Ability.SEE_ORGANIZATION)
def explain_access(request: HttpRequest) -> HttpResponse:
    """Explain to an administrator what one person may do with one project."""
    form = ExplainForm(
        request.GET if "project" in request.GET else None, initial=request.GET.dict()
    )
    context = {
        "form": form,
        "tab": "explain",
        "title": "权限说明",
        "trail": [],
        **(
            _answers(form.cleaned_data["person"], form.cleaned_data["project"])
            if form.is_bound and form.is_valid()
            else {"answers": None}
        ),
    }
    return render(request, PAGE, context, status=form.status)


@require_safe
def my_access(request: HttpRequest, project_id: int) -> HttpResponse:
    """Explain to a reader what they may do with a project that they see."""
    project = visible_project(request, project_id)
    page = reverse("projects:overview-project", kwargs={"project_id": project.pk})
    context = {
        "form": None,
        "tab": "",
        "title": "我对这个项目的权限",
        "trail": [
            {"label": "项目台账", "href": reverse("projects:overview-ledger")},
            {"label": project.number, "href": page},
        ],
        **_answers(reader(request), project),
    }
    return render(request, PAGE, context)


def _answers(person: User, project: Project) -> dict[str, object]:
    return {
        "person": person,
        "project": project,
        "answers": explain(person, project, timezone.localdate()),
    }
