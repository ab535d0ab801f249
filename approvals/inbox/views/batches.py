"""Agreeing to many tasks at once (批量同意), where nothing but a signature is asked for."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods

from approvals.flows import services
from approvals.flows.models import ApprovalTask
from approvals.flows.queries import todo_page
from approvals.inbox.forms import BatchForm, QueueFilterForm
from approvals.inbox.queries import (
    BatchResult,
    batch_rows,
    query_suffix,
    queue_posts,
    readable_tasks,
)
from approvals.organizations.models import User
from config.kernel.verdicts import RuleViolationError, StaleVersionError


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def batch(request: HttpRequest) -> HttpResponse:
    """Show the tasks that only wait for a signature, and sign those that are ticked."""
    assert request.user.is_authenticated
    form, results = BatchForm.blank(), list[BatchResult]()
    if request.method == "POST":
        form = BatchForm(request.POST)
        if form.is_valid() and form.chosen:
            results = _sign(form, request.user)
            if all(result.done for result in results):
                messages.success(request, f"已同意 {len(results)} 件。")
                return redirect(request.get_full_path())
        elif not form.chosen:
            form.add_error(None, "请先勾选要办理的事项。")
    on, form_of_queue = localdate(), QueueFilterForm.of(request.GET)
    wanted = form_of_queue.wanted(on)
    posts, _ = queue_posts(request.user, on, acting=form_of_queue.is_acting)
    page = todo_page(request.user, posts, wanted=wanted, order=form_of_queue.chosen_order)
    context = {
        "form": form,
        "results": results,
        "rows": batch_rows(page.rows, ticked=set(form.chosen), on=on),
        "suffix": query_suffix(request.GET),
    }
    return render(request, "approvals/inbox/batch.html", context, status=form.status)


def _sign(form: BatchForm, user: User) -> list[BatchResult]:
    """Agree to one after the other; what is refused says why and stops nobody else."""
    tasks = {task.pk: task for task in readable_tasks(user, localdate()).filter(pk__in=form.chosen)}
    return [
        _sign_one(form, tasks[pk], version, user)
        for pk, version in form.chosen.items()
        if pk in tasks
    ]


def _sign_one(form: BatchForm, task: ApprovalTask, version: int, user: User) -> BatchResult:
    why = ""
    try:
        services.approve(
            task,
            opinion=form.cleaned_data["opinion"],
            version=version,
            form_key=form.key_of(task),
            actor=user,
            at=now(),
        )
    except RuleViolationError as refusal:
        why = refusal.verdict.text
    except StaleVersionError as late:
        why = late.message
    return BatchResult(title=task.subject_label, step=task.step_label, why=why)
