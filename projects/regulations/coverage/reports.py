"""Which rows are enforced, judged by the shipped packs as they are."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from projects.regulations.coverage.entries import found_in, of_row
from projects.regulations.coverage.shapes import Declaration, Means, Row, declarations, rows
from projects.regulations.services.packs import PackError, read_pack, shipped_packs

TEST = "tests/projects/regulations/rows/test_rows.py::test_row[{row}]"
NOT_DECLARED = "尚未写明怎样落实。"


@dataclass(frozen=True, slots=True)
class RowReport:
    """Where one row stands."""

    row: Row
    how: Means | None
    entries: tuple[str, ...]
    test: str
    reason: str

    @property
    def is_enforced(self) -> bool:
        """Whether nothing is missing."""
        return not self.reason

    @property
    def how_label(self) -> str:
        """How it is enforced, in one word."""
        return self.how.label if self.how else ""

    def as_json(self) -> dict[str, Any]:
        """Return it as other programs read it."""
        return {
            "id": self.row.id,
            "regulation": self.row.regulation,
            "quote": self.row.quote,
            "enforced": self.is_enforced,
            "how": self.how.value if self.how else "",
            "entries": list(self.entries),
            "test": self.test,
            "reason": self.reason,
        }


@dataclass(frozen=True, slots=True)
class Coverage:
    """All rows, and how many of them are enforced."""

    reports: tuple[RowReport, ...]

    @property
    def enforced(self) -> int:
        """How many rows are enforced."""
        return sum(report.is_enforced for report in self.reports)

    def as_json(self) -> dict[str, Any]:
        """Return it as other programs read it."""
        total = len(self.reports)
        return {
            "total": total,
            "enforced": self.enforced,
            "open": total - self.enforced,
            "rows": [report.as_json() for report in self.reports],
        }


def report() -> Coverage:
    """Judge every row of the table by the shipped packs."""
    declared, packs = declarations(), contents()
    return Coverage(tuple(_judge(row, declared.get(row.id), packs) for row in rows()))


def contents() -> dict[str, dict[str, Any]]:
    """Return the contents of the shipped packs that can be read, by name of the file."""
    found: dict[str, dict[str, Any]] = {}
    for path in shipped_packs():
        try:
            found[path.stem] = read_pack(path).model_dump(mode="json")
        except PackError:
            continue
    return found


def entries_for(declaration: Declaration, content: Any) -> tuple[str, ...]:
    """Return the entries of a pack that serve a row."""
    return declaration.entries or tuple(of_row(content, declaration.id))


def _judge(
    row: Row, declaration: Declaration | None, packs: Mapping[str, dict[str, Any]]
) -> RowReport:
    if declaration is None:
        return RowReport(row, None, (), "", NOT_DECLARED)
    content = packs.get(row.pack)
    entries = entries_for(declaration, content) if content else ()
    reason = declaration.open or _lacking(row, declaration, content, entries)
    test = "" if declaration.open else TEST.format(row=row.id)
    return RowReport(row, declaration.how, entries, test, reason)


def _lacking(row: Row, declaration: Declaration, content: Any, entries: tuple[str, ...]) -> str:
    if content is None:
        return f"没有可用的办法包{row.pack}。"
    if declaration.how not in row.fits:
        fitting = "、".join(means.label for means in Means if means in row.fits)
        return f"落实方式不合要求，应为：{fitting}。"
    if not entries:
        return "办法包中没有对应的条目。"
    absent = [name for name in entries if not found_in(content, name)]
    return f"办法包中查不到：{'、'.join(absent)}。" if absent else ""
