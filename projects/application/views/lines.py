"""The budget lines as the page shows them, kept or only typed."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError

from documents.forms import SheetForm
from documents.forms.sheets import Item, TableView
from documents.forms.tables import Cell, TableField
from projects.application.forms import LINES
from projects.application.models import BudgetLine
from projects.application.queries import LineFinding, findings_of
from projects.application.shapes import line_amount
from projects.regulations.rulebook import LineWord


@dataclass(frozen=True, slots=True)
class LineRow:
    """One budget line as the page shows it."""

    number: int
    cells: Mapping[str, Cell]
    amount: Decimal | None
    findings: tuple[LineFinding, ...]

    @property
    def needs_answer(self) -> bool:
        """Whether the explanation should be open."""
        return bool(self.findings)


def line_rows(
    form: SheetForm, words: Collection[LineWord], waived: Collection[str] = ()
) -> list[LineRow]:
    """Return the budget lines as they stand in the form, kept or only typed."""
    table = next(item.table for part in form.parts() for item in part.items if is_lines(item))
    field = form.fields[LINES]
    assert table is not None
    assert isinstance(field, TableField)

    def judge(line: BudgetLine) -> tuple[LineFinding, ...]:
        return tuple(findings_of(words, [line], waived))

    typed = form[LINES].value() or [{} for _ in table.rows]
    return [
        _line_row(number, table, cells, raw, field=field, judge=judge)
        for number, (cells, raw) in enumerate(zip(table.rows, typed, strict=True), start=1)
    ]


def is_lines(item: Item) -> bool:
    return item.table is not None and item.table.code == LINES


def _line_row(  # noqa: PLR0913 - a row is where all of it meets
    number: int,
    table: TableView,
    cells: list[Cell],
    raw: Mapping[str, object],
    *,
    field: TableField,
    judge: Callable[[BudgetLine], tuple[LineFinding, ...]],
) -> LineRow:
    line = BudgetLine(
        name=str(raw.get("item") or ""),
        specification=str(raw.get("specification") or ""),
        line_kind=str(raw.get("line_kind") or ""),
        red_line_answer=str(raw.get("answer") or ""),
    )
    amount = line_amount(_read(field, raw, "quantity"), _read(field, raw, "unit_price"))
    by_code = {column.code: cell for column, cell in zip(table.columns, cells, strict=True)}
    return LineRow(number, by_code, amount, judge(line))


def _read(field: TableField, raw: Mapping[str, object], code: str) -> Decimal | None:
    try:
        value = field.widget.fields[code].clean(raw.get(code))
    except ValidationError:
        return None
    return value if isinstance(value, Decimal) else None
