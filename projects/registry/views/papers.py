"""Papers filed under a project or one of its records."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from config.kernel.forms import attempt
from projects.registry import kinds, services
from projects.registry.forms import ButtonForm, PaperForm
from projects.registry.models import Project, ProjectDocument, Record
from projects.registry.rules import record_url, supplies
from projects.registry.views.fetching import (
    reader,
    require_right,
    require_writer,
    tell_errors,
    visible_project,
    visible_record,
)


def _require_writer(request: HttpRequest, project: Project, record: Record | None) -> None:
    if record is None:
        require_right(request, project, "projects.handle_project")
    else:
        record.project = project
        require_writer(request, project, kinds.of(record))


def _back(project: Project, record: Record | None) -> HttpResponse:
    return redirect(supplies(project, "tab:papers") if record is None else record_url(record))


@require_POST
def attach_paper(
    request: HttpRequest, project_id: int, record_id: int | None = None
) -> HttpResponse:
    """File a paper under a project or one of its records."""
    project = visible_project(request, project_id)
    record = visible_record(request, project_id, record_id) if record_id else None
    _require_writer(request, project, record)
    form = PaperForm(request.POST, request.FILES)
    actor, at = reader(request), timezone.now()
    if form.is_valid() and attempt(
        form, services.attach_paper, project, record=record, actor=actor, at=at
    ):
        messages.success(request, "材料已上传。")
    else:
        tell_errors(request, form)
    return _back(project, record)


@require_POST
def remove_paper(request: HttpRequest, project_id: int, paper_id: int) -> HttpResponse:
    """Take a paper out of the list."""
    project = visible_project(request, project_id)
    paper = get_object_or_404(
        ProjectDocument.objects.select_related("record"), pk=paper_id, project=project
    )
    _require_writer(request, project, paper.record)
    form = ButtonForm(request.POST)
    actor, at = reader(request), timezone.now()
    if form.is_valid() and attempt(form, services.remove_paper, paper, actor=actor, at=at):
        messages.success(request, "材料已撤下，历史版本仍保留。")
    else:
        tell_errors(request, form)
    return _back(project, paper.record)
