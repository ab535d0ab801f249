"""The ledger (项目台账) and its export."""

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from approvals.organizations.models import User
from documents.spreadsheets import Listing
from documents.views.listings import hand_out
from projects.overview.exports import COLUMNS, ledger_listing
from projects.overview.forms import LedgerForm
from projects.overview.queries.ledger import LedgerPage, holder_of, ledger_page, owners_seen
from projects.overview.queries.ledger import ledger as read_ledger
from projects.overview.queries.project import STANDING_TINTS
from projects.registry.views.fetching import reader

LEDGER = "projects.ledger"


def _form(request: HttpRequest) -> LedgerForm:
    units = owners_seen(reader(request), timezone.localdate())
    return LedgerForm(_asked(request), units=units)


def _asked(request: HttpRequest) -> QueryDict:
    """Return what was asked for, without the key of a page."""
    asked = request.GET.copy()
    asked.pop("after", None)
    return asked


@require_safe
def ledger(request: HttpRequest) -> HttpResponse:
    """List the projects that the reader may see."""
    on = timezone.localdate()
    form = _form(request)
    page = ledger_page(reader(request), form.wanted(), on, after=request.GET.get("after", ""))
    here = reverse("projects:overview-ledger")
    rows = [
        {
            "project": project,
            "href": f"{here}{project.pk}/",
            "desk": page.desks.get(project.pk),
            "holder": holder_of(project, page.desks.get(project.pk)),
            "tint": STANDING_TINTS[project.standing],
        }
        for project in page.rows
    ]
    context = {
        "form": form,
        "rows": rows,
        "page": page,
        "pager": _pager(request, page),
        "chips": _chips(request, form),
        "clear_href": here if form.in_force() else "",
        "columns": [column.full_label for column in COLUMNS],
        "asked": [(name, value) for name, value in _asked(request).items() if value],
        "export_href": f"{reverse('projects:overview-export')}?{_asked(request).urlencode()}",
    }
    return render(request, "projects/overview/ledger.html", context)


def _chips(request: HttpRequest, form: LedgerForm) -> list[dict[str, str]]:
    """Return one chip for each filter in force; its link takes the filter off."""
    chips = []
    for name, label in form.in_force():
        left = _asked(request)
        left.pop(name, None)
        chips.append({"label": label, "href": f"?{left.urlencode()}"})
    return chips


def _pager(request: HttpRequest, page: LedgerPage) -> dict[str, object]:
    asked = _asked(request)
    first = f"?{asked.urlencode()}" if request.GET.get("after") else ""
    following = ""
    if page.next_key:
        asked["after"] = page.next_key
        following = f"?{asked.urlencode()}"
    return {"first_href": first, "next_href": following}


@require_safe
def export_ledger(request: HttpRequest) -> HttpResponse:
    """Hand out exactly what is shown, all pages of it, as a workbook."""
    return hand_out(request, LEDGER)


def open_ledger(user: AbstractBaseUser, asked: QueryDict, at: datetime) -> Listing:
    """Open the ledger as its reader filtered it."""
    assert isinstance(user, User)
    on = timezone.localdate(at)
    form = LedgerForm(asked, units=owners_seen(user, on))
    listed = read_ledger(user, form.wanted(), on)
    words = "；".join(label for _, label in form.in_force())
    return ledger_listing(listed, on, wanted=words)
