"""Prints: the frozen sheet on the screen, and the public page that vouches for a paper."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from documents.models import PrintedSheet
from documents.queries import may_see_print, print_instead_of, printed_by_code
from documents.rules import judge_file
from documents.sheets import carried
from documents.sheets.differences import differences
from documents.sheets.layout import lay_out
from documents.sheets.shapes import Sheet
from documents.views.seals import seal_panel, shown_seals

NOT_FOUND, INVALID = 404, 422
NO_FILE = "请选择要核验的 PDF、Excel 或者扫描件，不超过 20 MB。"
LONGEST_CODE = 60
LARGEST_FILE = 20 * 1024 * 1024
PAGE = "documents/prints/verify.html"


@require_GET
def printed(request: HttpRequest, printed_id: int) -> HttpResponse:
    """Show a print as it was frozen, with its files."""
    sheet = get_object_or_404(
        PrintedSheet.objects.select_related("pdf", "xlsx", "scan"), pk=printed_id
    )
    assert isinstance(request.user, AbstractBaseUser)
    if not may_see_print(request.user, sheet):
        raise Http404
    newer = print_instead_of(sheet)
    context = {
        "printed": sheet,
        "layout": lay_out(_sheet_of(sheet), sheet.snapshot),
        "newer": newer,
        "differences": differences(sheet.sheet_code, sheet.snapshot, newer.snapshot)
        if newer
        else [],
        "scans": sheet.scan.versions.order_by("-number") if sheet.scan else [],
        **seal_panel(request.user, sheet, at=timezone.now()),
    }
    return render(request, "documents/prints/printed.html", context)


@login_not_required
@require_GET
def verify(request: HttpRequest) -> HttpResponse:
    """Ask for a verification code (表单核验)."""
    code = request.GET.get("code", "").strip()[:LONGEST_CODE]
    if not code:
        context = {"code": "", "printed": None, "is_unknown": False}
        return render(request, PAGE, context)
    found = printed_by_code(code)
    if found is not None:
        return redirect("documents:verify-code", code=found.verification_code)
    return _not_found(request, code)


@login_not_required
@require_GET
def verify_code(request: HttpRequest, code: str) -> HttpResponse:
    """Say whether a paper is genuine, and whether it is still current."""
    found = printed_by_code(code)
    if found is None:
        return _not_found(request, code)
    return render(request, PAGE, _vouched(found))


@login_not_required
@require_POST
def verify_file(request: HttpRequest) -> HttpResponse:
    """Say of a file whether it is what this system made, and whether it was altered since."""
    upload = request.FILES.get("file")
    if upload is None or upload.size is None or upload.size > LARGEST_FILE:
        return _page(request, {"problem": NO_FILE}, INVALID)
    found = judge_file(upload.read(), upload.name or "", at=timezone.now())
    if found.printed is None:
        return _page(request, {"file": found}, NOT_FOUND)
    return render(request, PAGE, {**_vouched(found.printed), "file": found})


def _vouched(found: PrintedSheet) -> dict[str, object]:
    return {
        "code": found.verification_code,
        "printed": found,
        "is_unknown": False,
        "seals": shown_seals(found, at=timezone.now()),
        "facts": [
            {"label": "表单名称", "value": _sheet_of(found).title},
            {"label": "表单编号", "value": found.number},
            {"label": "项目名称", "value": found.subject_label},
            {"label": "模板版本", "value": f"第{found.template_version}版"},
        ],
    }


def _page(request: HttpRequest, said: dict[str, object], status: int) -> HttpResponse:
    context = {"code": "", "printed": None, "is_unknown": False, **said}
    return render(request, PAGE, context, status=status)


def _sheet_of(printed: PrintedSheet) -> Sheet:
    return carried.sheet_of(printed.sheet_code, printed.snapshot)


def _not_found(request: HttpRequest, code: str) -> HttpResponse:
    context = {"code": code, "printed": None, "is_unknown": True}
    return render(request, PAGE, context, status=NOT_FOUND)
