"""The decision page (办理页): the matter, the opinion box, and on to the next one."""

import json
from collections.abc import Callable, Mapping
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
from approvals.flows.queries import posts_to_give_to
from approvals.flows.rules import TaskPowers, task_powers
from approvals.inbox.forms import DecideForm, HandForm, QueueFilterForm, ReasonForm
from approvals.inbox.queries import (
    TaskView,
    news_since,
    next_task,
    phrases_of,
    query_suffix,
    queue_posts,
    readable_tasks,
    task_view,
    todo_count_text,
)
from approvals.inbox.views.lists import queue_context
from config.kernel.forms import UiForm, attempt

SERVICES: dict[Decision, Callable[..., ApprovalTask]] = {
    Decision.APPROVED: services.approve,
    Decision.RETURNED: services.return_for_correction,
    Decision.REJECTED: services.reject,
    Decision.ADVISED: services.give_opinion,
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
    form = DecideForm(
        request.POST, request.FILES, step=_step_of(found), powers=_powers(request, found)
    )
    if form.is_valid() and attempt(
        form, SERVICES[form.chosen], found, actor=request.user, at=now()
    ):
        return _go_on(request, found, form.said)
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


def _powers(request: HttpRequest, task: ApprovalTask) -> TaskPowers:
    assert request.user.is_authenticated
    return task_powers(task, request.user, localdate())


def _show(
    request: HttpRequest,
    task: ApprovalTask,
    *,
    form: DecideForm | None,
    small: Mapping[str, UiForm] | None = None,
) -> HttpResponse:
    status = form.status if form else HTTPStatus.OK
    if form is not None and form.conflict:
        form = form.refreshed(version=task.process.version)
    context = _context(request, task, form, small or {})
    return _answer(request, context, status)


def show_task(request: HttpRequest, task: ApprovalTask, name: str, form: UiForm) -> HttpResponse:
    """Show the page again with one of its small forms as it was filled in."""
    context = _context(request, task, None, {name: form})
    whole = queue_context(request, current=task.pk) | context
    return render(request, PAGE, whole, status=form.status)


def find_task(request: HttpRequest, task_id: int) -> ApprovalTask:
    """Return a task that the reader may open, or answer 404."""
    return _find(request, task_id)


def _context(
    request: HttpRequest,
    task: ApprovalTask,
    form: DecideForm | None,
    small: Mapping[str, UiForm],
) -> dict[str, Any]:
    assert request.user.is_authenticated
    view, version = task_view(task, request.user, localdate()), task.process.version
    look = services.note_look(task.process, actor=request.user, at=now())
    if form is None:
        form = DecideForm.blank(view.step, powers=view.powers, version=version)
    return {
        "view": view,
        "news": news_since(task.process, look, localdate()),
        "form": form,
        "phrases": phrases_of(request.user),
        "matter_html": matter_html(view.shown.page),
        "suffix": query_suffix(request.GET),
        "queue_href": reverse("approvals:inbox-todo") + query_suffix(request.GET),
        **_small_forms(view, small),
    }


def _small_forms(view: TaskView, small: Mapping[str, UiForm]) -> dict[str, object]:
    """Return the forms beside the opinion box, only for those who have the task."""
    if not view.powers.holdable:
        return {"hand_form": None, "pause_form": None, **small}
    version = view.task.process.version
    return {
        "hand_form": HandForm.blank(
            version=version,
            posts=posts_to_give_to(localdate()),
            may_add=view.powers.may_add,
            is_advice=view.powers.is_advice,
        ),
        "pause_form": ReasonForm.blank(version=version),
        **small,
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


def _go_on(request: HttpRequest, task: ApprovalTask, deed: str) -> HttpResponse:
    assert request.user.is_authenticated
    said = f"已办理：{deed}“{task.subject_label}”。"
    upcoming = _upcoming(request, task)
    suffix = query_suffix(request.GET)
    href = reverse("approvals:inbox-todo") + (f"{upcoming}/" if upcoming else "") + suffix
    if not is_fragment(request):
        messages.success(request, said)
        return redirect(href)
    if upcoming:
        context = _context(request, _find(request, upcoming), None, {})
    else:
        context = {"view": None, "queue_href": href}
    context |= {"said": said, "total_text": todo_count_text(request.user, localdate()) or "0"}
    response = render(request, f"{PAGE}#decided", context)
    add_never_cache_headers(response)
    response["HX-Push-Url"] = href
    rows = {"row": f"row-{task.pk}", "next": f"row-{upcoming}" if upcoming else ""}
    response["HX-Trigger"] = json.dumps({"decided": rows})
    return response


def _upcoming(request: HttpRequest, task: ApprovalTask) -> int | None:
    assert request.user.is_authenticated
    on, form = localdate(), QueueFilterForm.of(request.GET)
    wanted = form.wanted(on)
    posts, _ = queue_posts(request.user, on, acting=form.is_acting)
    return next_task(request.user, task, posts, wanted=wanted, order=form.chosen_order)
