"""Many sheets printed as one job, with the rights that its owner has while it is done."""

import tempfile
from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path

from django.utils import timezone

from approvals.organizations.models import User
from documents import rendering
from documents.archives import Item, pack
from documents.jobs.handlers import JobFailedError, Produced, Progress
from documents.jobs.models import Job
from documents.models import PrintedSheet
from documents.rules import BOUND
from documents.services import pdf_of, sealed_pdf_of, workbook_of
from projects.overview.exports.papers import file_name
from projects.overview.queries.prints import chosen_records
from projects.overview.services import AS_ZIP
from projects.registry.models import Record
from projects.registry.services import freeze_record

SEALED = "（电子签章件）"


def draw_together(job: Job, progress: Progress) -> Produced:
    """Draw the sheets that a job asks for, all or none of them."""
    owner = User.objects.get(pk=job.owner_id)
    wanted = job.params["record_ids"]
    records = chosen_records(owner, timezone.localdate(), wanted)
    if len(records) < len(wanted):
        lost = len(wanted) - len(records)
        raise JobFailedError(
            f"所选表单中有 {lost} 份已撤回、作废，或者您现在不能查看，没有打印，请重新选择。"
        )
    frozen = _frozen(records, owner, job, progress)
    title = f"批量打印 {len(records)} 份 {timezone.localtime(job.created_at):%Y%m%d %H%M}"
    bind = _archive if job.params["bound_as"] == AS_ZIP else _book
    try:
        extension, content = bind(title, frozen)
    except rendering.CAUSES_IN_WORDS as error:
        raise JobFailedError(str(error)) from error
    code, label = BOUND
    return Produced(
        name=f"{title}.{extension}",
        content=content,
        title=title,
        kind_code=code,
        kind_label=label,
        is_temporary=isinstance(content, Path),
    )


def _frozen(
    records: Iterable[Record], owner: User, job: Job, progress: Progress
) -> Iterator[tuple[str, PrintedSheet]]:
    """Freeze one sheet after the other and say how far it is; a cancelled job stops here."""
    for number, record in enumerate(records):
        progress(number, job.total)
        printed = freeze_record(record, actor=owner, at=job.created_at)
        name = f"{record.project.number} {record.title} {record.number}".strip()
        yield name, printed


def _book(title: str, frozen: Iterable[tuple[str, PrintedSheet]]) -> tuple[str, bytes]:  # noqa: ARG001 - the shape of a binding
    return "pdf", rendering.bound_pdf((name, pdf_of(printed)) for name, printed in frozen)


def _archive(title: str, frozen: Iterable[tuple[str, PrintedSheet]]) -> tuple[str, Path]:
    items: list[Item] = []
    place = count(1)
    for name, printed in frozen:
        stem = f"{next(place):03d} {file_name(name)}"
        items.append(Item(path=f"{stem}.pdf", title=name, chunks=[pdf_of(printed)]))
        items.append(Item(path=f"{stem}.xlsx", title=name, chunks=[workbook_of(printed)]))
        sealed = sealed_pdf_of(printed)
        if sealed:
            items.append(Item(path=f"{stem}{SEALED}.pdf", title=name + SEALED, chunks=[sealed]))
    with tempfile.NamedTemporaryFile(suffix=".zip", delete=False) as part:
        target = Path(part.name)
    pack(items, {"名称": title}, target)
    return "zip", target
