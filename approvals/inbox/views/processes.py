"""One process for whoever may read it, and taking it back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_POST, require_safe

from approvals.flows import services
from approvals.flows.models import ApprovalProcess
from approvals.inbox.forms import WithdrawForm
from approvals.inbox.queries import may_read, process_view
from approvals.inbox.views.deciding import matter_html
from approvals.inbox.views.lists import tabs_for
from config.kernel.forms import attempt


@login_required
@require_safe
def process(request: HttpRequest, process_id: int) -> HttpResponse:
    """Show the route and the opinions of a process."""
    found = _find(request, process_id)
    return _show(request, found, WithdrawForm(initial={"version": found.version}))


@login_required
@require_POST
def withdraw(request: HttpRequest, process_id: int) -> HttpResponse:
    """Take back what the reader sent."""
    found = _find(request, process_id)
    form = WithdrawForm(request.POST)
    if form.is_valid() and attempt(form, services.withdraw, found, actor=request.user, at=now()):
        messages.success(request, f"已撤回“{found.subject_label}”。")
        return redirect("approvals:inbox-process", process_id=found.pk)
    return _show(request, _find(request, process_id), form)


def _find(request: HttpRequest, process_id: int) -> ApprovalProcess:
    assert request.user.is_authenticated
    processes = ApprovalProcess.objects.select_related(
        "definition", "owner_unit", "started_by__unit"
    )
    found = get_object_or_404(processes, pk=process_id)
    if not may_read(found, request.user, localdate()):
        raise Http404
    return found


def _show(request: HttpRequest, found: ApprovalProcess, form: WithdrawForm) -> HttpResponse:
    assert request.user.is_authenticated
    shown = process_view(found, request.user, localdate())
    context = {
        "tabs": tabs_for(request.user, ""),
        "shown": shown,
        "form": form,
        "matter_html": matter_html(shown.page),
    }
    return render(request, "approvals/inbox/process.html", context, status=form.status)
