"""Compiling a plan together: workbooks out and in, cell by cell, and versions compared."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from approvals.organizations.models import User
from config.kernel.forms import UiForm, attempt
from config.kernel.money import wan_text
from documents.views.listings import workbook_response
from projects.planning import services
from projects.planning.access import COMPILE
from projects.planning.exports import exchange_workbook
from projects.planning.forms import PlanButtonForm, SettleForm, TakeInForm
from projects.planning.models import AnnualPlan, PlanImport, PlanVersion
from projects.planning.queries import (
    cells_by_project,
    changes_of,
    imports_of,
    lines_of,
    versions_of_year,
)
from projects.planning.rules import department_of, may_settle
from projects.planning.shapes import (
    CELL_OF,
    CellChange,
    CellKind,
    Department,
    Lines,
)
from projects.planning.views.fetching import fetch_plan, reader_of_plans, to_plan, trail_to
from projects.registry.views.fetching import tell_errors

NOW = "now"
type Row = dict[str, Any]


def _compiler(request: HttpRequest) -> tuple[User, Department]:
    reader = reader_of_plans(request)
    department = department_of(reader, timezone.localdate())
    if department is None:
        raise PermissionDenied
    return reader, department


@require_POST
def hand_out(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Hand out the workbook of the reader's own department."""
    shown = fetch_plan(request, plan_id)
    actor, department = _compiler(request)
    form, at = PlanButtonForm(request.POST), timezone.now()
    if form.is_valid() and attempt(
        form, services.hand_out_plan, shown, department=department, actor=actor, at=at
    ):
        name = f"{shown.title} {department.label}.xlsx"
        return workbook_response(exchange_workbook(form.result), name)
    tell_errors(request, form)
    return to_plan(shown)


