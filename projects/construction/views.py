"""The milestones of a project: shown on a chart, planned, reached."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from config.kernel.forms import attempt
from config.kernel.rows import RowFormSet, asks_for_rows, with_rows_changed
from projects.construction import services
from projects.construction.forms import MilestoneForm, MilestoneRows, PlanForm, ReachForm
from projects.construction.models import Milestone
from projects.construction.queries import gantt_rows, milestones_agreed, milestones_of
from projects.construction.rules import PLANNED_IN
from projects.registry.models import Project
from projects.registry.views import require_right, visible_project
from projects.registry.views.fetching import reader, tell_errors

HANDLE = "projects.handle_project"
PARTIAL = "partial"


def _trail(project: Project) -> list[dict[str, str]]:
    return [
        {"label": "项目台账", "href": reverse("projects:overview-ledger")},
        {
            "label": project.number,
            "href": reverse("projects:overview-project", kwargs={"project_id": project.pk}),
        },
    ]


@require_safe
def milestones(request: HttpRequest, project_id: int) -> HttpResponse:
    """Show the plan of the construction and how far it is (里程碑)."""
    project = visible_project(request, project_id)
    on = timezone.localdate()
    found = list(milestones_of(project))
    may_plan = (
        project.is_active
        and project.stage in PLANNED_IN
        and reader(request).has_perm(HANDLE, project)
    )
    context = {
        "project": project,
        "trail": _trail(project),
        "today": on,
        "gantt": gantt_rows(found, on),
        "rows": [_shown(milestone, on) for milestone in found],
        "reached": sum(milestone.reached_on is not None for milestone in found),
        "may_plan": may_plan,
        "plan_url": reverse("projects:construction-plan", kwargs={"project_id": project.pk}),
    }
    return render(request, "projects/construction/milestones.html", context)


def _shown(milestone: Milestone, on: date) -> dict[str, Any]:
    late = None
    if milestone.reached_on is not None:
        late = (milestone.reached_on - milestone.planned_end).days
    return {
        "milestone": milestone,
        "late": late,
        "question": f"“{milestone.name}”是哪一天完成的？",
        "form": ReachForm(initial={"reached_on": on}, auto_id=f"id_{milestone.pk}_%s"),
        "reach_url": reverse(
            "projects:construction-reach",
            kwargs={"project_id": milestone.project_id, "milestone_id": milestone.pk},
        ),
    }


@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, project_id: int) -> HttpResponse:
    """Plan the construction line by line."""
    project = visible_project(request, project_id)
    require_right(request, project, HANDLE)
    if request.method != "POST":
        rows = MilestoneRows(initial=_first_rows(project))
        return _plan_page(request, project, PlanForm(initial={"version": project.version}), rows)
    form, rows = PlanForm(request.POST), MilestoneRows(with_rows_changed(request.POST))
    if asks_for_rows(request.POST):
        return _plan_page(request, project, form, rows)
    if not (form.is_valid() and rows.is_valid()):
        return _plan_page(request, project, form, rows, status=422)
    lines = [MilestoneForm.line(row) for row in rows.entered()]
    actor, at = reader(request), timezone.now()
    if attempt(form, services.plan_milestones, project, plan=lines, actor=actor, at=at):
        messages.success(request, "里程碑计划已保存。")
        return redirect("projects:construction-milestones", project_id=project.pk)
    return _plan_page(request, project, form, rows, status=form.status)


def _first_rows(project: Project) -> list[dict[str, Any]]:
    """Begin with the plan as it is, or with what the contracts agreed."""
    planned = list(milestones_of(project))
    if not planned:
        return [*milestones_agreed(project)] or [{}]
    return [
        {
            "pk": milestone.pk,
            "name": milestone.name,
            "planned_start": milestone.planned_start,
            "planned_end": milestone.planned_end,
        }
        for milestone in planned
    ]


def _plan_page(
    request: HttpRequest, project: Project, form: PlanForm, rows: RowFormSet, *, status: int = 200
) -> HttpResponse:
    action = reverse("projects:construction-plan", kwargs={"project_id": project.pk})
    back = reverse("projects:construction-milestones", kwargs={"project_id": project.pk})
    context = {
        "project": project,
        "trail": [*_trail(project), {"label": "里程碑", "href": back}],
        "form": form,
        "formset": rows,
        "action": action,
        "back": back,
        "from_contract": not rows.is_bound and not milestones_of(project).exists(),
    }
    if asks_for_rows(request.POST) and request.headers.get("HX-Request-Type") == PARTIAL:
        part = {"formset": rows, "id": "lines", "caption": "里程碑计划", "action": action}
        return render(request, "components/table_field.html", {**part, "editable": True})
    return render(request, "projects/construction/plan.html", context, status=status)


@require_POST
def reach(request: HttpRequest, project_id: int, milestone_id: int) -> HttpResponse:
    """Note that a milestone was reached."""
    project = visible_project(request, project_id)
    require_right(request, project, HANDLE)
    milestone = get_object_or_404(Milestone, pk=milestone_id, project=project)
    form = ReachForm(request.POST)
    actor, at = reader(request), timezone.now()
    if form.is_valid() and attempt(form, services.reach_milestone, milestone, actor=actor, at=at):
        messages.success(request, f"里程碑“{milestone.name}”已完成。")
    else:
        tell_errors(request, form)
    return redirect("projects:construction-milestones", project_id=project.pk)
