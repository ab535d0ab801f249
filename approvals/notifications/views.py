"""One's notices: read, open, tick off."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from approvals.notifications.models import Notice
from approvals.notifications.queries import notices_of, unread_count
from approvals.notifications.services import mark_all_read, mark_read
from approvals.organizations.models import User
from approvals.organizations.queries import page_by_key

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


def _user(request: HttpRequest) -> User:
    user = request.user
    assert isinstance(user, User)
    return user
