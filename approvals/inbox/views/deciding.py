"""The decision page (办理页): the matter, the opinion box, and on to the next one."""

import json
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_safe

from approvals.flows import services
from approvals.flows.matters import MatterPage
from approvals.flows.models import ApprovalTask, Decision
from approvals.inbox.forms import DecideForm, QueueFilterForm
from approvals.inbox.queries import (
    next_task,
    phrases_of,
    query_suffix,
    readable_tasks,
    task_view,
    todo_count_text,
)
from approvals.inbox.views.lists import queue_context
from config.kernel.forms import attempt

SERVICES: dict[Decision, Callable[..., ApprovalTask]] = {
    Decision.APPROVED: services.approve,
    Decision.RETURNED: services.return_for_correction,
    Decision.REJECTED: services.reject,
}
PAGE = "approvals/inbox/task.html"


@login_required
@require_safe
def task(request: HttpRequest, task_id: int) -> HttpResponse:
    """Show one task, beside the queue."""
    return _show(request, _find(request, task_id), form=None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, task_id: int) -> HttpResponse:
    """Decide one task, and go on with the next one."""
    found = _find(request, task_id)
    if request.method != "POST":
        return redirect("approvals:inbox-task", task_id=found.pk)
    form = DecideForm(request.POST, step=_step_of(found))
    if form.is_valid() and attempt(
        form, SERVICES[form.chosen], found, actor=request.user, at=now()
    ):
        return _go_on(request, found, form.chosen)
    return _show(request, _find(request, task_id), form=form)


def matter_html(page: MatterPage) -> str:
    """Render the fragment that the matter brings; its context is its own."""
    return render_to_string(page.template, dict(page.context)) if page.template else ""


def is_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of the page."""
    return request.headers.get("HX-Request-Type") == "partial"


def _find(request: HttpRequest, task_id: int) -> ApprovalTask:
    assert request.user.is_authenticated
    return get_object_or_404(readable_tasks(request.user, localdate()), pk=task_id)


def _step_of(task: ApprovalTask) -> Any:
    return task.process.definition.route.steps[task.step_index]


def _show(request: HttpRequest, task: ApprovalTask, *, form: DecideForm | None) -> HttpResponse:
    assert request.user.is_authenticated
    version = task.process.version
    status = form.status if form else HTTPStatus.OK
    if form is None:
        form = DecideForm.blank(_step_of(task), version=version)
    elif form.conflict:
        form = form.refreshed(version=version)
    return _answer(request, _context(request, task, form), status)


def _context(request: HttpRequest, task: ApprovalTask, form: DecideForm) -> dict[str, Any]:
    assert request.user.is_authenticated
    view = task_view(task, request.user, localdate())
    return {
        "view": view,
        "form": form,
        "phrases": phrases_of(request.user),
        "matter_html": matter_html(view.shown.page),
        "suffix": query_suffix(request.GET),
        "queue_href": reverse("approvals:inbox-todo") + query_suffix(request.GET),
    }


def _answer(request: HttpRequest, context: dict[str, Any], status: int) -> HttpResponse:
    if is_fragment(request):
        part = "pane" if status == HTTPStatus.OK else "decide"
        response = render(request, f"{PAGE}#{part}", context, status=status)
        add_never_cache_headers(response)
    else:
        whole = queue_context(request, current=context["view"].task.pk) | context
        response = render(request, PAGE, whole, status=status)
    patch_vary_headers(response, ["HX-Request-Type"])
    return response


def _go_on(request: HttpRequest, task: ApprovalTask, decision: Decision) -> HttpResponse:
    assert request.user.is_authenticated
    said = f"已办理：{decision.label}“{task.subject_label}”。"
    upcoming = _upcoming(request, task)
    suffix = query_suffix(request.GET)
    href = reverse("approvals:inbox-todo") + (f"{upcoming.pk}/" if upcoming else "") + suffix
    if not is_fragment(request):
        messages.success(request, said)
        return redirect(href)
    if upcoming:
        shown = _find(request, upcoming.pk)
        form = DecideForm.blank(_step_of(shown), version=shown.process.version)
        context = _context(request, shown, form)
    else:
        context = {"view": None, "queue_href": href}
    context |= {"said": said, "total_text": todo_count_text(request.user, localdate()) or "0"}
    response = render(request, f"{PAGE}#decided", context)
    add_never_cache_headers(response)
    response["HX-Push-Url"] = href
    rows = {"row": f"row-{task.pk}", "next": f"row-{upcoming.pk}" if upcoming else ""}
    response["HX-Trigger"] = json.dumps({"decided": rows})
    return response


def _upcoming(request: HttpRequest, task: ApprovalTask) -> ApprovalTask | None:
    assert request.user.is_authenticated
    on = localdate()
    form = QueueFilterForm.of(request.GET)
    return next_task(request.user, task, wanted=form.wanted(on), order=form.chosen_order, on=on)