@require_POST
def take_in(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Take a filled-in workbook in and lead to its differences."""
    shown = fetch_plan(request, plan_id)
    actor, department = _compiler(request)
    form, at = TakeInForm(request.POST, request.FILES), timezone.now()
    if form.is_valid() and attempt(
        form, services.take_in_plan, shown, department=department, actor=actor, at=at
    ):
        return _to_import(form.result, shown)
    tell_errors(request, form)
    return to_plan(shown)


def _to_import(found: PlanImport, plan: AnnualPlan) -> HttpResponseRedirect:
    address = reverse(
        "projects:planning-import", kwargs={"plan_id": plan.pk, "import_id": found.pk}
    )
    return HttpResponseRedirect(address)


def _imports(plan: AnnualPlan) -> QuerySet[PlanImport]:
    return imports_of(plan).defer(None).select_related("base__plan", "imported_by")


@require_safe
def review_import(request: HttpRequest, plan_id: int, import_id: int) -> HttpResponse:
    """Show what a workbook changes, cell by cell, with its conflicts and what was refused."""
    shown = fetch_plan(request, plan_id)
    found = get_object_or_404(_imports(shown), pk=import_id)
    changes = changes_of(found) if found.is_open else []
    form = SettleForm(changes)
    return _review(request, shown, found, form)


@require_POST
def settle_import(request: HttpRequest, plan_id: int, import_id: int) -> HttpResponse:
    """Take over what was accepted."""
    shown = fetch_plan(request, plan_id)
    found = get_object_or_404(_imports(shown), pk=import_id)
    actor = _decider(request, found)
    form, at = SettleForm(changes_of(found), request.POST), timezone.now()
    if form.is_valid() and attempt(form, services.settle_import, found, actor=actor, at=at):
        messages.success(request, "逐格的决定已保存，采用的改动已写入计划，合计已重新计算。")
        return to_plan(shown)
    return _review(request, fetch_plan(request, plan_id), found, form)


@require_POST
def discard_import(request: HttpRequest, plan_id: int, import_id: int) -> HttpResponse:
    """Leave a workbook aside."""
    shown = fetch_plan(request, plan_id)
    found = get_object_or_404(_imports(shown), pk=import_id)
    actor = _decider(request, found)
    form = UiForm(request.POST)
    at = timezone.now()
    if form.is_valid() and attempt(form, services.discard_import, found, actor=actor, at=at):
        messages.success(request, "这份工作簿已作废，计划没有改动。")
    tell_errors(request, form)
    return to_plan(shown)


def _decider(request: HttpRequest, found: PlanImport) -> User:
    """Return who decides: who compiles the plan, or the department itself."""
    reader = reader_of_plans(request)
    own = department_of(reader, timezone.localdate())
    if own is not found.department and not reader.has_perm(COMPILE):
        raise PermissionDenied
    return reader


def _review(
    request: HttpRequest, shown: AnnualPlan, found: PlanImport, form: SettleForm
) -> HttpResponse:
    reader = reader_of_plans(request)
    own = department_of(reader, timezone.localdate())
    names = {int(line["project"]): line["name"] for line in found.base.lines}
    rows = [_change_row(change, names, form) for change in form.changes]
    context = {
        "plan": shown,
        "found": found,
        "form": form,
        "trail": trail_to(shown),
        "conflicts": [row for row in rows if row["change"].is_conflict],
        "changes": [row for row in rows if not row["change"].is_conflict],
        "count": len(rows),
        "verdict": may_settle(found),
        "may_decide": own is found.department or reader.has_perm(COMPILE),
    }
    return render(request, "projects/planning/import.html", context, status=form.status)


def _change_row(change: CellChange, names: dict[int, str], form: SettleForm) -> Row:
    chosen = form.chosen[change.place]
    is_new = not form.is_bound and not change.is_conflict
    return {
        "change": change,
        "name": names[change.key],
        "label": CELL_OF[change.code].label,
        "field": f"cell-{change.place}",
        "base": in_words(change.code, change.base),
        "theirs": in_words(change.code, change.theirs),
        "now": in_words(change.code, change.now),
        "is_accepted": chosen == services.ACCEPT or is_new,
        "is_refused": chosen == services.REFUSE,
    }


def in_words(code: str, text: str) -> str:
    """Return what a cell says as a page shows it: amounts in 万元, nothing as a dash."""
    if CELL_OF[code].kind is CellKind.MONEY:
        return wan_text(Decimal(text))
    return text or "—"


@require_safe
def compare_versions(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Show two versions of the plans of a year beside each other, cell by cell."""
    shown = fetch_plan(request, plan_id)
    versions = list(versions_of_year(shown.year))
    before, after = _chosen(request, versions)
    context = {
        "plan": shown,
        "trail": trail_to(shown),
        "versions": [
            {
                "value": str(version.pk),
                "label": f"{version.plan.title} {version.label}",
                "is_before": version is before,
                "is_after": version is after,
            }
            for version in versions
        ],
        "is_now": after is None,
        "rows": _difference(before, after, shown) if before else [],
        "before": before,
    }
    return render(request, "projects/planning/versions.html", context)


def _chosen(
    request: HttpRequest, versions: list[PlanVersion]
) -> tuple[PlanVersion | None, PlanVersion | None]:
    """Return the versions asked for; the plan as it is now stands for no version."""
    by_key = {str(version.pk): version for version in versions}
    before, after = request.GET.get("from", ""), request.GET.get("to", NOW)
    if (before and before not in by_key) or (after != NOW and after not in by_key):
        raise Http404
    newest = versions[-1] if versions else None
    return by_key.get(before, newest), by_key.get(after)


def _difference(before: PlanVersion, after: PlanVersion | None, plan: AnnualPlan) -> list[Row]:
    old_lines, new_lines = before.lines, after.lines if after else lines_of(plan)
    names = {int(line["project"]): line["name"] for line in (*old_lines, *new_lines)}
    old, new = cells_by_project(old_lines), cells_by_project(new_lines)
    return [row for key in {**old, **new} for row in _rows_of(key, names[key], old, new)]


def _rows_of(key: int, name: str, old: Lines, new: Lines) -> list[Row]:
    if key not in new:
        return [{"name": name, "label": "整行", "before": "在计划中", "after": "已移出计划"}]
    if key not in old:
        return [{"name": name, "label": "整行", "before": "不在计划中", "after": "新列入计划"}]
    return [
        {
            "name": name,
            "label": cell.label,
            "before": in_words(code, old[key][code]),
            "after": in_words(code, new[key][code]),
        }
        for code, cell in CELL_OF.items()
        if old[key][code] != new[key][code]
    ]
