"""The ledger (项目台账) and its export."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from projects.overview.exports import ledger_workbook
from projects.overview.forms import LedgerForm
from projects.overview.queries.ledger import LedgerFilter, ledger_page
from projects.overview.queries.ledger import ledger as read_ledger
from projects.overview.queries.project import STANDING_TINTS
from projects.registry.views.fetching import reader

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def ledger(request: HttpRequest) -> HttpResponse:
    """List the projects that the reader may see."""
    on = timezone.localdate()
    form = LedgerForm(request.GET)
    wanted = form.wanted()
    after = request.GET.get("after", "")
    page = ledger_page(reader(request), wanted, on, after=after)
    rows = [
        {
            "project": project,
            "href": f"/projects/{project.pk}/",
            "desk": page.desks.get(project.pk),
            "tint": STANDING_TINTS[project.standing],
        }
        for project in page.rows
    ]
    context = {
        "form": form,
        "rows": rows,
        "page": page,
        "pager": _pager(request, page.count_text, page.next_key, len(rows)),
        "is_filtered": wanted != LedgerFilter(),
        "export_href": f"export/?{request.GET.urlencode()}",
    }
    return render(request, "projects/overview/ledger.html", context)


def _pager(request: HttpRequest, count: str, next_key: str, shown: int) -> dict[str, object]:
    asked = {name: value for name, value in request.GET.items() if name != "after"}
    following = f"?{urlencode({**asked, 'after': next_key})}" if next_key else ""
    first = f"?{urlencode(asked)}" if request.GET.get("after") else ""
    return {
        "total": f"共 {count} 个项目",
        "previous_href": first,
        "next_href": following,
        "shown": shown,
    }


@require_safe
def export_ledger(request: HttpRequest) -> HttpResponse:
    """Hand out exactly what is shown, all pages of it, as a workbook."""
    on = timezone.localdate()
    wanted = LedgerForm(request.GET).wanted()
    content = ledger_workbook(read_ledger(reader(request), wanted, on), on)
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="projects-{on:%Y%m%d}.xlsx"'
    return response
