"""申报批次: who organizes applications opens calls; units see them, and ask to file late."""

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from config.kernel.forms import UiForm, attempt
from projects.application import services
from projects.application.access import may_organize
from projects.application.forms import CallForm, CancelForm, LateAnswerForm, LateForm
from projects.application.queries import (
    calls,
    filed_under,
    late_entries_of,
    may_be_owned_by,
    paper_choices,
    used_quotas,
)
from projects.application.rules import may_ask_late
from projects.registry import kinds
from projects.registry.access import visible_projects
from projects.registry.models import ApplicationCall, LateEntry, Project
from projects.registry.rules import calls_for
from projects.registry.views.fetching import (
    reader,
    require_right,
    tell_errors,
    visible_project,
)
from projects.regulations.queries import versions_in_force

HANDLE = "projects.handle_project"
MOST_CALLS = 50
MOST_FILED = 200


@require_http_methods(["GET", "POST"])
def call_list(request: HttpRequest) -> HttpResponse:
    """List the calls; who organizes applications opens one here."""
    actor, at = reader(request), timezone.now()
    on = timezone.localdate(at)
    organizes = may_organize(actor)
    rulebooks = [version for version in versions_in_force() if kinds.begins_projects(version)]
    regulations = [version.regulation for version in rulebooks]
    form = CallForm(
        request.POST if request.method == "POST" else None, regulations=regulations, year=on.year
    )
    if request.method == "POST":
        if not organizes:
            raise PermissionDenied
        if form.is_valid() and attempt(form, services.open_call, actor=actor, at=at):
            messages.success(request, "申报批次已发布，各单位在“申报”页可以看到。")
            return _to(form.result)
    shown = list(calls()[:MOST_CALLS])
    context = {
        "rows": [_row(call, on) for call in shown],
        "form": form,
        "organizes": organizes and bool(regulations),
        "trail": _trail()[:1],
    }
    return render(request, "projects/application/calls.html", context, status=form.status)


def _row(call: ApplicationCall, on: date) -> dict[str, object]:
    label, tint = call.state_on(on)
    return {"call": call, "href": _href(call), "state": label, "tint": tint}


def _trail() -> list[dict[str, str]]:
    return [
        {"label": "申报", "href": reverse("projects:application-start")},
        {"label": "申报批次", "href": reverse("projects:application-calls")},
    ]


def _href(call: ApplicationCall) -> str:
    return reverse("projects:application-call", kwargs={"call_id": call.pk})


def _to(call: ApplicationCall) -> HttpResponse:
    return redirect(_href(call))


def _call(call_id: int) -> ApplicationCall:
    return get_object_or_404(
        ApplicationCall.objects.select_related("regulation", "opened_by"), pk=call_id
    )


@require_http_methods(["GET", "POST"])
def call(request: HttpRequest, call_id: int) -> HttpResponse:
    """Show a call with what was filed under it; who organizes applications changes it here."""
    shown, actor, at = _call(call_id), reader(request), timezone.now()
    organizes = may_organize(actor)
    form = CallForm(
        request.POST if request.method == "POST" else None,
        regulations=[shown.regulation],
        year=shown.year,
        call=shown,
    )
    if request.method == "POST":
        if not organizes:
            raise PermissionDenied
        if form.is_valid() and attempt(form, services.change_call, shown, actor=actor, at=at):
            messages.success(request, "申报批次已修改。")
            return _to(shown)
    return _render_call(request, shown, form, organizes=organizes)


