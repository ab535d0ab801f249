"""Records under expert review: what the rulebook asks of the panel, what is scored, what is read.

The rulebook of the project says how large the panel is, of whom, and which sheet it fills in;
where it is silent the defaults of the system stand in, and are called that.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal

from approvals.calendars.queries import working_calendar
from approvals.experts.shapes import Demand, Quota, ScoreForm
from approvals.experts.subjects import Subject
from approvals.organizations.models import User
from approvals.organizations.queries import names_of_each
from documents.models import Document
from documents.sheets.layout import PrintLayout
from projects.registry import kinds
from projects.registry.access import visible_projects
from projects.registry.facts import facts_of
from projects.registry.models import Project, ProjectUnit, Record
from projects.registry.queries import REVIEWED, papers_of, passed_record
from projects.registry.reviews.scoring import BY_SYSTEM, default_sheet, form_of
from projects.registry.rules import record_url
from projects.registry.snapshots import read_layout
from projects.regulations.interpreter.conditions import evaluate
from projects.regulations.interpreter.situation import Situation
from projects.regulations.queries import rulebook_of
from projects.regulations.rulebook import Rulebook
from projects.regulations.rulebook.panels import Panel, Share

type Firms = Callable[[Project], Iterable[str]]

FILLED_IN_BY_OWNER = "projects.handle_project"
MOST_ATTEND = Decimal("66.67")
FIRMS = (
    ProjectUnit.Part.CONTRACTOR,
    ProjectUnit.Part.SUPERVISION,
    ProjectUnit.Part.MAINTENANCE,
)
_more_firms: list[Firms] = []


def register_firms(firms: Firms) -> None:
    """Let a later stage name the firms that a project has to do with."""
    _more_firms.append(firms)


def find(ref: int, *, user: User, on: date) -> Subject | None:
    """Return an open record that this person sees, as something for experts to review."""
    projects = visible_projects(user, on)
    record = (
        Record.objects.select_related("project__owner_unit", "project__rulebook__regulation")
        .filter(pk=ref, project__in=projects)
        .first()
    )
    if record is None or not record.is_open:
        return None
    project, kind = record.project, kinds.of(record)
    units, firms = _parties(project)
    return Subject(
        kind=REVIEWED,
        ref=record.pk,
        label=f"{project.name} {record.title}",
        url=record_url(record),
        project_ref=project.pk,
        project={
            "name": project.name,
            "number": project.number,
            "unit": project.owner_unit.name,
        },
        units=units,
        firms=firms,
        works=(project.number, project.name),
        parties=tuple(name for name in (*units, *firms) if name != project.owner_unit.short_name)
        or units,
        demands=tuple(_demands(record, kind, on)),
        form=_form(record, kind),
        papers=tuple(_papers(record)),
    )


def _parties(project: Project) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Name the units that build and the firms that supply, by old names as well, each once."""
    others = list(ProjectUnit.objects.filter(project=project).select_related("unit"))
    names = names_of_each([project.owner_unit, *(other.unit for other in others)])
    units, firms = list(names[project.owner_unit_id]), list[str]()
    for other in others:
        side = firms if other.part in FIRMS else units
        side += [name for name in names[other.unit_id] if name != other.unit.short_name]
    firms += [name for more in _more_firms for name in more(project)]
    return tuple(dict.fromkeys(units)), tuple(dict.fromkeys(firms))


def read(ref: int) -> list[PrintLayout]:
    """Lay out what the experts read: the application, and the record if its owner filled it in."""
    record = Record.objects.select_related("project__owner_unit", "project__rulebook").get(pk=ref)
    return [
        read_layout(kinds.load(source))
        for source in _sources(record)
        if kinds.of(source).permission == FILLED_IN_BY_OWNER
    ]


def _papers(record: Record) -> Iterator[Document]:
    """Yield the papers of the record, and of the application that it judges."""
    for source in _sources(record):
        for paper in papers_of(record.project, source):
            yield paper.document


def _sources(record: Record) -> list[Record]:
    application = passed_record(record.project, "application")
    both = [application, record] if application is not None else [record]
    return list({one.pk: one for one in both}.values())


def _demands(record: Record, kind: kinds.RecordKind, on: date) -> Iterator[Demand]:
    book = rulebook_of(record.project.rulebook)
    facts = facts_of(record.project, record)
    situation = Situation(book, facts, on, working_calendar())
    asked = [
        panel
        for panel in book.panels
        if panel.gate == kind.gate_code
        and (panel.when is None or evaluate(panel.when, situation).met)
    ]
    yield from (demand_of(panel, book) for panel in asked)
    if not asked:
        yield Demand(
            code=kind.code,
            label="专家评审组",
            size=5,
            at_least=3,
            is_odd=True,
            quotas=(
                Quota(label="外部专家过半数", of="EXTERNAL", percent=Decimal(50), is_above=True),
            ),
            attendance=MOST_ATTEND,
            basis=BY_SYSTEM,
        )


def demand_of(panel: Panel, book: Rulebook) -> Demand:
    """Return what a panel of a rulebook asks for."""
    usual = book.settings_by_code.get((panel.count_fact or "").partition(".")[2])
    size = max(panel.at_least, int(usual) if isinstance(usual, int | Decimal) else 0)
    if panel.is_odd and size % 2 == 0:
        size += 1
    basis = BY_SYSTEM
    if not panel.is_system_default:
        basis = f"《{book.text_of(panel).title}》{panel.clause}“{panel.quote}”"
    return Demand(
        code=panel.code,
        label=panel.label,
        size=size,
        at_least=panel.at_least,
        at_most=panel.at_most,
        is_odd=panel.is_odd,
        quotas=tuple(_quota(share) for share in panel.shares if share.of != "DRAWN"),
        least_years=panel.least_years,
        recusals=frozenset(panel.recusals),
        reserve=panel.draw.reserve if panel.draw else 0,
        times_as_many=panel.draw.times_as_many if panel.draw else 1,
        attendance=panel.attendance or MOST_ATTEND,
        basis=basis,
    )


def _quota(share: Share) -> Quota:
    return Quota(
        label=share.label,
        of=share.of,
        category=share.category or "",
        at_least=share.at_least,
        percent=share.percent,
        is_above=share.relation == "above",
    )


def _form(record: Record, kind: kinds.RecordKind) -> ScoreForm:
    book = rulebook_of(record.project.rulebook)
    sheet = next((one for one in book.score_sheets if one.gate == kind.gate_code), None)
    return form_of(sheet or default_sheet(kind))
