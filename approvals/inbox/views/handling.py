"""What a signer does to a task without deciding it: hand over, add, ask, copy, pause, take back."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_POST

from approvals.flows import services
from approvals.flows.models import ApprovalTask
from approvals.flows.queries import posts_to_give_to
from approvals.flows.rules import task_powers
from approvals.inbox.forms import ASK, COPY, REASSIGN, BareForm, HandForm, ReasonForm
from approvals.inbox.queries import query_suffix
from approvals.inbox.views.deciding import find_task, show_task
from approvals.organizations.models import User
from config.kernel.forms import UiForm, attempt

DONE = {
    REASSIGN: "已转办“{subject}”。",
    ASK: "已就“{subject}”征求意见。",
    COPY: "已抄送“{subject}”。",
}
ADDED = "已为“{subject}”加签。"


@login_required
@require_POST
def hand(request: HttpRequest, task_id: int) -> HttpResponse:
    """Give the task to another post, let it sign too, ask it, or send it a copy."""
    assert request.user.is_authenticated
    found, on = find_task(request, task_id), localdate()
    powers = task_powers(found, request.user, on)
    form = HandForm(
        request.POST,
        posts=posts_to_give_to(on),
        may_add=powers.may_add,
        is_advice=powers.is_advice,
    )
    if form.is_valid() and _hand(form, found, request.user):
        said = DONE.get(form.chosen_way, ADDED).format(subject=found.subject_label)
        messages.success(request, said)
        return _back(request, found, stays=form.chosen_way != REASSIGN)
    return show_task(request, find_task(request, task_id), "hand_form", form)


def _hand(form: HandForm, task: ApprovalTask, actor: User) -> bool:
    if form.chosen_way == COPY:
        return attempt(form, services.copy_to, task.process, actor=actor, at=now())
    service: Callable[..., ApprovalTask] = {
        REASSIGN: services.reassign,
        ASK: services.ask_opinion,
    }.get(form.chosen_way, services.add_signer)
    return attempt(form, service, task, actor=actor, at=now())


@login_required
@require_POST
def pause(request: HttpRequest, task_id: int) -> HttpResponse:
    """Stop the clock while something is supplied."""
    found, form = find_task(request, task_id), ReasonForm(request.POST)
    if form.is_valid() and attempt(form, services.pause_clock, found, actor=request.user, at=now()):
        messages.success(request, f"“{found.subject_label}”已暂停计时。")
        return _back(request, found)
    return show_task(request, find_task(request, task_id), "pause_form", form)


@login_required
@require_POST
def remove_signer(request: HttpRequest, task_id: int, added_id: int) -> HttpResponse:
    """Let a signer go whom one had added."""
    found = find_task(request, task_id)
    added = found.process.tasks.filter(pk=added_id).first()
    form = BareForm(request.POST)
    if (
        added is not None
        and form.is_valid()
        and attempt(form, services.remove_signer, added, actor=request.user, at=now())
    ):
        messages.success(request, f"已减去“{added.post.title}”的加签。")
    else:
        _say_why_not(request, form)
    return _back(request, found)


@login_required
@require_POST
def take_back(request: HttpRequest, task_id: int) -> HttpResponse:
    """Take one's own last consent back."""
    found, form = find_task(request, task_id), ReasonForm(request.POST)
    if form.is_valid() and attempt(form, services.take_back, found, actor=request.user, at=now()):
        messages.success(request, f"已收回“{found.subject_label}”，请重新办理。")
        return redirect("approvals:inbox-task", task_id=form.result.pk)
    _say_why_not(request, form)
    return redirect("approvals:inbox-process", process_id=found.process_id)


def _say_why_not(request: HttpRequest, form: UiForm) -> None:
    for errors in form.errors.values():
        for error in errors:
            messages.error(request, str(error))


def _back(request: HttpRequest, task: ApprovalTask, *, stays: bool = True) -> HttpResponse:
    suffix = query_suffix(request.GET)
    return redirect(f"/todo/{task.pk}/{suffix}" if stays else f"/todo/{suffix}")
