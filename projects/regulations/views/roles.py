"""The page of what each role may do in each stage (角色职权)."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from approvals.organizations.models import User
from projects.regulations.queries import version_to_read
from projects.regulations.queries.roles import role_matrix


@require_safe
def roles(request: HttpRequest, code: str, version: int) -> HttpResponse:
    """Show the roles of a rulebook against its stages."""
    reader = request.user
    if not isinstance(reader, User) or not reader.has_perm("projects.view_rulebook"):
        raise PermissionDenied
    shown = get_object_or_404(version_to_read(code, version))
    context = {"version": shown, "matrix": role_matrix(shown)}
    return render(request, "projects/regulations/roles.html", context)
