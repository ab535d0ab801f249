"""Looking at a file in place (就地查看), or the one sentence why it has to be fetched."""

from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from config.kernel.verdicts import RuleViolationError
from documents import services
from documents.models import DocumentVersion
from documents.queries import may_read, preview_job
from documents.rules import may_preview

PAGE = "documents/files/preview.html"


@require_http_methods(["GET", "POST"])
def preview(request: HttpRequest, version_id: int) -> HttpResponse:
    """Show a version of a document in place; an office file is drawn first."""
    version = get_object_or_404(DocumentVersion.objects.select_related("document"), pk=version_id)
    person = request.user
    assert isinstance(person, AbstractBaseUser)
    if not may_read(person, version.document):
        raise Http404
    if request.method == "POST":
        try:
            services.request_preview(version, actor=person, at=timezone.now())
        except RuleViolationError as violation:
            messages.error(request, violation.verdict.text)
        return redirect("documents:preview", version_id=version.pk)
    job = None if version.is_showable else preview_job(version)
    context = {
        "version": version,
        "job": job,
        "is_drawn": version.is_showable or (job is not None and job.result_id is not None),
        "verdict": may_preview(version),
        "address": request.path,
    }
    template = f"{PAGE}#state" if request.headers.get("HX-Request") else PAGE
    return render(request, template, context)
