"""Lists handed out as workbooks."""

from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import content_disposition_header

from documents import services
from documents.inspection import MEDIA_TYPES

CENTER = "documents:center"
OF_A_PAGE = ("after", "before")


def hand_out(request: HttpRequest, code: str, **bound: int) -> HttpResponse:
    """Answer with exactly what is listed, all pages of it, or with the job that writes it.

    `bound` is what the address of the page says beside its query, such as the project.
    """
    assert isinstance(request.user, AbstractBaseUser)
    asked, at = request.GET.copy(), timezone.now()
    for name in OF_A_PAGE:
        asked.pop(name, None)
    asked.update({name: str(number) for name, number in bound.items()})
    listing, made = services.export_listing(code, asked, actor=request.user, at=at)
    if not isinstance(made, bytes):
        said = f"“{listing.title}”共 {listing.count} 行，已转入后台生成，完成后在这里下载。"
        messages.success(request, said)
        return redirect(CENTER)
    return workbook_response(made, f"{listing.title} {timezone.localdate(at):%Y%m%d}.xlsx")


def workbook_response(content: bytes, name: str) -> HttpResponse:
    """Send a workbook as a file to keep."""
    response = HttpResponse(content, content_type=MEDIA_TYPES["xlsx"])
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response
