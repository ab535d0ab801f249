"""Lists that leave as workbooks: whoever shows a list registers how it is opened.

A page and its workbook read the same filter; the worker opens the list by its code and the
query of the page, so that a long one is written in the background exactly as it was asked for.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.http import QueryDict

from documents.spreadsheets.columns import Column

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


_openers: dict[str, Opener] = {}


def register_listing(code: str, opener: Opener) -> None:
    """Declare how a list is opened."""
    if code in _openers:
        raise ValueError(f"List {code!r} is registered twice.")
    _openers[code] = opener


def open_listing(code: str, user: AbstractBaseUser, asked: QueryDict, at: datetime) -> Listing:
    """Open a list as its reader asked for it; `PermissionDenied` if it is not theirs to export."""
    return _openers[code](user, asked, at)
