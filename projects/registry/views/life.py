"""Going on to the next stage, and who takes part in a project."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from config.kernel.forms import attempt
from projects.registry import services
from projects.registry.access import may_lead_on, rights_on
from projects.registry.forms import ButtonForm, LastDayForm, MemberForm
from projects.registry.models import Project, ProjectMember
from projects.registry.rules import people_for, project_roles, supplies
from projects.registry.views.fetching import reader, require_right, tell_errors, visible_project

HANDLE = "projects.handle_project"


@require_POST
def enter_next_stage(request: HttpRequest, project_id: int) -> HttpResponse:
    """Carry a project into the next stage of its life."""
    project = visible_project(request, project_id)
    actor, at = reader(request), timezone.now()
    if not may_lead_on(project, rights_on(actor, project, timezone.localdate(at))):
        raise PermissionDenied
    form = ButtonForm(request.POST)
    if form.is_valid() and attempt(form, services.enter_next_stage, project, actor=actor, at=at):
        project.refresh_from_db()
        messages.success(request, f"项目已进入{project.stage_label}阶段。")
    else:
        tell_errors(request, form)
    return redirect("projects:overview-project", project_id=project.pk)


@require_POST
def appoint_member(request: HttpRequest, project_id: int) -> HttpResponse:
    """Give a person a role of a project."""
    project = visible_project(request, project_id)
    require_right(request, project, HANDLE)
    form = MemberForm(request.POST, roles=project_roles(project), people=people_for(project))
    actor, at = reader(request), timezone.now()
    if form.is_valid() and attempt(form, services.appoint_member, project, actor=actor, at=at):
        messages.success(request, "已指定项目成员，当日起可以办理。")
    else:
        tell_errors(request, form)
    return _members(project)


@require_POST
def end_member(request: HttpRequest, project_id: int, member_id: int) -> HttpResponse:
    """Take a role of a project from a person."""
    project = visible_project(request, project_id)
    require_right(request, project, HANDLE)
    member = get_object_or_404(
        ProjectMember.objects.select_related("appointment__post__role", "appointment__user"),
        pk=member_id,
        project=project,
    )
    form = LastDayForm(request.POST)
    actor, at = reader(request), timezone.now()
    if form.is_valid() and attempt(form, services.end_member, member, actor=actor, at=at):
        messages.success(request, "已登记项目成员退出。")
    else:
        tell_errors(request, form)
    return _members(project)


def _members(project: Project) -> HttpResponse:
    return redirect(supplies(project, "tab:members"))
