"""One process for whoever may read it, and what readers and the sender do to it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_POST, require_safe

from approvals.flows import services
from approvals.flows.models import ApprovalProcess
from approvals.flows.queries import posts_to_give_to
from approvals.flows.rules import process_powers
from approvals.inbox.forms import (
    BareForm,
    CopyForm,
    DemandForm,
    OnceForm,
    ReasonForm,
    WithdrawForm,
)
from approvals.inbox.queries import is_unread, may_read, news_since, process_view
from approvals.inbox.views.deciding import matter_html
from approvals.inbox.views.lists import tabs_for
from config.kernel.forms import UiForm, attempt


@login_required
@require_safe
def process(request: HttpRequest, process_id: int) -> HttpResponse:
    """Show the route and the opinions of a process."""
    return _show(request, _find(request, process_id), {})


@login_required
@require_POST
def withdraw(request: HttpRequest, process_id: int) -> HttpResponse:
    """Take back what the reader sent."""
    form = WithdrawForm(request.POST)
    return _do(request, process_id, "form", form, services.withdraw, "已撤回“{subject}”。")


@login_required
@require_POST
def remind(request: HttpRequest, process_id: int) -> HttpResponse:
    """Ask those whose turn it is to hurry."""
    form = OnceForm(request.POST)
    return _do(request, process_id, "remind_form", form, services.remind, "已催办“{subject}”。")


@login_required
@require_POST
def supervise(request: HttpRequest, process_id: int) -> HttpResponse:
    """Press for a decision from above."""
    form = DemandForm(request.POST)
    return _do(request, process_id, "demand_form", form, services.supervise, "已督办“{subject}”。")


@login_required
@require_POST
def copy(request: HttpRequest, process_id: int) -> HttpResponse:
    """Give the matter to others to read."""
    form = CopyForm(request.POST, posts=posts_to_give_to(localdate()))
    return _do(request, process_id, "copy_form", form, services.copy_to, "已抄送“{subject}”。")


@login_required
@require_POST
def mark_read(request: HttpRequest, process_id: int) -> HttpResponse:
    """Tick off what the reader was given to read."""
    form = OnceForm(request.POST)
    return _do(request, process_id, "read_form", form, services.mark_as_read, "“{subject}”已阅。")


@login_required
@require_POST
def resume(request: HttpRequest, process_id: int) -> HttpResponse:
    """Let the clock run again."""
    form = BareForm(request.POST)
    return _do(
        request, process_id, "resume_form", form, services.resume_clock, "“{subject}”已恢复计时。"
    )


def _do(  # noqa: PLR0913, PLR0917 - whose button, which form, which service
    request: HttpRequest,
    process_id: int,
    name: str,
    form: UiForm,
    service: Callable[..., Any],
    said: str,
) -> HttpResponse:
    found = _find(request, process_id)
    if form.is_valid() and attempt(form, service, found, actor=request.user, at=now()):
        messages.success(request, said.format(subject=found.subject_label))
        return redirect("approvals:inbox-process", process_id=found.pk)
    return _show(request, _find(request, process_id), {name: form})


def _find(request: HttpRequest, process_id: int) -> ApprovalProcess:
    assert request.user.is_authenticated
    processes = ApprovalProcess.objects.select_related(
        "definition", "owner_unit", "started_by__unit"
    )
    found = get_object_or_404(processes, pk=process_id)
    if not may_read(found, request.user, localdate()):
        raise Http404
    return found


def _show(request: HttpRequest, found: ApprovalProcess, small: dict[str, UiForm]) -> HttpResponse:
    assert request.user.is_authenticated
    user, on, version = request.user, localdate(), found.version
    shown = process_view(found, user, on)
    powers = process_powers(found, user, on=on, at=now())
    look = services.note_look(found, actor=user, at=now())
    context = {
        "tabs": tabs_for(user, ""),
        "shown": shown,
        "powers": powers,
        "form": WithdrawForm.blank(version=version),
        "remind_form": OnceForm(),
        "demand_form": DemandForm(),
        "copy_form": CopyForm(posts=posts_to_give_to(on)) if powers.takes_part else None,
        "resume_form": BareForm.blank(version=version),
        "back_form": ReasonForm.blank(version=version),
        "is_unread": is_unread(found, user),
        "read_form": OnceForm(),
        "news": news_since(found, look, on),
        "matter_html": matter_html(shown.page),
        **small,
    }
    status = max((form.status for form in small.values()), default=200)
    return render(request, "approvals/inbox/process.html", context, status=status)
