"""What reading across the stages leaves behind: dossiers that left the system."""

from datetime import datetime

from django.utils.timezone import localdate

from approvals.organizations.models import User
from audit.actions import AuditAction
from audit.queries import last_seq_of
from audit.services import audited, record
from documents.jobs.models import Job
from documents.services import start_job
from projects.registry.models import Project
from projects.regulations.models import RulebookVersion

DOSSIER, BLANK = "projects.dossier", "projects.blank_form"


@audited
def request_dossier(project: Project, *, actor: User, at: datetime) -> Job:
    """Have everything of a project packed into one file (生成项目档案包).

    The dossier is as things stand at the last entry of the project's trail: asked for twice
    without a deed in between, it is one job and one file.
    """
    until, on = last_seq_of(project.pk, but=AuditAction.DOSSIER_REQUESTED), localdate(at)
    job = start_job(
        DOSSIER,
        key=f"{DOSSIER}:{project.pk}:{until}:{on.isoformat()}:{actor.pk}",
        label=f"项目档案包 {project.name}"[:200],
        params={"project_id": project.pk, "until": until, "on": on.isoformat()},
        project_ref=project.pk,
        actor=actor,
        at=at,
    )
    record(AuditAction.DOSSIER_REQUESTED, target=project, actor=actor, at=at, project_id=project.pk)
    return job


def request_blank(
    version: RulebookVersion, code: str, *, title: str, actor: User, at: datetime
) -> Job:
    """Have an empty form drawn as PDF (空白表格); asked for twice, it is one job."""
    return start_job(
        BLANK,
        key=f"{BLANK}:{version.pk}:{version.digest[:16]}:{code}:{actor.pk}",
        label=f"空白表格 {title}"[:200],
        params={"version_id": version.pk, "code": code},
        actor=actor,
        at=at,
    )
