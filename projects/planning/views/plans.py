"""Pages of the annual plan."""

from collections.abc import Callable, Iterable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from approvals.organizations.models import User
from config.kernel.forms import UiForm, attempt
from projects.planning import services
from projects.planning.access import COMPILE, EXPORT
from projects.planning.exports import plan_workbook
from projects.planning.forms import (
    AddProjectsForm,
    BeginPlanForm,
    PlanButtonForm,
    PlanItemForm,
    WithdrawPlanForm,
)
from projects.planning.models import AnnualPlan, PlanItem
from projects.planning.queries import (
    SOURCES,
    imports_of,
    in_order_of_priority,
    items_of,
    plans,
    running_projects,
    sums_by_plan,
    sums_of,
    versions_of_year,
    waiting_projects,
)
from projects.planning.rules import department_of, may_compile, may_hand_out, may_submit_plan
from projects.planning.shapes import CELL_OF
from projects.planning.snapshots import may_change
from projects.planning.views.fetching import (
    fetch_plan,
    href_of,
    reader_of_plans,
    require,
    to_plan,
    trail_to,
)
from projects.registry.models import Project
from projects.registry.views import opinion_events, route_steps
from projects.registry.views.fetching import tell_errors

MOST_PLANS = 30
MOST_WAITING = 200
MOST_IMPORTS = 10
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "POST"])
def plan_list(request: HttpRequest) -> HttpResponse:
    """List the annual plans; who compiles them begins one here."""
    reader = reader_of_plans(request)
    form = BeginPlanForm(request.POST or None, initial={"year": timezone.localdate().year + 1})
    if request.method == "POST":
        actor = require(request, COMPILE)
        if form.is_valid() and attempt(form, services.begin_plan, actor=actor, at=timezone.now()):
            assert isinstance(form.result, AnnualPlan)
            return to_plan(form.result)
    shown = list(plans()[:MOST_PLANS])
    sums = sums_by_plan(shown)
    rows = [{"plan": plan, "sums": sums[plan.pk], "href": href_of(plan)} for plan in shown]
    context = {"rows": rows, "form": form, "may_compile": reader.has_perm(COMPILE)}
    return render(request, "projects/planning/plan_list.html", context, status=form.status)