def _render_call(
    request: HttpRequest, shown: ApplicationCall, form: CallForm, *, organizes: bool
) -> HttpResponse:
    actor, on = reader(request), timezone.localdate()
    version = versions_in_force().filter(regulation=shown.regulation).first()
    units = may_be_owned_by(actor, on, [version]) if version is not None else []
    visible = visible_projects(actor, on)
    filed = filed_under(shown) if organizes else filed_under(shown).filter(pk__in=visible)
    label, tint = shown.state_on(on)
    labels = dict(paper_choices(shown.regulation))
    context = {
        "call": shown,
        "state": label,
        "tint": tint,
        "papers": "、".join(labels.get(code, code) for code in shown.templates),
        "used": used_quotas(shown, units),
        "filed": [_filed_row(project) for project in filed[:MOST_FILED]],
        "late": _late_rows(shown) if organizes else [],
        "organizes": organizes,
        "may_change": organizes and not shown.is_cancelled,
        "form": form,
        "cancel": CancelForm(),
        "trail": _trail(),
    }
    return render(request, "projects/application/call.html", context, status=form.status)


def _filed_row(project: Project) -> dict[str, object]:
    href = reverse("projects:overview-project", kwargs={"project_id": project.pk})
    return {"project": project, "href": href}


def _late_rows(shown: ApplicationCall) -> list[dict[str, object]]:
    return [
        {
            "late": late,
            "form": LateAnswerForm(auto_id=f"id_{late.pk}_%s") if late.is_open else None,
            "href": reverse("projects:overview-project", kwargs={"project_id": late.project_id}),
            "decide": reverse(
                "projects:application-late-decide",
                kwargs={"call_id": shown.pk, "late_id": late.pk},
            ),
        }
        for late in late_entries_of(shown)
    ]


def _press(
    request: HttpRequest, shown: ApplicationCall, form: UiForm, run: Callable[[], bool], done: str
) -> HttpResponse:
    if not may_organize(reader(request)):
        raise PermissionDenied
    if form.is_valid() and run():
        messages.success(request, done)
    else:
        tell_errors(request, form)
    return _to(shown)


@require_POST
def cancel(request: HttpRequest, call_id: int) -> HttpResponse:
    """Cancel a call."""
    shown, form = _call(call_id), CancelForm(request.POST)
    actor, at = reader(request), timezone.now()

    def run() -> bool:
        return attempt(form, services.cancel_call, shown, actor=actor, at=at)

    return _press(request, shown, form, run, "申报批次已取消，已送审的项目不受影响。")


@require_POST
def decide_late(request: HttpRequest, call_id: int, late_id: int) -> HttpResponse:
    """Answer who asked to file late."""
    shown, form = _call(call_id), LateAnswerForm(request.POST)
    asked = get_object_or_404(LateEntry, pk=late_id, call=shown)
    agrees = request.POST.get("op") == "agree"
    actor, at = reader(request), timezone.now()

    def run() -> bool:
        return attempt(form, services.decide_late_entry, asked, agrees=agrees, actor=actor, at=at)

    done = "已同意逾期申报，并通知申报单位。" if agrees else "已答复不同意，并通知申报单位。"
    return _press(request, shown, form, run, done)


@require_http_methods(["GET", "POST"])
def late(request: HttpRequest, project_id: int) -> HttpResponse:
    """Show under which calls a project may be filed; the owner unit asks to file late here."""
    project = visible_project(request, project_id)
    actor, at = reader(request), timezone.now()
    on = timezone.localdate(at)
    form = LateForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        require_right(request, project, HANDLE)
        if form.is_valid() and attempt(form, services.ask_late_entry, project, actor=actor, at=at):
            messages.success(request, "逾期申报申请已提交，办理结果会通知您。")
            return redirect("projects:application-late", project_id=project.pk)
    entries = project.late_entries.select_related("call", "asked_by", "decided_by")
    context = {
        "project": project,
        "rows": [_row(one, on) for one in calls_for(project)],
        "entries": entries.order_by("-pk"),
        "verdict": may_ask_late(project, on),
        "may_ask": actor.has_perm(HANDLE, project),
        "form": form,
        "trail": [
            {"label": "项目台账", "href": reverse("projects:overview-ledger")},
            {
                "label": project.number,
                "href": reverse("projects:overview-project", kwargs={"project_id": project.pk}),
            },
        ],
    }
    return render(request, "projects/application/late.html", context, status=form.status)
