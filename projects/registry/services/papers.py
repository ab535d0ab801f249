"""Papers: the files filed under a project or one of its records (材料)."""

from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from approvals.organizations.models import User
from audit.actions import AuditAction
from audit.services import audited
from audit.services import record as note
from config.kernel.verdicts import enforce, refused
from documents.models import Document
from documents.services import add_version, store_document
from projects.registry.models import Project, ProjectDocument, Record

type Upload = UploadedFile[Any]


@audited
def attach_paper(  # noqa: PLR0913 - where it belongs, what it is, who and when
    project: Project,
    *,
    record: Record | None,
    kind: str,
    upload: Upload,
    title: str,
    actor: User,
    at: datetime,
) -> ProjectDocument:
    """File a document under a project, and under one of its records if there is one."""
    if record is not None and not record.is_editable:
        enforce(refused("该记录已送审，不能再增减附件；请先撤回或等待退回补正。"))
    document = store_document(kind, upload, title=title, actor=actor, at=at)
    paper = ProjectDocument.objects.create(project=project, record=record, document=document)
    _note(AuditAction.PAPER_FILED, paper, actor=actor, at=at)
    return paper


@audited
def replace_paper(document: Document, *, upload: Upload, actor: User, at: datetime) -> Document:
    """File a newer version of a document; the older ones stay."""
    _require_editable(ProjectDocument.objects.select_related("record").get(document=document))
    add_version(document, upload, actor=actor, at=at)
    return document


@audited
def remove_paper(paper: ProjectDocument, *, actor: User, at: datetime) -> None:
    """Take a paper out of the list; the file itself is kept (撤下)."""
    _require_editable(paper)
    paper.is_withdrawn = True
    paper.save(update_fields=["is_withdrawn"])
    _note(AuditAction.PAPER_REMOVED, paper, actor=actor, at=at)


def _note(action: AuditAction, paper: ProjectDocument, *, actor: User, at: datetime) -> None:
    label = f"{paper.document.kind.label}：{paper.document.title}"
    note(action, target=paper, target_label=label, actor=actor, at=at, project_id=paper.project_id)


def _require_editable(paper: ProjectDocument) -> None:
    if paper.record is not None and not paper.record.is_editable:
        enforce(refused("该附件属于已送审的记录，不能更换或撤下。"))
