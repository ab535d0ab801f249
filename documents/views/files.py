"""Files on their way out: as attachments, or shown in a frame; never run in our origin."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from documents import services
from documents.models import DocumentVersion
from documents.queries import is_intact, may_read, preview_job
from documents.storage import open_kept

SANDBOX = "sandbox; default-src 'none'"
# A sandbox would keep browsers from drawing a PDF; scripts stay shut out all the same.
FRAMED = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
GONE, CHANGED = 410, 409


@require_GET
def download(request: HttpRequest, version_id: int) -> HttpResponse | FileResponse:
    """Send a version of a document to somebody who may see it."""
    version = get_object_or_404(
        DocumentVersion.objects.select_related("document__kind"), pk=version_id
    )
    assert isinstance(request.user, AbstractBaseUser)
    if not may_read(request.user, version.document):
        raise Http404
    return sent(request, version)


@require_GET
def shown(request: HttpRequest, version_id: int) -> HttpResponse | FileResponse:
    """Show a version of a document inside a page of ours (就地查看), where browsers can."""
    version = get_object_or_404(
        DocumentVersion.objects.select_related("document__kind"), pk=version_id
    )
    assert isinstance(request.user, AbstractBaseUser)
    if not may_read(request.user, version.document):
        raise Http404
    drawn = _drawn(version)
    response = sent(request, version, drawn=drawn)
    response["X-Frame-Options"] = "SAMEORIGIN"
    if isinstance(response, FileResponse):
        response["Content-Disposition"] = (
            content_disposition_header(as_attachment=False, filename=drawn.original_name)
            or "inline"
        )
        response["Content-Security-Policy"] = FRAMED
    return response


def _drawn(version: DocumentVersion) -> DocumentVersion:
    """Return what browsers can draw of a version: itself, or the preview of an office file."""
    if version.is_showable:
        return version
    job = preview_job(version)
    if job is None or job.result is None:
        raise Http404
    return job.result


def sent(
    request: HttpRequest, version: DocumentVersion, *, drawn: DocumentVersion | None = None
) -> HttpResponse | FileResponse:
    """Send a file or what was drawn of it, unless it is gone or not the one that was received."""
    content = drawn or version
    if content.purged_at is not None:
        return _refuse(request, "这个文件的保留期已过，系统已清除，请重新生成。", GONE)
    if not is_intact(content):
        return _refuse(
            request, "这个文件与入库时的摘要不一致，已停止下载，请联系系统管理员。", CHANGED
        )
    assert isinstance(request.user, AbstractBaseUser)
    services.record_download(version, actor=request.user, at=timezone.now())
    return FileResponse(
        open_kept(content.file),
        as_attachment=True,
        filename=content.original_name,
        content_type=content.media_type,
        headers={
            "Content-Security-Policy": SANDBOX,
            "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Cache-Control": "private, no-store",
        },
    )


def _refuse(request: HttpRequest, message: str, status: int) -> HttpResponse:
    return render(request, "documents/files/refused.html", {"message": message}, status=status)
