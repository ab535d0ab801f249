"""The page of an application, section by section: what is asked, what is missing, what it costs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.forms import BoundField
from django.urls import reverse

from approvals.flows.models import Decision, Opinion
from approvals.organizations.models import User
from config.kernel.verdicts import Verdict
from documents.forms import SheetForm
from documents.forms.sheets import Item, Part, TableView
from documents.models import DocumentKind
from documents.sheets.words import is_blank
from projects.application.forms import LIKE, LINES, AnswersForm, RedLineForm
from projects.application.models import ProjectApplication, SimilarProject
from projects.application.queries import (
    ContentFinding,
    LineFinding,
    content_findings,
    lines_of,
    similar_of,
    splitting_of,
    sums_by_category,
    sums_by_source,
    total_of,
    words_for,
)
from projects.application.views.lines import is_lines, line_rows
from projects.registry.access import visible_projects
from projects.registry.models import RecordStatus
from projects.registry.queries import papers_of
from projects.registry.rules import exhibits_at, may_submit
from projects.registry.views.shown import opinion_events, paper_files
from projects.regulations.queries import rulebook_of, waived_rules
from projects.regulations.rulebook import Rulebook

# The rulebook's names for places of the page, by the box of the sheet that is meant.
ALIASES = {"lines": LINES, "cloud": "cloud_target", "duplicates": LIKE}
PAPERS = "papers"
# The look-alikes stand below this box.
NEIGHBOUR = "principles"
# The red lines in the contents stand at the end of the block with this box.
CONTENTS = "functions"
RED = "red-"


@dataclass(frozen=True, slots=True)
class Box:
    """One box of a section: asked, shown, or one of the tables."""

    label: str
    field: BoundField | None = None
    value: str = ""
    table: TableView | None = None
    is_lines: bool = False
    is_similar: bool = False
    is_red_lines: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A block of the sheet with what it still lacks."""

    part: Part
    items: tuple[Box, ...]
    missing: int
    is_begun: bool

    @property
    def state(self) -> str:
        """How the rail shows it."""
        if not self.missing:
            return "ok"
        return "warn" if self.is_begun else "todo"


@dataclass(frozen=True, slots=True)
class Shown:
    """An application with its forms, as one request shows it."""

    record: ProjectApplication
    form: SheetForm
    answers: AnswersForm
    red_lines: RedLineForm
    page: UUID
    reader: User
    on: date


def page_context(shown: Shown) -> dict[str, object]:
    """Everything the page shows."""
    record, project = shown.record, shown.record.project
    rulebook = rulebook_of(project.rulebook)
    verdict = may_submit(record, shown.on)
    sections = _sections(shown, verdict)
    words = words_for(record)
    rows = line_rows(shown.form, words, waived_rules(project.pk, shown.on))
    touched = content_findings(record, words)
    in_lines = [(row.number, found) for row in rows for found in row.findings]
    lines = lines_of(record.pk)
    return {
        "project": project,
        "record": record,
        "form": shown.form.page(),
        "page": shown.page,
        "rulebook": rulebook,
        "exhibits": exhibits_at(project, record.kind),
        "excluded": "、".join(w.label for w in rulebook.red_lines if w.kind == "EXCLUDED"),
        "verdict": verdict,
        "sections": sections,
        "rail": _rail(sections, verdict),
        "percent": _percent(shown.form, verdict),
        "rows": rows,
        "findings": in_lines,
        "touched": _touched(shown, touched),
        "open_findings": _count_open(touched) + _count_open(found for _, found in in_lines),
        "splitting": splitting_of(project),
        "total": total_of(lines),
        "by_category": sums_by_category(lines),
        "by_source": sums_by_source(lines),
        "similar": _similar_rows(shown),
        "papers": paper_files(papers_of(project, record)),
        "paper_kinds": DocumentKind.objects.order_by("label", "pk"),
        "wanted_papers": _wanted_papers(rulebook),
        "returned": _returned_opinion(record),
        "opinions": opinion_events(record.approval),
        "trail": [{"label": "申报", "href": reverse("projects:application-start")}],
        "urls": _addresses(record),
    }


def _count_open(findings: Iterable[LineFinding | ContentFinding]) -> int:
    return sum(not one.is_settled for one in findings)


def _touched(shown: Shown, found: Sequence[ContentFinding]) -> list[dict[str, object]]:
    """Return the hits in the contents, each with the box that answers it."""
    fields = shown.red_lines.fields
    return [{"found": one, "field": shown.red_lines[one.box]} for one in found if one.box in fields]


