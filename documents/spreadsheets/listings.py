"""Lists that leave as workbooks: whoever shows a list registers how it is opened.

A page and its workbook read the same filter; the worker opens the list by its code and the
query of the page, so that a long one is written in the background exactly as it was asked for.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.http import QueryDict

from documents.spreadsheets.columns import Column

COLUMN = "column"

type Opener = Callable[[AbstractBaseUser, QueryDict, datetime], Listing]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list as one reader filtered it; its rows are read only when they are written."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[object]]
    count: int
    wanted: str = ""
    unit: str = ""

    def note(self, at: datetime) -> str:
        """Say how many rows there are, of which day, and which filter they answer."""
        said = f"共 {self.count} 行，导出日期 {at:%Y-%m-%d}"
        return f"{said}，筛选条件：{self.wanted}" if self.wanted else said

    def narrowed(self, labels: Sequence[str]) -> "Listing":
        """Return the list with the chosen columns only; with all where none of them is known."""
        places = [at for at, column in enumerate(self.columns) if column.full_label in labels]
        if not places or len(places) == len(self.columns):
            return self
        kept = {self.columns[at].label for at in places}
        columns = [_alone(self.columns[at], kept) for at in places]
        return replace(self, columns=columns, rows=_narrowed(self.rows, places))


def _alone(column: Column, kept: set[str]) -> Column:
    """Return a column as it stands without others; a sum needs all that it sums up."""
    return column if kept.issuperset(column.sum_of) else replace(column, sum_of=())


def _narrowed(
    rows: Iterable[Sequence[object]], places: Sequence[int]
) -> Iterator[Sequence[object]]:
    for row in rows:
        yield [row[at] for at in places]


_openers: dict[str, Opener] = {}


def register_listing(code: str, opener: Opener) -> None:
    """Declare how a list is opened."""
    if code in _openers:
        raise ValueError(f"List {code!r} is registered twice.")
    _openers[code] = opener


def open_listing(code: str, user: AbstractBaseUser, asked: QueryDict, at: datetime) -> Listing:
    """Open a list as its reader asked for it; `PermissionDenied` if it is not theirs to export."""
    return _openers[code](user, asked, at).narrowed(asked.getlist(COLUMN))
