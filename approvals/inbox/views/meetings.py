"""Meetings: called, filled with matters, printed, and decided in one act."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from approvals.flows import services
from approvals.flows.models import ApprovalTask, Meeting
from approvals.flows.queries import meeting_read, meetings_of, waiting_for_meeting
from approvals.inbox.forms import MeetingForm, ResultsForm
from approvals.inbox.views.lists import tabs_for
from approvals.organizations.models import Post
from approvals.organizations.queries import post_ids_of
from config.kernel.forms import UiForm, attempt


def _post_ids(request: HttpRequest) -> list[int]:
    assert request.user.is_authenticated
    return post_ids_of(request.user, localdate())


def _find(request: HttpRequest, meeting_id: int) -> Meeting:
    return get_object_or_404(meeting_read(meeting_id, _post_ids(request)))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def meetings(request: HttpRequest) -> HttpResponse:
    """Show the meetings of the reader's posts, and call a new one."""
    assert request.user.is_authenticated
    ids = _post_ids(request)
    posts = Post.objects.filter(pk__in=ids, role__is_administrator=False).select_related("unit")
    form = MeetingForm(request.POST or None, posts=posts, initial={"held_on": localdate()})
    if form.is_valid() and attempt(form, services.call_meeting, actor=request.user, at=now()):
        messages.success(request, f"已召集“{form.result.title}”，请列入议题。")
        return redirect("approvals:inbox-meeting", meeting_id=form.result.pk)
    context = {
        "tabs": tabs_for(request.user, ""),
        "form": form,
        "meetings": meetings_of(ids)[:100],
        "waiting": len(waiting_for_meeting(ids)),
    }
    return render(request, "approvals/inbox/meetings.html", context, status=form.status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def meeting(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Show an agenda, and enter what the minutes say."""
    found = _find(request, meeting_id)
    form = ResultsForm(request.POST or None, meeting=found)
    if form.is_valid() and attempt(
        form, services.enter_results, found, actor=request.user, at=now()
    ):
        messages.success(request, f"已录入“{found.title}”的结果。")
        return redirect("approvals:inbox-meeting", meeting_id=found.pk)
    context = {
        "meeting": found,
        "form": form,
        "waiting": [
            task
            for task in waiting_for_meeting([found.post_id])
            if task.pk not in {item.task_id for item in form.agenda}
        ],
    }
    return render(request, "approvals/inbox/meeting.html", context, status=form.status)


@login_required
@require_safe
def agenda_book(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Show the agenda as a book to print (议题册)."""
    found = _find(request, meeting_id)
    return render(
        request, "approvals/inbox/agenda.html", {"meeting": found, "agenda": vars(found)["agenda"]}
    )


@login_required
@require_POST
def add_items(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Put the ticked matters on the agenda."""
    found, form = _find(request, meeting_id), UiForm(request.POST)
    keys = [key for key in request.POST.getlist("task") if key.isdigit()]
    tasks = list(
        ApprovalTask.objects.filter(pk__in=keys)
        .select_related("process__definition")
        .order_by("queue_on", "pk")
    )
    if form.is_valid() and attempt(
        form, services.put_on_agenda, found, tasks=tasks, actor=request.user, at=now()
    ):
        messages.success(request, f"已列入 {len(tasks)} 项议题。")
    _say_why_not(request, form)
    return redirect("approvals:inbox-meeting", meeting_id=found.pk)


@login_required
@require_POST
def drop_item(request: HttpRequest, meeting_id: int, item_id: int) -> HttpResponse:
    """Take a matter off the agenda."""
    found, form = _find(request, meeting_id), UiForm(request.POST)
    item = get_object_or_404(found.items.select_related("meeting"), pk=item_id)
    if form.is_valid() and attempt(form, services.drop_item, item, actor=request.user, at=now()):
        messages.success(request, "已撤下议题。")
    _say_why_not(request, form)
    return redirect("approvals:inbox-meeting", meeting_id=found.pk)


def _say_why_not(request: HttpRequest, form: UiForm) -> None:
    for error in form.non_field_errors():
        messages.error(request, str(error))
