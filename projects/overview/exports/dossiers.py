"""The dossier (项目档案): everything of a project in one ZIP that vouches for itself."""

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import count
from pathlib import Path

from config.kernel.digests import digests_of
from config.kernel.periods import chinese_day
from documents import rendering, spreadsheets
from documents.archives import Item, pack
from documents.jobs.handlers import JobFailedError, Produced, Progress
from documents.jobs.models import Job
from documents.sheets import catalog
from documents.sheets.layout import lay_out
from projects.overview.exports.correspondence import correspondence_in
from projects.overview.exports.papers import Paper, file_name, in_words, papers_in
from projects.registry import kinds
from projects.registry.life import life_of
from projects.registry.models import Project, RecordStatus
from projects.registry.queries import records_of
from projects.registry.rules import gatekeeper

KIND = ("dossier", "项目档案包")
type Rows = list[dict[str, object]]


def build_dossier(job: Job, progress: Progress) -> Produced:
    """Pack the dossier that a job asks for, as things stood on its day and at its entry."""
    project = (
        Project.objects.select_related("owner_unit", "handler", "rulebook__regulation")
        .defer("rulebook__content")
        .get(pk=job.params["project_id"])
    )
    on = date.fromisoformat(str(job.params["on"]))
    try:
        items = list(_items(project, on=on, until=int(str(job.params["until"]))))
    except (rendering.MissingCharactersError, rendering.RenderingUnavailableError) as error:
        raise JobFailedError(str(error)) from error
    progress(0, 1)
    with tempfile.NamedTemporaryFile(suffix=".zip", delete=False) as part:
        target = Path(part.name)
    pack(items, _about(project, on), target)
    code, label = KIND
    title = f"{project.name}档案"
    return Produced(
        name=f"{file_name(title)} {project.number}.zip",
        content=target,
        title=title,
        kind_code=code,
        kind_label=label,
        is_temporary=True,
    )


def _about(project: Project, on: date) -> dict[str, object]:
    version = project.rulebook
    return {
        "项目名称": project.name,
        "项目编号": project.number,
        "建设单位": project.owner_unit.name,
        "所处阶段": project.stage_label,
        "适用办法": f"{version.regulation.title}（第{version.version}版）",
        "截止日期": chinese_day(on),
    }


def _items(project: Project, *, on: date, until: int) -> Iterator[Item]:
    taken: set[str] = set()
    listed: Rows = []
    found = [*papers_in(project, until=until), *correspondence_in(project)]
    papers = sorted(found, key=lambda paper: (paper.folder, paper.name))
    for position, paper in enumerate(papers, 1):
        item = Item(path=_free_path(paper, taken), title=paper.title, chunks=_Again(paper))
        digests = digests_of(item.chunks)
        listed.append(
            {
                "position": position,
                "folder": paper.folder,
                "title": paper.title,
                "dated": in_words(paper.dated),
                "size": digests.size,
                "sm3": digests.sm3,
                "sha256": digests.sha256,
            }
        )
        yield item
    yield from _sheet(project, "dossier_catalogue", "目录", listed, on)
    yield from _sheet(project, "dossier_missing", "缺项清单", list(_missing(project, on)), on)


class _Again:
    """The content of a paper, read anew each time it is walked through."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.paper.read())


def _free_path(paper: Paper, taken: set[str]) -> str:
    folder, name = file_name(paper.folder), file_name(paper.name)
    extension = file_name(paper.extension).lower()
    for number in count(1):
        stem = name if number == 1 else f"{name}（{number}）"
        path = f"{folder}/{stem}.{extension}"
        if path.lower() not in taken:
            taken.add(path.lower())
            return path
    raise AssertionError


def _sheet(
    project: Project, code: str, name: str, rows: Iterable[Mapping[str, object]], on: date
) -> Iterator[Item]:
    sheet = catalog.get(code)
    about = _about(project, on)
    values = {
        "project_name": project.name,
        "project_number": project.number,
        "owner_unit": project.owner_unit.name,
        "stage": about["所处阶段"],
        "rulebook": about["适用办法"],
        "packed_on": on.isoformat(),
        "items": list(rows),
    }
    whose = {"name": project.name, "number": project.number, "unit": project.owner_unit.name}
    snapshot = {
        "values": values,
        "project": whose,
        "classification": project.get_classification_display(),
        "template_version": sheet.template_version,
        "frozen_at": f"{on.isoformat()}T00:00:00",
    }
    layout = lay_out(sheet, snapshot)
    yield Item(path=f"{name}.pdf", title=sheet.title, chunks=[rendering.sheet_pdf(layout)])
    yield Item(path=f"{name}.xlsx", title=sheet.title, chunks=[spreadsheets.sheet_workbook(layout)])


def _missing(project: Project, on: date) -> Iterator[dict[str, object]]:
    """Say what the rulebook still demands of the stages that the project has begun."""
    records = list(records_of(project))
    keeper = gatekeeper(project, on, records=records)
    passed = {record.kind for record in records if record.status == RecordStatus.PASSED}
    life = life_of(project)
    begun = {stage.phase for stage in life.stages[: life.place_of(project) + 1]}
    position = count(1)
    seen: set[tuple[str, str]] = set()
    for kind in kinds.kinds_of(project):
        if kind.code in passed or not begun & set(kind.stages) or not keeper.applies(kind):
            continue
        reasons = [
            (missing.label, refusal.message, f"{refusal.regulation}{refusal.clause}")
            for refusal in keeper.judge(kind.gate_code).blocking
            for missing in refusal.missing
        ]
        if not kind.is_repeatable:
            reasons.insert(0, (kind.label, f"{kind.label}尚未办结。", ""))
        for what, reason, clause in reasons:
            if (what, reason) not in seen:
                seen.add((what, reason))
                yield {"position": next(position), "what": what, "reason": reason, "clause": clause}
