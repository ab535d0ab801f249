"""What reading across the stages leaves behind: dossiers and prints that left the system."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.timezone import localdate

from approvals.organizations.models import User
from audit.actions import AuditAction
from audit.queries import last_seq_of
from audit.services import audited, record
from config.kernel.digests import canonical_json, sha256
from config.kernel.verdicts import ALLOWED, Verdict, enforce, refused
from documents.jobs.models import Job
from documents.services import start_job
from projects.overview.queries.prints import MOST_SHEETS
from projects.registry.models import Project, Record
from projects.regulations.models import RulebookVersion

DOSSIER, BLANK, PRINTS = "projects.dossier", "projects.blank_form", "projects.prints"
AS_PDF, AS_ZIP = "pdf", "zip"
FORMATS = {AS_PDF: "合并成一个 PDF", AS_ZIP: "逐份装进压缩包"}


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


@audited
def print_together(records: Sequence[Record], *, bound_as: str, actor: User, at: datetime) -> Job:
    """Have many sheets printed as one job (批量打印): one merged PDF, or a ZIP of the originals."""
    enforce(_may_print_together(records))
    projects = sorted({record.project_id for record in records})
    asked = {
        "record_ids": [record.pk for record in records],
        "project_refs": projects,
        "bound_as": bound_as,
    }
    label = f"批量打印表单 {len(records)} 份（{FORMATS[bound_as]}）"
    only = projects[0] if len(projects) == 1 else None
    job = start_job(
        PRINTS,
        key=f"{PRINTS}:{actor.pk}:{sha256(canonical_json(asked))[:32]}:{at:%Y%m%d%H%M}",
        label=label,
        params=asked,
        project_ref=only,
        total=len(records),
        actor=actor,
        at=at,
    )
    record(
        AuditAction.SHEETS_BOUND,
        target=None,
        target_label=label,
        actor=actor,
        at=at,
        project_id=only,
        detail={"份数": len(records), "项目数": len(projects)},
    )
    return job


def _may_print_together(records: Sequence[Record]) -> Verdict:
    if not records:
        return refused("请勾选要打印的表单。")
    if len(records) > MOST_SHEETS:
        return refused(f"一次最多打印 {MOST_SHEETS} 份，所选有 {len(records)} 份，请分次打印。")
    return ALLOWED
