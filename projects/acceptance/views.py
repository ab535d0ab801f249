"""The data catalogue of a project: shown to all, written by its owner unit."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from config.kernel.forms import attempt
from config.kernel.rows import RowFormSet, asks_for_rows, with_rows_changed
from projects.acceptance import services
from projects.acceptance.forms import CatalogueForm, ResourceForm, ResourceRows
from projects.acceptance.queries import resources_declared, resources_of
from projects.acceptance.rules import catalogue_is_open, data_url
from projects.registry.models import Project
from projects.registry.views import require_right, visible_project
from projects.registry.views.fetching import reader

HANDLE = "projects.handle_project"
PARTIAL = "partial"
COLUMNS = (
    "name",
    "sharing",
    "sharing_basis",
    "is_open",
    "frequency",
    "catalogued_on",
    "collected_on",
)


def _trail(project: Project) -> list[dict[str, str]]:
    return [
        {"label": "项目台账", "href": reverse("projects:overview-ledger")},
        {
            "label": project.number,
            "href": reverse("projects:overview-project", kwargs={"project_id": project.pk}),
        },
    ]


@require_safe
def data(request: HttpRequest, project_id: int) -> HttpResponse:
    """Show the data that a project brings forth (数据资源目录)."""
    project = visible_project(request, project_id)
    resources = list(resources_of(project))
    verdict = catalogue_is_open(project)
    context = {
        "project": project,
        "trail": _trail(project),
        "resources": resources,
        "figures": [
            {"label": "数据资源", "value": len(resources), "note": "项"},
            {"label": "已编目", "value": sum(bool(r.catalogued_on) for r in resources)},
            {"label": "已归集", "value": sum(bool(r.collected_on) for r in resources)},
            {"label": "无条件共享", "value": sum(r.is_shared_freely for r in resources)},
            {"label": "向社会开放", "value": sum(r.is_open for r in resources)},
        ],
        "may_write": bool(verdict) and reader(request).has_perm(HANDLE, project),
        "edit_url": reverse("projects:acceptance-catalogue", kwargs={"project_id": project.pk}),
    }
    return render(request, "projects/acceptance/data.html", context)


@require_http_methods(["GET", "POST"])
def catalogue(request: HttpRequest, project_id: int) -> HttpResponse:
    """Write the data catalogue line by line."""
    project = visible_project(request, project_id)
    require_right(request, project, HANDLE)
    if request.method != "POST":
        rows = ResourceRows(initial=_first_rows(project))
        form = CatalogueForm(initial={"version": project.version})
        return _page(request, project, form, rows)
    form, rows = CatalogueForm(request.POST), ResourceRows(with_rows_changed(request.POST))
    if asks_for_rows(request.POST):
        return _page(request, project, form, rows)
    if not (form.is_valid() and rows.is_valid()):
        return _page(request, project, form, rows, status=422)
    lines = [ResourceForm.line(row) for row in rows.entered()]
    actor, at = reader(request), timezone.now()
    if attempt(form, services.catalogue_data, project, lines=lines, actor=actor, at=at):
        messages.success(request, "数据资源目录已保存。")
        return redirect(data_url(project))
    return _page(request, project, form, rows, status=form.status)


def _first_rows(project: Project) -> list[dict[str, Any]]:
    """Begin with the catalogue as it is, or with what the application announced."""
    rows: list[dict[str, Any]] = [
        {name: getattr(resource, name) for name in COLUMNS} for resource in resources_of(project)
    ]
    return rows or [*resources_declared(project)] or [{}]


def _page(
    request: HttpRequest,
    project: Project,
    form: CatalogueForm,
    rows: RowFormSet,
    *,
    status: int = 200,
) -> HttpResponse:
    action = reverse("projects:acceptance-catalogue", kwargs={"project_id": project.pk})
    context = {
        "project": project,
        "trail": [*_trail(project), {"label": "数据资源目录", "href": data_url(project)}],
        "form": form,
        "formset": rows,
        "action": action,
        "back": data_url(project),
    }
    if asks_for_rows(request.POST) and request.headers.get("HX-Request-Type") == PARTIAL:
        part = {"formset": rows, "id": "lines", "caption": "数据资源目录", "action": action}
        return render(request, "components/table_field.html", {**part, "editable": True})
    return render(request, "projects/acceptance/catalogue.html", context, status=status)
