"""Pages on which a workbook is tried and taken (批量导入): each office imports its own."""

from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from approvals.organizations import services
from approvals.organizations.access import Ability
from approvals.organizations.forms import KINDS, ImportKind, UploadForm, cells_of
from approvals.organizations.services.importing import Imported, Row, RowsRefusedError
from approvals.organizations.views.office import may_at, office_needed, person_at
from config.kernel.verdicts import RuleViolationError
from documents.spreadsheets import write_intake
from documents.views.listings import workbook_response

PAGE = "approvals/organizations/import.html"
SALT = "approvals.organizations.import"
HOUR = 3600


@office_needed(Ability.SEE_ORGANIZATION)
def import_organization(request: HttpRequest, kind: str) -> HttpResponse:
    """Try a workbook, show every row's fate, then take all of it or nothing."""
    wanted = _kind(request, kind)
    rows: list[Row] = []
    outcome: Imported | None = None
    form = UploadForm(kind=wanted)
    is_taken = False
    if request.method == "POST":
        form, rows = _rows(request, wanted)
        if rows and request.POST.get("step") == "errors":
            return _error_workbook(request, wanted, rows)
        if rows:
            outcome, is_taken = _work(request, wanted, rows, form)
    context = {
        "tab": "import",
        "kind": wanted,
        "tabs": [
            {"label": each.label, "href": _address(each), "current": each == wanted}
            for each in _own_kinds(request)
        ],
        "columns": wanted.columns(),
        "form": form,
        "count": len(rows),
        "outcome": outcome,
        "is_taken": is_taken,
        "lines": _lines(wanted, outcome) if outcome else [],
        "payload": signing.dumps(rows, salt=SALT + kind, compress=True) if outcome else "",
    }
    return render(request, PAGE, context, status=form.status)


def _work(
    request: HttpRequest, kind: ImportKind, rows: list[Row], form: UploadForm
) -> tuple[Imported | None, bool]:
    """Take the rows where that was confirmed, else try them."""
    at, actor = timezone.now(), person_at(request)
    is_trial = request.POST.get("step") != "apply"
    take = kind.taker(actor=actor, at=at, is_trial=is_trial)
    try:
        if is_trial:
            return services.try_rows(kind.label, rows=rows, take=take, actor=actor, at=at), False
        return services.import_rows(kind.label, rows=rows, take=take, actor=actor, at=at), True
    except RowsRefusedError as refusal:
        return refusal.imported, False
    except RuleViolationError as violation:
        form.add_error(None, violation.verdict.text)
        return None, False


def _rows(request: HttpRequest, kind: ImportKind) -> tuple[UploadForm, list[Row]]:
    """Return the rows of a new workbook, or those that were tried before."""
    payload = request.POST.get("payload", "")
    if not payload:
        form = UploadForm(request.POST, request.FILES, kind=kind)
        if not form.is_valid():
            return form, []
        rows: list[Row] = form.cleaned_data["workbook"]
        if not rows:
            form.add_error("workbook", "工作簿里没有可导入的行，请按模板从第二行起填写。")
        return form, rows
    form = UploadForm(kind=kind)
    try:
        return form, signing.loads(payload, salt=SALT + kind.code, max_age=HOUR)
    except signing.BadSignature:
        form = UploadForm({}, kind=kind)
        form.add_error(None, "试导入的结果已过期，请重新上传工作簿。")
        return form, []


def _lines(kind: ImportKind, outcome: Imported) -> list[dict[str, object]]:
    """Return what is wrong, row by row as they stand in the workbook, cell by cell."""
    labels = {column.code: column.label for column in kind.columns()}
    return [
        {"row": number + 1, "cell": labels.get(code, "整行"), "reason": reason}
        for number, faults in outcome.problems.items()
        for code, reason in faults.items()
    ]


def _error_workbook(request: HttpRequest, kind: ImportKind, rows: list[Row]) -> HttpResponse:
    at, actor = timezone.now(), person_at(request)
    take = kind.taker(actor=actor, at=at, is_trial=True)
    outcome = services.try_rows(kind.label, rows=rows, take=take, actor=actor, at=at)
    content = write_intake(
        kind.columns(),
        title=kind.label,
        rows=cells_of(kind, rows),
        problems=outcome.problems,
    )
    return workbook_response(content, f"{kind.label}导入错误.xlsx")


@require_safe
@office_needed(Ability.SEE_ORGANIZATION)
def import_start(request: HttpRequest) -> HttpResponse:
    """Lead on to the first kind of workbook that is the reader's to import."""
    return redirect(_address(_own_kinds(request)[0]))


def _own_kinds(request: HttpRequest) -> list[ImportKind]:
    return [kind for kind in KINDS.values() if may_at(request, kind.ability)]


def _address(kind: ImportKind) -> str:
    return reverse("approvals:organizations-import", args=[kind.code])


@require_safe
@office_needed(Ability.SEE_ORGANIZATION)
def import_template(request: HttpRequest, kind: str) -> HttpResponse:
    """Send the workbook to fill in (下载模板)."""
    wanted = _kind(request, kind)
    content = write_intake(wanted.columns(), title=wanted.label)
    return workbook_response(content, f"{wanted.label}导入模板.xlsx")


def _kind(request: HttpRequest, code: str) -> ImportKind:
    """Return a kind of workbook that belongs to the reader's office."""
    if code not in KINDS:
        raise Http404
    if not may_at(request, KINDS[code].ability):
        raise PermissionDenied
    return KINDS[code]
