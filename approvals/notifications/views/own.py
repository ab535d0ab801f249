"""One's notices: read, open, tick off, and choose how to be told."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from approvals.notifications.forms import PreferencesForm
from approvals.notifications.models import Notice
from approvals.notifications.queries import notices_of, preferences_of, unread_count
from approvals.notifications.services import choose_preferences, mark_all_read, mark_read
from approvals.organizations.models import User
from approvals.organizations.queries import page_by_key
from approvals.organizations.views.office import posted
from config.kernel.forms import attempt

LIST = "approvals:notifications-list"


def notices(request: HttpRequest) -> HttpResponse:
    """List one's notices (通知), all or unread only."""
    user = _user(request)
    only_unread = request.GET.get("show") == "unread"
    found = notices_of(user)
    if only_unread:
        found = found.filter(read_at=None)
    unread = unread_count(user)
    context = {
        "page": page_by_key(found, request.GET, key="created_at", unit="条", newest_first=True),
        "unread": unread,
        "tabs": [
            {"label": "全部", "href": "?", "current": not only_unread},
            {
                "label": "未读",
                "href": "?show=unread",
                "current": only_unread,
                "count": unread,
            },
        ],
    }
    return render(request, "approvals/notifications/list.html", context)


@require_POST
def open_notice(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Tick a notice off and go where it points."""
    notice = get_object_or_404(Notice, pk=notice_id, user=_user(request))
    mark_read(notice, at=timezone.now())
    is_ours = notice.url and url_has_allowed_host_and_scheme(notice.url, allowed_hosts=None)
    return redirect(notice.url if is_ours else LIST)


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Tick off everything."""
    count = mark_all_read(_user(request), at=timezone.now())
    messages.success(request, f"{count} 条通知已标为已读。" if count else "没有未读的通知。")
    return redirect(LIST)


def preferences(request: HttpRequest) -> HttpResponse:
    """Choose by event how to be told outside the system (通知开关)."""
    user = _user(request)
    form = PreferencesForm(posted(request), current=preferences_of(user))
    if request.method == "POST" and form.is_valid() and attempt(form, choose_preferences, user):
        messages.success(request, "通知开关已保存。")
        return redirect("approvals:notifications-preferences")
    context = {"form": form, "email": user.email}
    page = "approvals/notifications/preferences.html"
    return render(request, page, context, status=form.status)


def _user(request: HttpRequest) -> User:
    user = request.user
    assert isinstance(user, User)
    return user
