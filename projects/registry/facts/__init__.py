"""The facts of a project, gathered from all stages for the rulebook to judge.

No stage reads a later one, so each stage registers a provider; together they take a
constant number of queries, however many records a project has. What no stage tells, the
records tell themselves (`facts.records`), and the registry tells of the project.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Q

from projects.registry.facts.projects import OF_PROJECT
from projects.registry.facts.records import RecordFacts
from projects.registry.models import Project, ProjectDocument, Record, RecordStatus
from projects.registry.queries import stated_at_decision
from projects.regulations.rulebook.facts import FACTS

type Provider = Callable[[Project, "ProjectFile"], Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class ProjectFile:
    """The records and papers of a project, read once and handed to every provider.

    `current` is the record that is being judged, if one is: what it says counts although it
    has not taken effect, and no other draft does. So does what is `stated` of it just now.
    """

    records: tuple[Record, ...]
    papers: tuple[tuple[str, int | None], ...]
    current: Record | None = None
    stated: Mapping[str, str] = field(default_factory=dict)

    def of_kind(self, *kinds: str) -> tuple[Record, ...]:
        """Return the records of these kinds, oldest first."""
        return tuple(record for record in self.records if record.kind in kinds)

    def passed(self, kind: str) -> tuple[Record, ...]:
        """Return the records of one kind that took effect, oldest first."""
        return tuple(r for r in self.of_kind(kind) if r.status == RecordStatus.PASSED)

    def pending(self, kind: str) -> tuple[Record, ...]:
        """Return the records of one kind that are being decided, without the one being judged."""
        current = self.current.pk if self.current else None
        return tuple(
            r for r in self.of_kind(kind) if r.status == RecordStatus.PENDING and r.pk != current
        )

    def requested(self, kind: str) -> Decimal:
        """Return what the record being judged asks for, with all that others already ask for."""
        asked = [*self.pending(kind)]
        if self.current is not None and self.current.kind == kind:
            asked.append(self.current)
        return sum((record.amount or Decimal(0) for record in asked), Decimal(0))

    def judged(self, kind: str) -> Record | None:
        """Return the record being judged if it is of this kind, else the newest in force."""
        if self.current is not None and self.current.kind == kind:
            return self.current
        found = self.passed(kind)
        return found[-1] if found else None

    def stated_in(self, record: Record) -> Mapping[str, object]:
        """Return what signers stated of a record, with what one is stating of it just now."""
        said = stated_at_decision(record)
        is_current = self.current is not None and self.current.pk == record.pk
        return {**said, **self.stated} if is_current else said

    def latest(self, kind: str) -> Record | None:
        """Return the newest record of one kind, whatever its state."""
        found = self.of_kind(kind)
        return found[-1] if found else None


_providers: dict[str, Provider] = {}
_sources: dict[str, str] = {}
_of_any_form: dict[str, str] = {}


def register(name: str, provider: Provider, *, of_any_form: Iterable[str] = ()) -> None:
    """Let a stage contribute its facts, under its own name, and what it tells of any form."""
    if name in _providers:
        raise ValueError(f"Facts of {name!r} are registered twice.")
    _providers[name] = provider
    _of_any_form.update(dict.fromkeys(of_any_form, name))


def file_of(
    project: Project, current: Record | None = None, stated: Mapping[str, str] | None = None
) -> ProjectFile:
    """Read a project's records and papers."""
    records = Record.objects.filter(project=project).exclude(status=RecordStatus.VOID)
    papers = project.project_documents.filter(Q(is_withdrawn=False)).values_list(
        "document__kind__code", "record_id"
    )
    found = tuple(records.order_by("pk"))
    for record in found:
        record.project = project
    return ProjectFile(found, tuple(papers), current, stated or {})


class Facts(Mapping[str, object]):
    """The facts of a project, each stage asked only when one of its facts is wanted.

    A gate looks at a handful of facts, and a stage costs queries. Which stage offers which
    name is learned from what the stages answer; a name nobody is known for asks them all.
    """

    def __init__(self, project: Project, file: ProjectFile) -> None:
        self._project, self._file = project, file
        self._records = RecordFacts(project, file)
        self._known: dict[str, object] = {
            "project.stage": str(project.stage),
            "project.standing": str(project.standing),
            "project.owner_unit": project.owner_unit_id,
            "record.passed": _kinds_of(r for r in file.records if r.status == RecordStatus.PASSED),
            "record.open": _kinds_of(r for r in file.records if r.is_open),
            "papers": tuple(sorted({kind for kind, _ in file.papers})),
        }
        self._asked: set[str] = set()

    def __getitem__(self, name: str) -> object:
        if name not in self._known:
            self._look_up(name)
        return self._known[name]

    def tell(self, told: Mapping[str, object]) -> None:
        """Let something be known before it is written down, such as what a signer states."""
        self._known.update(told)

    def _look_up(self, name: str) -> None:
        if name in _sources:
            self._ask(_sources[name])
        elif name.partition(".")[2] in _of_any_form:
            self._ask(_of_any_form[name.partition(".")[2]])
        elif name not in FACTS and self._records.knows(name):
            self._known[name] = self._records.ask(name)
        elif name in OF_PROJECT or name.partition(".")[0] in OF_PROJECT:
            teller = OF_PROJECT.get(name) or OF_PROJECT[name.partition(".")[0]]
            self._known[name] = teller(self._project, self._file, name)
        else:
            for stage in _providers:
                self._ask(stage)
            if name not in self._known and self._records.knows(name):
                self._known[name] = self._records.ask(name)

    def __iter__(self) -> Iterator[str]:
        for stage in _providers:
            self._ask(stage)
        return iter(self._known)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _ask(self, stage: str) -> None:
        if stage in self._asked:
            return
        self._asked.add(stage)
        answer = _providers[stage](self._project, self._file)
        _sources.update(dict.fromkeys(answer, stage))
        self._known.update(answer)


def _kinds_of(records: Iterable[Record]) -> tuple[str, ...]:
    return tuple(sorted({record.kind for record in records}))


def facts_of_each(projects: Sequence[Project]) -> dict[int, Facts]:
    """Gather the facts of several projects, by project; their records are read all at once."""
    records: dict[int, list[Record]] = {project.pk: [] for project in projects}
    papers: dict[int, list[tuple[str, int | None]]] = {project.pk: [] for project in projects}
    known = Record.objects.filter(project__in=projects).exclude(status=RecordStatus.VOID)
    for record in known.order_by("pk"):
        records[record.project_id].append(record)
    filed = ProjectDocument.objects.filter(project__in=projects, is_withdrawn=False)
    for project_id, kind, record_id in filed.values_list(
        "project", "document__kind__code", "record_id"
    ):
        papers[project_id].append((kind, record_id))
    found: dict[int, Facts] = {}
    for project in projects:
        for record in records[project.pk]:
            record.project = project
        file = ProjectFile(tuple(records[project.pk]), tuple(papers[project.pk]))
        found[project.pk] = Facts(project, file)
    return found


def facts_of(
    project: Project, current: Record | None = None, stated: Mapping[str, str] | None = None
) -> Facts:
    """Gather the facts of all stages of one project, as they matter to one of its records."""
    return Facts(project, file_of(project, current, stated))