def _addresses(record: ProjectApplication) -> dict[str, str]:
    ids = {"project_id": record.project_id, "record_id": record.pk}
    return {
        "edit": reverse("projects:application-edit", kwargs=ids),
        "draft": reverse("projects:application-draft", kwargs=ids),
        "attach": reverse("projects:registry-attach-to-record", kwargs=ids),
        "print": reverse("projects:registry-print", kwargs=ids),
        "waiver": reverse(
            "projects:registry-open", kwargs={"project_id": record.project_id, "kind": "waiver"}
        ),
        "discard": reverse("projects:registry-discard", kwargs=ids),
        "project": reverse("projects:overview-project", kwargs={"project_id": record.project_id}),
    }


def _sections(shown: Shown, verdict: Verdict) -> list[Section]:
    anchors = _anchors(verdict)
    sections = []
    for part, block in zip(shown.form.parts(), shown.form.sheet.blocks, strict=True):
        codes = {field.code for field in block.fields}
        items = [_box(item) for item in part.items]
        if NEIGHBOUR in codes:
            codes.add(LIKE)
            items.append(Box("查重", is_similar=True))
        if CONTENTS in codes:
            items.append(Box("红线用语", is_red_lines=True))
            codes |= {anchor for anchor in anchors if anchor.startswith(RED)}
        missing = sum(anchor in codes for anchor in anchors)
        begun = any(not is_blank(shown.form.known.get(code)) for code in codes)
        sections.append(Section(part, tuple(items), missing, begun))
    return sections


def _box(item: Item) -> Box:
    return Box(item.label, item.field, item.value, item.table, is_lines=is_lines(item))


def _anchors(verdict: Verdict) -> list[str]:
    """Where each refusal leads, by the box of the sheet."""
    anchors = []
    for refusal in verdict.blocking:
        places = [missing.url.partition("#id_")[2] for missing in refusal.missing]
        anchors.append(next((ALIASES.get(place, place) for place in places if place), ""))
    return anchors


def _rail(sections: list[Section], verdict: Verdict) -> list[dict[str, str]]:
    rail = [
        {
            "title": section.part.title,
            "href": f"#{section.part.anchor}",
            "state": section.state,
            "note": f"{section.missing} 处" if section.missing else "",
        }
        for section in sections
    ]
    lacking = sum("tab=papers" in m.url for r in verdict.blocking for m in r.missing)
    rail.append(
        {
            "title": "九、附件材料",
            "href": f"#{PAPERS}",
            "state": "warn" if lacking else "ok",
            "note": f"缺 {lacking} 份" if lacking else "",
        }
    )
    return rail


def _percent(form: SheetForm, verdict: Verdict) -> str:
    """How much of what must be filled in is filled in."""
    wanted = {code for code, box in form.boxes.items() if box.required}
    lacking = wanted & set(_anchors(verdict))
    return f"{100 * (len(wanted) - len(lacking)) // len(wanted)}%"


def _similar_rows(shown: Shown) -> list[dict[str, object]]:
    """Return the look-alikes: by name only, where the reader may not see the project."""
    similar: list[SimilarProject] = list(similar_of(shown.record.pk))
    ids = [one.project_id for one in similar]
    visible = set(
        visible_projects(shown.reader, shown.on).filter(pk__in=ids).values_list("pk", flat=True)
    )
    return [
        {
            "name": one.project.name,
            "href": reverse("projects:overview-project", kwargs={"project_id": one.project_id})
            if one.project_id in visible
            else "",
            "unit": one.project.owner_unit.short_name if one.project_id in visible else "",
            "similarity": one.similarity,
            "field": shown.answers[f"similar-{one.project_id}"],
            "is_answered": bool(one.answer.strip()),
        }
        for one in similar
    ]


def _wanted_papers(rulebook: Rulebook) -> list[dict[str, str]]:
    gate = rulebook.gate("application")
    labels = {kind.code: kind.label for kind in rulebook.paper_kinds}
    return [
        {"code": paper.kind, "label": labels[paper.kind], "strength": paper.strength.label}
        for paper in (gate.papers if gate else ())
    ]


def _returned_opinion(record: ProjectApplication) -> Opinion | None:
    """Return what must be corrected, while it waits to be corrected."""
    if record.approval_id is None or record.status != RecordStatus.RETURNED:
        return None
    return (
        Opinion.objects.filter(process_id=record.approval_id, decision=Decision.RETURNED)
        .order_by("at", "pk")
        .last()
    )
