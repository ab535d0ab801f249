"""What experts review: the parts of the product above register it here, nothing is imported.

A subject tells what a panel on it must look like, what is scored, whom it has to do with and
which papers the experts may read; how scores add up is computed by whoever brings the sheet.
`units` and `firms` are all the names by which experts stay away, `parties` those that are shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from approvals.experts.shapes import Demand, ScoreForm, Tally
from approvals.organizations.models import User
from documents.models import Document
from documents.sheets.layout import PrintLayout

type Ratings = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One matter that a panel is convened on."""

    kind: str
    ref: int
    label: str
    url: str
    project_ref: int | None
    project: Mapping[str, str]
    units: tuple[str, ...]
    firms: tuple[str, ...]
    works: tuple[str, ...]
    parties: tuple[str, ...]
    demands: tuple[Demand, ...]
    form: ScoreForm
    papers: tuple[Document, ...] = ()


class Find(Protocol):
    """Find what may be reviewed, and only where this person may convene a panel on it."""

    def __call__(self, ref: int, *, user: User, on: date) -> Subject | None: ...


class Read(Protocol):
    """Lay out the filled-in sheets that the experts read, with their titles."""

    def __call__(self, ref: int) -> list[PrintLayout]: ...


class TotalOf(Protocol):
    """Add up the ratings of one expert; `ValueError` with a sentence where one cannot stand."""

    def __call__(self, form: ScoreForm, ratings: Ratings) -> str: ...


class TallyOf(Protocol):
    """Add up the ratings of all experts, by the key of each."""

    def __call__(self, form: ScoreForm, given: Mapping[str, Ratings]) -> Tally: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectKind:
    """One kind of subject, with what its part of the product knows."""

    code: str
    find: Find
    read: Read
    total_of: TotalOf
    tally: TallyOf


_kinds: dict[str, SubjectKind] = {}


def register(kind: SubjectKind) -> None:
    """Make a kind of subject known; each code only once."""
    if kind.code in _kinds:
        raise ValueError(f"Subjects {kind.code!r} are registered twice.")
    _kinds[kind.code] = kind


def get(code: str) -> SubjectKind:
    """Return a kind; `KeyError` if nobody registered it."""
    return _kinds[code]
