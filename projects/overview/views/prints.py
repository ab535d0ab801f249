"""Printing many sheets at once (批量打印): chosen here, fetched in the form centre."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from config.kernel.verdicts import RuleViolationError
from projects.overview.forms import LedgerForm
from projects.overview.queries.ledger import ledger as read_ledger
from projects.overview.queries.ledger import owners_seen
from projects.overview.queries.prints import MOST_SHEETS, chosen_records, print_choice
from projects.overview.services import AS_PDF, FORMATS, print_together
from projects.registry.access import visible_projects
from projects.registry.models import Project
from projects.registry.views.fetching import reader

UNTICKED = "unticked"
FORGOTTEN = ("kind", "after", UNTICKED)


@require_http_methods(["GET", "POST"])
def prints(request: HttpRequest) -> HttpResponse:
    """Show the sheets of the chosen projects; print those that were ticked."""
    return _print(request) if request.method == "POST" else _page(request)


def _page(request: HttpRequest) -> HttpResponse:
    on, kind = timezone.localdate(), request.GET.get("kind", "")
    choice = print_choice(reader(request), on, _projects(request), kind)
    kept = request.GET.copy()
    for name in FORGOTTEN:
        kept.pop(name, None)
    turned = request.GET.copy()
    is_ticked = turned.pop(UNTICKED, None) is None
    if is_ticked:
        turned[UNTICKED] = "on"
    context = {
        "is_ticked": is_ticked,
        "turned_href": f"?{turned.urlencode()}",
        "choice": choice,
        "kind": kind,
        "kept": [(name, value) for name, values in kept.lists() for value in values],
        "most": MOST_SHEETS,
        "cut_text": f"这里只列出前 {MOST_SHEETS} 份，请按表单筛选，或者缩小台账的筛选范围。",
        "formats": [(code, label, code == AS_PDF) for code, label in FORMATS.items()],
    }
    return render(request, "projects/overview/prints.html", context)


def _projects(request: HttpRequest) -> QuerySet[Project]:
    """Return the projects that were ticked, or all that the filter of the ledger lists."""
    user, on = reader(request), timezone.localdate()
    if request.GET.get("of") == "all":
        form = LedgerForm(request.GET, units=owners_seen(user, on))
        return read_ledger(user, form.wanted(), on)
    return visible_projects(user, on).filter(pk__in=_numbers(request.GET.getlist("project")))


def _print(request: HttpRequest) -> HttpResponse:
    user, at = reader(request), timezone.now()
    wanted = _numbers(request.POST.getlist("record"))
    records = chosen_records(user, timezone.localdate(at), wanted)
    bound_as = request.POST.get("bound_as", AS_PDF)
    if len(records) < len(wanted) or bound_as not in FORMATS:
        raise Http404
    try:
        print_together(records, bound_as=bound_as, actor=user, at=at)
    except RuleViolationError as violation:
        messages.error(request, violation.verdict.text)
        return redirect(request.get_full_path())
    messages.success(request, f"正在打印 {len(records)} 份表单，完成后在这里下载。")
    return redirect("documents:center")


def _numbers(values: list[str]) -> set[int]:
    return {int(value) for value in values if value.isdecimal()}
