"""The form centre (表单中心): what the worker does for me, and what came of it."""

from datetime import datetime
from typing import Protocol

from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from config.kernel.verdicts import RuleViolationError
from documents import services
from documents.jobs.models import Job
from documents.queries import job_page, jobs_of, may_read
from documents.views.files import sent

CENTER = "documents:center"
PAGE = "documents/jobs/center.html"
TABS = (("", "全部"), ("open", "进行中"), ("failed", "未完成"))


class JobService(Protocol):
    """A button on a job."""

    def __call__(self, job: Job, *, actor: AbstractBaseUser, at: datetime) -> Job: ...


@require_GET
def center(request: HttpRequest) -> HttpResponse:
    """List my jobs; asked again by the page itself while something goes on."""
    shown = request.GET.get("show", "")
    context = {
        "page": job_page(_person(request), request.GET.dict()),
        "address": request.get_full_path(),
        "tabs": [
            {"label": label, "href": f"?show={code}" if code else "?", "current": code == shown}
            for code, label in TABS
        ],
    }
    template = f"{PAGE}#jobs" if request.headers.get("HX-Request") else PAGE
    return render(request, template, context)


@require_GET
def download_result(request: HttpRequest, job_id: int) -> HttpResponse | FileResponse:
    """Send the file that a job of mine made."""
    job = get_object_or_404(jobs_of(_person(request)), pk=job_id)
    if job.result is None or not may_read(_person(request), job.result.document):
        raise Http404
    return sent(request, job.result)


@require_POST
def cancel(request: HttpRequest, job_id: int) -> HttpResponse:
    """Stop a job of mine."""
    job = get_object_or_404(jobs_of(_person(request)), pk=job_id)
    return _attempt(request, services.cancel_job, job, "作业已取消。")


@require_POST
def retry(request: HttpRequest, job_id: int) -> HttpResponse:
    """Start a job of mine again."""
    job = get_object_or_404(jobs_of(_person(request)), pk=job_id)
    return _attempt(request, services.retry_job, job, "已重新开始，完成后可在这里下载。")


def _attempt(request: HttpRequest, service: JobService, job: Job, success: str) -> HttpResponse:
    try:
        service(job, actor=_person(request), at=timezone.now())
    except RuleViolationError as violation:
        messages.error(request, violation.verdict.text)
    else:
        messages.success(request, success)
    return redirect(CENTER)


def _person(request: HttpRequest) -> AbstractBaseUser:
    assert isinstance(request.user, AbstractBaseUser)
    return request.user
