"""The one way to a project from a page: 404 outside what one may see, 403 without the right."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from approvals.organizations.models import User
from projects.registry import kinds
from projects.registry.access import rights_on, visible_projects
from projects.registry.models import Project, Record


def reader(request: HttpRequest) -> User:
    """Return who is asking; pages behind the login always know."""
    assert isinstance(request.user, User)
    return request.user


def visible_project(request: HttpRequest, project_id: int) -> Project:
    """Fetch a project that the reader may see, or answer 404."""
    projects = visible_projects(reader(request), timezone.localdate())
    return get_object_or_404(
        projects.select_related("owner_unit", "handler", "rulebook__regulation").defer(
            "rulebook__content"
        ),
        pk=project_id,
    )


def visible_record(request: HttpRequest, project_id: int, record_id: int) -> Record:
    """Fetch a record of a project that the reader may see, or answer 404."""
    project = visible_project(request, project_id)
    record = get_object_or_404(
        Record.objects.select_related("approval__definition", "created_by", "printed"),
        pk=record_id,
        project=project,
    )
    loaded = kinds.load(record)
    loaded.project = project
    return loaded


def require_right(request: HttpRequest, project: Project, permission: str) -> None:
    """Answer 403 unless the reader holds this right on the project today."""
    if not reader(request).has_perm(permission, project):
        raise PermissionDenied


def may_write(request: HttpRequest, project: Project, kind: kinds.RecordKind) -> bool:
    """Whether the reader fills in this kind of record of the project today."""
    return kind.is_written_with(rights_on(reader(request), project, timezone.localdate()))


def require_writer(request: HttpRequest, project: Project, kind: kinds.RecordKind) -> None:
    """Answer 403 unless the reader fills in this kind of record of the project today."""
    if not may_write(request, project, kind):
        raise PermissionDenied


def tell_errors(request: HttpRequest, form: BaseForm) -> None:
    """Show what a small form or its service refused on the next page."""
    for errors in form.errors.values():
        for error in errors:
            messages.error(request, str(error))