@require_safe
def plan(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Show a plan as a grid with its sums, its confirmation and what waits to be planned."""
    shown = fetch_plan(request, plan_id)
    reader = reader_of_plans(request)
    compiles = reader.has_perm(COMPILE) and bool(may_compile(shown))
    process = shown.approval
    context = {
        "plan": shown,
        "trail": trail_to(),
        "items": items_of(shown),
        "sums": sums_of(shown),
        "sources": SOURCES,
        "may_compile": compiles,
        "may_export": reader.has_perm(EXPORT),
        "may_adjust": reader.has_perm(COMPILE) and shown.status == AnnualPlan.Status.CONFIRMED,
        "may_withdraw": process is not None
        and process.is_running
        and process.started_by_id == reader.pk,
        "waiting": _in_order(waiting_projects()[:MOST_WAITING]) if compiles else [],
        "running": running_projects(shown)[:MOST_WAITING] if compiles else [],
        "verdict": may_submit_plan(shown) if compiles else None,
        "withdraw_form": WithdrawPlanForm(initial={"version": shown.version}),
        "route": route_steps(process, timezone.localdate()),
        "opinions": opinion_events(process),
        **_together(shown, reader),
    }
    return render(request, "projects/planning/plan.html", context)


def _in_order(waiting: Iterable[Project]) -> list[Project]:
    """Return the projects that wait, those first that their measures let come first."""
    ranked = in_order_of_priority(waiting, timezone.localdate())
    for project, _, label in ranked:
        project.priority_label = label  # type: ignore[attr-defined]
    return [project for project, _, _ in ranked]


def _together(shown: AnnualPlan, reader: User) -> dict[str, object]:
    """Return what a plan's page says of compiling it together, and of its versions."""
    department = department_of(reader, timezone.localdate())
    columns = [
        cell.label for cell in CELL_OF.values() if department and may_change(cell, department)
    ]
    return {
        "department": department,
        "own_columns": "、".join(columns),
        "may_hand_out": may_hand_out(shown) if department else None,
        "imports": [
            {"found": found, "href": f"imports/{found.pk}/"}
            for found in imports_of(shown)[:MOST_IMPORTS]
        ],
        "versions": list(versions_of_year(shown.year).defer("lines")),
    }


def _press(
    request: HttpRequest, plan_id: int, form: UiForm, service: Callable[..., object], done: str
) -> HttpResponse:
    shown = fetch_plan(request, plan_id)
    actor = require(request, COMPILE)
    if form.is_valid() and attempt(form, service, shown, actor=actor, at=timezone.now()):
        messages.success(request, done)
        return to_plan(form.result if isinstance(form.result, AnnualPlan) else shown)
    tell_errors(request, form)
    return to_plan(shown)


@require_POST
def add_projects(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Put the chosen projects into the plan."""
    form = AddProjectsForm(request.POST)
    return _press(request, plan_id, form, services.add_projects, "所选项目已列入计划。")


@require_POST
def submit_plan(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Send the plan to joint confirmation."""
    form = PlanButtonForm(request.POST)
    return _press(request, plan_id, form, services.submit_plan, "计划已送数据、发改、财政会签。")


@require_POST
def withdraw_plan(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Take the plan back."""
    form = WithdrawPlanForm(request.POST)
    return _press(request, plan_id, form, services.withdraw_plan, "计划已撤回。")


@require_POST
def adjust_plan(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Begin a new edition from an issued plan."""
    return _press(request, plan_id, UiForm(request.POST), services.adjust_plan, "已新建调整稿。")


@require_http_methods(["GET", "POST"])
def plan_item(request: HttpRequest, plan_id: int, item_id: int) -> HttpResponse:
    """Change one line of a plan."""
    shown = fetch_plan(request, plan_id)
    actor = require(request, COMPILE)
    item = get_object_or_404(
        PlanItem.objects.select_related("project__owner_unit", "plan"), pk=item_id, plan=shown
    )
    form = PlanItemForm(item, request.POST if request.method == "POST" else None)
    at = timezone.now()
    if form.is_valid() and attempt(form, services.change_items, shown, actor=actor, at=at):
        messages.success(request, f"“{item.project.name}”已保存。")
        return to_plan(shown)
    href = href_of(shown)
    trail = trail_to(shown)
    ids = {"plan_id": shown.pk, "item_id": item.pk}
    context = {
        "plan": shown,
        "item": item,
        "form": form,
        "plan_href": href,
        "item_href": reverse("projects:planning-item", kwargs=ids),
        "remove_href": reverse("projects:planning-remove", kwargs=ids),
        "trail": trail,
        "may_compile": may_compile(shown),
    }
    return render(request, "projects/planning/plan_item.html", context, status=form.status)


@require_POST
def remove_item(request: HttpRequest, plan_id: int, item_id: int) -> HttpResponse:
    """Take a project out of the plan."""
    shown = fetch_plan(request, plan_id)
    item = get_object_or_404(PlanItem.objects.select_related("plan"), pk=item_id, plan=shown)
    form = PlanButtonForm(request.POST)
    actor = require(request, COMPILE)
    if form.is_valid() and attempt(
        form, services.remove_item, item, actor=actor, at=timezone.now()
    ):
        messages.success(request, "已移出计划。")
    else:
        tell_errors(request, form)
    return to_plan(shown)


@require_safe
def export(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Hand out the plan as a workbook with the statutory columns."""
    shown = fetch_plan(request, plan_id)
    actor = require(request, EXPORT)
    content = plan_workbook(shown)
    services.note_export(shown, actor=actor, at=timezone.now())
    response = HttpResponse(content, content_type=XLSX)
    name = f"plan-{shown.year}-{shown.edition}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
