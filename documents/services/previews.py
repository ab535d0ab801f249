"""Previews (就地查看): office files drawn as PDF once a content, whoever looks at it."""

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser

from audit.actions import AuditAction
from audit.services import audited, record
from config.kernel.verdicts import enforce
from documents.inspection import extension_of
from documents.jobs import handlers
from documents.jobs.handlers import JobFailedError, Produced, Progress
from documents.jobs.models import PREVIEW, Job
from documents.models import DocumentVersion
from documents.queries import preview_key
from documents.rendering import OfficeError, office_pdf
from documents.rules import may_preview
from documents.services.jobs import start_job
from documents.storage import open_kept

KIND = ("preview", "预览文件")


@audited
def request_preview(version: DocumentVersion, *, actor: AbstractBaseUser, at: datetime) -> Job:
    """Have an office file drawn to be looked at in place (生成预览); once for equal contents."""
    enforce(may_preview(version))
    project = version.document.project_ref
    job = start_job(
        PREVIEW,
        key=preview_key(version),
        label=f"预览 {version.original_name}"[:200],
        params={"version_id": version.pk, "project_refs": [] if project is None else [project]},
        actor=actor,
        at=at,
    )
    record(
        AuditAction.PREVIEW_REQUESTED,
        target=version.document,
        actor=actor,
        at=at,
        project_id=project,
        detail={"文件名": version.original_name, "版本": version.number},
    )
    return job


def draw_preview(job: Job, progress: Progress) -> Produced:
    """Draw the preview that a job asks for."""
    version = DocumentVersion.objects.get(pk=job.params["version_id"])
    progress(0, 1)
    with open_kept(version.file) as stream:
        content = stream.read()
    try:
        drawn = office_pdf(content, extension_of(version.original_name))
    except OfficeError as error:
        raise JobFailedError(str(error)) from error
    code, label = KIND
    name = version.original_name
    return Produced(name=f"{name}.pdf", content=drawn, title=name, kind_code=code, kind_label=label)


handlers.register(PREVIEW, draw_preview)
