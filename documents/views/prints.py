"""Prints: the frozen sheet on the screen, and the public page that vouches for a paper."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from documents.models import PrintedSheet
from documents.queries import VIEW, printed_by_code
from documents.sheets import carried
from documents.sheets.layout import lay_out
from documents.sheets.shapes import Sheet

NOT_FOUND = 404
LONGEST_CODE = 60


@require_GET
def printed(request: HttpRequest, printed_id: int) -> HttpResponse:
    """Show a print as it was frozen, with its files."""
    sheet = get_object_or_404(PrintedSheet.objects.select_related("pdf", "xlsx"), pk=printed_id)
    assert isinstance(request.user, AbstractBaseUser)
    is_mine = sheet.printed_by_id == request.user.pk and sheet.project_ref is None
    if not (is_mine or request.user.has_perm(VIEW, sheet)):
        raise Http404
    layout = lay_out(_sheet_of(sheet), sheet.snapshot)
    return render(request, "documents/prints/printed.html", {"printed": sheet, "layout": layout})


@login_not_required
@require_GET
def verify(request: HttpRequest) -> HttpResponse:
    """Ask for a verification code (表单核验)."""
    code = request.GET.get("code", "").strip()[:LONGEST_CODE]
    if not code:
        context = {"code": "", "printed": None, "is_unknown": False}
        return render(request, "documents/prints/verify.html", context)
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
    context = {
        "code": found.verification_code,
        "printed": found,
        "is_unknown": False,
        "facts": [
            {
                "label": "表单名称",
                "value": _sheet_of(found).title,
            },
            {"label": "表单编号", "value": found.number},
            {"label": "项目名称", "value": found.subject_label},
            {"label": "模板版本", "value": f"第{found.template_version}版"},
        ],
    }
    return render(request, "documents/prints/verify.html", context)


def _sheet_of(printed: PrintedSheet) -> Sheet:
    return carried.sheet_of(printed.sheet_code, printed.snapshot)


def _not_found(request: HttpRequest, code: str) -> HttpResponse:
    context = {"code": code, "printed": None, "is_unknown": True}
    return render(request, "documents/prints/verify.html", context, status=NOT_FOUND)
