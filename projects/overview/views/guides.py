"""Guides and blank forms (办事指南、空白表格), and the calendar of one's deadlines."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from approvals.inbox.queries import feed_owner
from approvals.inbox.services import close_feed, open_feed
from documents.spreadsheets import sheet_workbook
from projects.overview.exports import deadlines_calendar
from projects.overview.queries.deadlines import deadlines_of
from projects.overview.queries.guides import blank_layout, guided_versions, guides_of
from projects.overview.services import request_blank
from projects.registry.views.fetching import reader
from projects.regulations.models import RulebookVersion

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FEED = "projects/overview/feed.html"


@require_safe
def guides(request: HttpRequest) -> HttpResponse:
    """Show how each matter is done under the measures in force (办事指南)."""
    versions = guided_versions()
    asked = request.GET.get("of", "")
    chosen = next((v for v in versions if v.regulation.code == asked), None) or next(
        iter(versions), None
    )
    context = {
        "version": chosen,
        "tabs": [
            {
                "label": version.regulation.title,
                "href": f"?of={version.regulation.code}",
                "current": version == chosen,
            }
            for version in versions
        ],
        "stages": guides_of(chosen) if chosen else [],
    }
    return render(request, "projects/overview/guides.html", context)


@require_safe
def blank_workbook(request: HttpRequest, version_id: int, code: str) -> HttpResponse:  # noqa: ARG001
    """Send an empty form as a workbook."""
    layout = blank_layout(_in_force(version_id), code)
    if layout is None:
        raise Http404
    name = content_disposition_header(True, f"{layout.title}（空白）.xlsx")  # noqa: FBT003
    answer = HttpResponse(sheet_workbook(layout), content_type=XLSX)
    answer["Content-Disposition"] = name
    return answer


@require_POST
def blank_print(request: HttpRequest, version_id: int, code: str) -> HttpResponse:
    """Have an empty form drawn as PDF; it comes to the form centre."""
    version = _in_force(version_id)
    layout = blank_layout(version, code)
    if layout is None:
        raise Http404
    request_blank(version, code, title=layout.title, actor=reader(request), at=timezone.now())
    messages.success(request, f"正在生成空白的“{layout.title}”，完成后在这里下载。")
    return redirect("documents:center")


@require_safe
def feed_page(request: HttpRequest) -> HttpResponse:
    """Show whether one's deadlines are subscribed to (日历订阅)."""
    return _feed(request, address="")


@require_POST
def open_own_feed(request: HttpRequest) -> HttpResponse:
    """Make a new secret address (开通、更换); it is on the answer and nowhere else."""
    token = open_feed(actor=reader(request), at=timezone.now())
    return _feed(request, address=request.build_absolute_uri(f"/calendars/mine/{token}/"))


@require_POST
def close_own_feed(request: HttpRequest) -> HttpResponse:
    """Let the address lead nowhere (撤销)."""
    close_feed(actor=reader(request), at=timezone.now())
    messages.success(request, "订阅地址已撤销，用它的日历不再更新。")
    return redirect("projects:overview-feed")


@login_not_required
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Give a person's deadlines to the calendar that knows the secret address."""
    owner = feed_owner(token)
    if owner is None:
        raise Http404
    on = timezone.localdate()
    base = request.build_absolute_uri("/").rstrip("/")
    content = deadlines_calendar(owner, deadlines_of(owner, on), on=on, base=base)
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Cache-Control"] = "private, no-store"
    return answer


def _feed(request: HttpRequest, *, address: str) -> HttpResponse:
    user, on = reader(request), timezone.localdate()
    context = {
        "address": address,
        "is_open": hasattr(user, "calendar_feed"),
        "deadlines": deadlines_of(user, on),
        "today": on,
    }
    return render(request, FEED, context)


def _in_force(version_id: int) -> RulebookVersion:
    status = RulebookVersion.Status.IN_FORCE
    found = RulebookVersion.objects.select_related("regulation").filter(status=status)
    return get_object_or_404(found, pk=version_id)
