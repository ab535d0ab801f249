"""Announcements (通知公告): read by everybody, written by the data department."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from approvals.notifications import services
from approvals.notifications.forms import AnnouncementForm
from approvals.notifications.models import Announcement
from approvals.notifications.queries import (
    announcements_for,
    announcements_on,
    publishing_unit,
)
from approvals.organizations.queries import page_by_key
from approvals.organizations.views.office import do_and_return, person_at, posted
from config.kernel.forms import attempt
from documents.views.files import sent

LIST = "approvals:notifications-announcements"
PAGE = "approvals:notifications-announcement"


@require_safe
def announcements(request: HttpRequest) -> HttpResponse:
    """List the announcements; a publisher sees the former and future ones too."""
    user, on = person_at(request), timezone.localdate()
    page = page_by_key(announcements_for(user, on), request.GET, key="starts_on", newest_first=True)
    shown = set(announcements_on(on).filter(pk__in=[a.pk for a in page.rows]).values_list("pk"))
    context = {
        "page": page,
        "rows": [{"announcement": a, "is_shown": (a.pk,) in shown} for a in page.rows],
        "may_publish": publishing_unit(user, on) is not None,
    }
    return render(request, "approvals/notifications/announcements.html", context)


@require_safe
def announcement(request: HttpRequest, announcement_id: int) -> HttpResponse:
    """Show one announcement."""
    user, on = person_at(request), timezone.localdate()
    found = _visible(request, announcement_id)
    context = {
        "announcement": found,
        "paper": found.attachment,
        "may_withdraw": publishing_unit(user, on) is not None and found.withdrawn_at is None,
        "trail": [{"label": "通知公告", "href": reverse(LIST)}],
    }
    return render(request, "approvals/notifications/announcement.html", context)


@require_safe
def announcement_file(request: HttpRequest, announcement_id: int) -> HttpResponse | FileResponse:
    """Send the paper of an announcement to whoever may read it."""
    found = _visible(request, announcement_id)
    if found.attachment is None:
        raise Http404
    return sent(request, found.attachment.versions.latest("number"))


def publish(request: HttpRequest) -> HttpResponse:
    """Write an announcement (发布通知公告)."""
    user, on = person_at(request), timezone.localdate()
    if publishing_unit(user, on) is None:
        raise PermissionDenied
    files = request.FILES if request.method == "POST" else None
    form = AnnouncementForm(posted(request), files, initial={"starts_on": on})
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, services.publish, actor=user, at=timezone.now())
    ):
        messages.success(request, "通知公告已发布。")
        return redirect(PAGE, form.result.pk)
    context = {"form": form, "trail": [{"label": "通知公告", "href": reverse(LIST)}]}
    page = "approvals/notifications/publish.html"
    return render(request, page, context, status=form.status)


@require_POST
def withdraw(request: HttpRequest, announcement_id: int) -> HttpResponse:
    """Take an announcement back (撤下)."""
    user = person_at(request)
    if publishing_unit(user, timezone.localdate()) is None:
        raise PermissionDenied
    found = _visible(request, announcement_id)
    return do_and_return(
        request,
        lambda: services.withdraw(found, actor=user, at=timezone.now()),
        done="通知公告已撤下，其他人不再看到。",
        back=LIST,
    )


def _visible(request: HttpRequest, announcement_id: int) -> Announcement:
    seen = announcements_for(person_at(request), timezone.localdate())
    return get_object_or_404(seen.select_related("unit", "attachment"), pk=announcement_id)
