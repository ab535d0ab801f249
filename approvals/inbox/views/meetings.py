"""Meetings: called, filled with matters, printed, and decided in one act."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from approvals.flows import services
from approvals.flows.models import Meeting, MeetingItem
from approvals.flows.queries import agenda_read, meeting_read, meetings_of, waiting_for_meeting
from approvals.flows.rules import TaskPowers, task_powers
from approvals.flows.shapes import Approver
from approvals.inbox import services as own
from approvals.inbox.forms import AgendaForm, MeetingForm, OnceForm, ResultsForm
from approvals.inbox.views.lists import tabs_for
from approvals.organizations.models import Post, User
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
    assert request.user.is_authenticated
    form = ResultsForm(request.POST or None, meeting=found, powers=_choosing(found, request.user))
    if form.is_valid() and attempt(
        form, services.enter_results, found, actor=request.user, at=now()
    ):
        messages.success(request, f"已录入“{found.title}”的结果。")
        return redirect("approvals:inbox-meeting", meeting_id=found.pk)
    context = {
        "meeting": found,
        "form": form,
        "agenda_form": AgendaForm(),
        "waiting": [
            task
            for task in waiting_for_meeting([found.post_id])
            if task.pk not in {item.task_id for item in form.agenda}
        ],
    }
    return render(request, "approvals/inbox/meeting.html", context, status=form.status)


def _choosing(meeting: Meeting, user: User) -> dict[int, TaskPowers]:
    """Return what the meeting may do to those matters whose next holder somebody chooses."""
    agenda: list[MeetingItem] = [] if meeting.is_concluded else vars(meeting)["agenda"]
    return {
        item.pk: task_powers(item.task, user, localdate())
        for item in agenda
        if any(s.approver == Approver.CHOSEN for s in item.task.process.definition.route.steps)
    }


@login_required
@require_safe
def agenda_book(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Show the agenda as a book to print (议题册)."""
    found = _find(request, meeting_id)
    return render(
        request, "approvals/inbox/agenda.html", {"meeting": found, "agenda": agenda_read(found)}
    )


@login_required
@require_POST
def print_agenda(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Have the agenda drawn as a book to print (议题册)."""
    assert request.user.is_authenticated
    own.print_agenda(_find(request, meeting_id), actor=request.user, at=now())
    messages.success(request, "正在生成议题册，完成后在这里下载。")
    return redirect("documents:center")


@login_required
@require_POST
def add_items(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Put the ticked matters on the agenda."""
    found, form = _find(request, meeting_id), AgendaForm(request.POST)
    if form.is_valid() and attempt(
        form, services.put_on_agenda, found, actor=request.user, at=now()
    ):
        messages.success(request, f"已列入 {len(form.cleaned_data['task'])} 项议题。")
    _say_why_not(request, form)
    return redirect("approvals:inbox-meeting", meeting_id=found.pk)


@login_required
@require_POST
def drop_item(request: HttpRequest, meeting_id: int, item_id: int) -> HttpResponse:
    """Take a matter off the agenda; pressed twice, it is gone once."""
    found, form = _find(request, meeting_id), OnceForm(request.POST)
    item = found.items.select_related("meeting").filter(pk=item_id).first()
    if item is None:
        messages.info(request, "这一项已经撤下。")
    elif form.is_valid() and attempt(form, services.drop_item, item, actor=request.user, at=now()):
        messages.success(request, "已撤下议题。")
    _say_why_not(request, form)
    return redirect("approvals:inbox-meeting", meeting_id=found.pk)


def _say_why_not(request: HttpRequest, form: UiForm) -> None:
    for errors in form.errors.values():
        for error in errors:
            messages.error(request, str(error))
