"""Papers: the files filed under a project or one of its records (材料)."""

from datetime import datetime

from django.core.files.uploadedfile import UploadedFile

from approvals.organizations.models import User
from audit.services import audited
from config.kernel.verdicts import enforce, refused
from documents.models import Document
from documents.services import add_version, store_document
from projects.registry.models import Project, ProjectDocument, Record


@audited
def attach_paper(  # noqa: PLR0913 - where it belongs, what it is, who and when
    project: Project,
    *,
    record: Record | None,
    kind: str,
    upload: UploadedFile,
    title: str,
    actor: User,
    at: datetime,
) -> ProjectDocument:
    """File a document under a project, and under one of its records if there is one."""
    if record is not None and not record.is_editable:
        enforce(refused("该记录已送审，不能再增减附件；请先撤回或等待退回补正。"))
    document = store_document(kind, upload, title=title, actor=actor, at=at)
    return ProjectDocument.objects.create(project=project, record=record, document=document)


@audited
def replace_paper(
    document: Document, *, upload: UploadedFile, actor: User, at: datetime
) -> Document:
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


def _require_editable(paper: ProjectDocument) -> None:
    if paper.record is not None and not paper.record.is_editable:
        enforce(refused("该附件属于已送审的记录，不能更换或撤下。"))
