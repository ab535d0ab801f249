"""The facts that records state by themselves, named after their kind and their boxes.

Whatever a form asks for may be asked about by a rulebook: `test.passed`, `test.verdict`,
`test.cost.total`, `test.defects.level`. They are read from the records of the project that
are at hand; a kind with a table of its own costs one query, once.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol

from django.utils.timezone import localdate

from approvals.experts.models import ExpertReview
from documents.sheets.shapes import Field, FieldKind
from projects.registry import kinds
from projects.registry.models import Project, Record, RecordStatus
from projects.registry.queries import concluded_review_of
from projects.registry.shapes import Entered, day_in, number_in, rows_in, text_in


class File(Protocol):
    """What is asked of the records and papers of a project."""

    @property
    def papers(self) -> tuple[tuple[str, int | None], ...]: ...
    @property
    def current(self) -> Record | None: ...
    def of_kind(self, *kinds: str) -> tuple[Record, ...]: ...
    def passed(self, kind: str) -> tuple[Record, ...]: ...
    def judged(self, kind: str) -> Record | None: ...
    def stated_in(self, record: Record) -> Mapping[str, object]: ...


class RecordFacts:
    """Answers for the records of one project, by the name of a fact."""

    def __init__(self, project: Project, file: File) -> None:
        self._project, self._file = project, file
        self._typed: dict[str, dict[int, Record]] = {}

    def knows(self, name: str) -> bool:
        """Whether the name begins with a kind of records that the project has."""
        return name.partition(".")[0] in kinds.codes_of(self._project)

    def ask(self, name: str) -> object:
        """Return a fact; None where no record says anything."""
        code, _, rest = name.partition(".")
        kind = kinds.in_project(self._project, code)
        head, _, tail = rest.partition(".")
        box = next((field for field in kind.form.fields() if field.code == head), None)
        if box is not None:
            return self._of_box(kind, box, tail)
        if rest in _OF_KIND:
            return _OF_KIND[rest](self, kind)
        judged = self._file.judged(code)
        return None if judged is None else self._file.stated_in(judged).get(rest)

    def entered(self, record: Record) -> Mapping[str, object]:
        """Return what was entered in a record, its typed columns too."""
        kind = kinds.of(record)
        details: dict[str, object] = record.details
        if not kind.typed:
            return details
        row = self._row(kind, record)
        typed = {code: getattr(row, name) for code, name in kind.typed.items()}
        return {**details, **typed}

    def _row(self, kind: kinds.RecordKind, record: Record) -> Record:
        if isinstance(record, kind.model):
            return record
        if kind.code not in self._typed:
            own = [one.pk for one in self._file.of_kind(kind.code)]
            rows = kinds.rows_of(kind.code).filter(pk__in=own)
            self._typed[kind.code] = {row.pk: row for row in rows}
        return self._typed[kind.code][record.pk]

    def _of_box(self, kind: kinds.RecordKind, box: Field, part: str) -> object:
        if part == "total":
            values = [self.entered(record) for record in self._file.passed(kind.code)]
            return sum((number_in(value, box.code) or Decimal(0) for value in values), Decimal(0))
        judged = self._file.judged(kind.code)
        if judged is None:
            return None
        if box.code in kind.paper_boxes:
            return self._is_filed(judged, kind.paper_boxes[box.code])
        if box.computed:
            return kind.derive(self._row(kind, judged)).get(box.code)
        entered = self.entered(judged)
        if box.is_table:
            return _of_table(box, rows_in(entered, box.code), part)
        return value_in(box, entered)

    def _is_filed(self, record: Record, paper_kind: str) -> bool:
        return any(code == paper_kind and of in (None, record.pk) for code, of in self._file.papers)

    def passed(self, kind: kinds.RecordKind) -> bool:
        """Whether a record of a kind took effect."""
        return bool(self._file.passed(kind.code))

    def passed_on(self, kind: kinds.RecordKind) -> date | None:
        """Return when the newest record of a kind took effect."""
        return _last(r.decided_at for r in self._file.passed(kind.code))

    def submitted_on(self, kind: kinds.RecordKind) -> date | None:
        """Return when the newest record of a kind was sent."""
        return _last(r.submitted_at for r in self._file.of_kind(kind.code))

    def is_open(self, kind: kinds.RecordKind) -> bool:
        """Whether a record of a kind is being filled in or decided on."""
        return any(record.is_open for record in self._file.of_kind(kind.code))

    def count(self, kind: kinds.RecordKind) -> int:
        """Count the records of a kind that took effect."""
        return len(self._file.passed(kind.code))

    def failed(self, kind: kinds.RecordKind) -> list[Record]:
        """Return the records of a kind that did not pass."""
        return [r for r in self._file.of_kind(kind.code) if r.status == RecordStatus.FAILED]

    def outcome(self, kind: kinds.RecordKind) -> object:
        """Return the conclusion that the record in question states."""
        judged = self._file.judged(kind.code)
        if judged is None or not kind.outcome:
            return None
        if kind.outcome_step:
            return self._file.stated_in(judged).get(kind.outcome)
        return self.entered(judged).get(kind.outcome)

    def review(self, kind: kinds.RecordKind) -> ExpertReview | None:
        """Return the newest expert review of the record in question that has a conclusion."""
        judged = self._file.judged(kind.code)
        return None if judged is None else concluded_review_of(judged)

    def expert_conclusion(self, kind: kinds.RecordKind) -> str | None:
        """Return what the experts concluded on the record in question."""
        review = self.review(kind)
        return None if review is None else review.conclusion

    def expert_score(self, kind: kinds.RecordKind) -> object:
        """Return the points that the experts gave the record in question."""
        review = self.review(kind)
        return None if review is None else (review.result or {}).get("total")


_OF_KIND: dict[str, Callable[[RecordFacts, kinds.RecordKind], object]] = {
    "passed": RecordFacts.passed,
    "passed_on": RecordFacts.passed_on,
    "submitted_on": RecordFacts.submitted_on,
    "open": RecordFacts.is_open,
    "count": RecordFacts.count,
    "outcome": RecordFacts.outcome,
    "expert_conclusion": RecordFacts.expert_conclusion,
    "expert_score": RecordFacts.expert_score,
    "failed_count": lambda facts, kind: len(facts.failed(kind)),
    "last_failed_on": lambda facts, kind: _last(r.decided_at for r in facts.failed(kind)),
}


def value_in(box: Field, entered: Entered) -> object:
    """Return what stands in a box as a rule understands it; None where it is blank."""
    match box.kind:
        case FieldKind.MONEY | FieldKind.NUMBER:
            return number_in(entered, box.code)
        case FieldKind.DATE:
            return day_in(entered, box.code)
        case FieldKind.YES_NO:
            value = entered.get(box.code)
            return value if isinstance(value, bool) else None
        case FieldKind.CHOICES:
            chosen = entered.get(box.code)
            return tuple(map(str, chosen)) if isinstance(chosen, list | tuple) else ()
        case _:
            return text_in(entered, box.code) or None


def _of_table(box: Field, rows: Sequence[Entered], part: str) -> object:
    code, _, what = part.partition(".")
    column = next((column for column in box.columns if column.code == code), None)
    if column is None:
        return len(rows)
    if what in _OF_FIGURES:
        figures = [number for row in rows if (number := number_in(row, code)) is not None]
        return _OF_FIGURES[what](figures)
    if what in _OF_CELLS:
        return _OF_CELLS[what](rows, code)
    if what == "by":
        return _by_part(box, rows, code)
    return tuple(sorted({code for cell in _cells(column, rows) for code in _codes(cell)}))


_OF_FIGURES: dict[str, Callable[[list[Decimal]], object]] = {
    "sum": lambda figures: sum(figures, Decimal(0)),
    "max": lambda figures: max(figures, default=None),
    "min": lambda figures: min(figures, default=None),
}
_OF_CELLS: dict[str, Callable[[Sequence[Entered], str], object]] = {
    "blank": lambda rows, code: sum(not text_in(row, code) for row in rows),
    "yes": lambda rows, code: sum(row.get(code) is True for row in rows),
    "counts": lambda rows, code: Counter(filter(None, (text_in(row, code) for row in rows))),
}


def _cells(column: Field, rows: Sequence[Entered]) -> list[object]:
    return [value for row in rows if (value := value_in(column, row)) not in (None, ())]


def _codes(cell: object) -> tuple[str, ...]:
    """Write a cell as conditions name it: 是 and 否, each choice by itself."""
    if isinstance(cell, tuple):
        return tuple(map(str, cell))
    return ("是" if cell else "否",) if isinstance(cell, bool) else (str(cell),)


def _by_part(box: Field, rows: Sequence[Entered], code: str) -> dict[str, Decimal]:
    """Add up a column by what is chosen in the first column that offers a choice."""
    choices = (column for column in box.columns if column.kind is FieldKind.CHOICE)
    part = next(choices, box.columns[0]).code
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        sums[text_in(row, part)] += number_in(row, code) or Decimal(0)
    return dict(sums)


def _last(moments: Iterable[datetime | None]) -> date | None:
    found = [moment for moment in moments if moment is not None]
    return localdate(max(found)) if found else None
