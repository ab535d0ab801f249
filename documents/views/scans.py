"""The round of paper (签章回传): what has to come back, and the scans that find their sheets."""

from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from config.kernel.verdicts import RuleViolationError
from documents import services
from documents.queries import awaited_scans

MOST_FILES = 20
MOST_SHOWN = 200


@require_http_methods(["GET", "POST"])
def scans(request: HttpRequest) -> HttpResponse:
    """List my prints that are to come back signed; take in scans, each by the code on it."""
    assert isinstance(request.user, AbstractBaseUser)
    if request.method == "POST":
        _take_in(request, request.user)
        return redirect("documents:scans")
    context = {"rows": awaited_scans(request.user)[:MOST_SHOWN]}
    return render(request, "documents/prints/scans.html", context)


def _take_in(request: HttpRequest, person: AbstractBaseUser) -> None:
    uploads = request.FILES.getlist("scans")[:MOST_FILES]
    if not uploads:
        messages.error(request, "请选择扫描件。")
    for upload in uploads:
        try:
            printed = services.return_scan(
                upload,
                typed_code=request.POST.get("code", "")[:60],
                actor=person,
                at=timezone.now(),
            )
        except RuleViolationError as violation:
            messages.error(request, violation.verdict.text)
        else:
            messages.success(request, f"“{upload.name}”已归入{printed}。")
