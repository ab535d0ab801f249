"""Reading the rows of a legacy ledger: every cell checked, every problem with its place.

Everything here is pure; what may stand in a row is given along.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from config.kernel.money import MoneyTextError, parse_money
from config.kernel.texts import clean_line, nfkc_key
from documents.spreadsheets import letters_of
from projects.registry.services.legacy_heads import FIELDS, LABELS, text_of

EARLIEST_YEAR = 1990
LONGEST_NAME, LONGEST_KEY = 200, 400
DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
YEAR = re.compile(r"(\d{4})(\.0)?\s*(年|年度)?")
SUM_ROWS = {"合计", "总计", "小计", "共计"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What may stand in a row: units, stages and kinds by the words for them."""

    unit_id: int
    units: Mapping[str, int]
    stages: Mapping[str, tuple[str, str, str]]
    build_types: Mapping[str, str]
    object_kinds: Mapping[str, str]
    on: date
    in_wan: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is wrong with a cell; `column` is counted from one, zero for the whole row."""

    row: int
    column: int
    label: str
    message: str

    @property
    def place(self) -> str:
        """Where it is, as a spreadsheet names it."""
        return f"{letters_of(self.column)}{self.row}" if self.column else f"第{self.row}行"


@dataclass(frozen=True, slots=True, kw_only=True)
class LegacyProject:
    """One project of a ledger, ready to be taken over."""

    row: int
    name: str
    name_key: str
    plan_year: int
    unit_id: int
    stage: tuple[str, str, str]
    build_type: str
    object_kind: str
    estimated_amount: Decimal
    approved_amount: Decimal | None
    entered_on: date

    @property
    def key(self) -> tuple[int, str, int]:
        """What makes it the same project when it comes again."""
        return (self.unit_id, self.name_key, self.plan_year)


class CellError(ValueError):
    """A cell cannot be read; the message says why."""


@dataclass(slots=True)
class Reading:
    """What a ledger says, and what is wrong with it."""

    projects: list[LegacyProject] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    row_count: int = 0


def read_ledger(
    rows: Sequence[Sequence[object]],
    *,
    head_row: int,
    columns: Mapping[str, int],
    formulas: frozenset[tuple[int, int]],
    known: Known,
) -> Reading:
    """Read all rows below the heads; `columns` says in which column a field stands."""
    found = Reading()
    seen: dict[tuple[int, str, int], int] = {}
    for number, row in enumerate(rows[head_row:], start=head_row + 1):
        if _is_blank(row, columns):
            continue
        found.row_count += 1
        row_of = _Row(number, row, columns, formulas, known)
        project = row_of.read()
        found.problems += row_of.problems
        if project is None:
            continue
        if (first := seen.setdefault(project.key, number)) != number:
            said = f"与第 {first} 行是同一单位、同一年度的同名项目。"
            found.problems.append(row_of.problem("name", said))
        else:
            found.projects.append(project)
    return found


def _is_blank(row: Sequence[object], columns: Mapping[str, int]) -> bool:
    """Whether a row says nothing of a project: empty, or a sum."""
    values = [row[at - 1] for at in columns.values() if at <= len(row)]
    if all(value is None or not text_of(value) for value in values):
        return True
    return any(
        text_of(value).replace(" ", "") in SUM_ROWS for value in row[:3] if value is not None
    )


class _Row:
    """One row being read."""

    def __init__(
        self,
        number: int,
        row: Sequence[object],
        columns: Mapping[str, int],
        formulas: frozenset[tuple[int, int]],
        known: Known,
    ) -> None:
        self.number, self.row, self.columns = number, row, columns
        self.formulas, self.known = formulas, known
        self.problems: list[Problem] = []

    def read(self) -> LegacyProject | None:
        """Return the project, or None with the problems kept."""
        readers = {
            "name": _name, "plan_year": self._year, "stage": self._stage, "unit": self._unit,
            "build_type": self._build_type, "object_kind": self._object_kind,
            "estimated_amount": self._money, "approved_amount": self._money,
            "entered_on": self._day,
        }  # fmt: skip
        read: dict[str, object] = {}
        for one in FIELDS:
            try:
                value = self._value(one.code, is_required=one.is_required)
                read[one.code] = readers[one.code](value)
            except CellError as error:
                self.problems.append(self.problem(one.code, str(error)))
        return None if self.problems else self._project(read)

    def problem(self, code: str, message: str) -> Problem:
        """Return a problem with its place."""
        column = self.columns.get(code, 0)
        return Problem(row=self.number, column=column, label=LABELS[code], message=message)

    def _project(self, read: dict[str, object]) -> LegacyProject:
        name, year, entered_on = read["name"], read["plan_year"], read["entered_on"]
        estimated, approved = read["estimated_amount"], read["approved_amount"]
        assert isinstance(name, str)
        assert isinstance(year, int)
        assert isinstance(entered_on, date)
        assert estimated is None or isinstance(estimated, Decimal)
        assert approved is None or isinstance(approved, Decimal)
        stage, unit = read["stage"], read["unit"]
        assert isinstance(stage, tuple)
        assert isinstance(unit, int)
        return LegacyProject(
            row=self.number,
            name=name,
            name_key=nfkc_key(name),
            plan_year=year,
            unit_id=unit,
            stage=stage,
            build_type=str(read["build_type"]),
            object_kind=str(read["object_kind"]),
            estimated_amount=estimated or approved or Decimal(0),
            approved_amount=approved,
            entered_on=entered_on,
        )

    def _value(self, code: str, *, is_required: bool) -> object:
        column = self.columns.get(code)
        value = None if column is None or column > len(self.row) else self.row[column - 1]
        if is_required and not text_of(value):
            raise CellError("这一格不能为空。")
        if (self.number, column) in self.formulas:
            raise CellError("这一格是公式或错误值，请改为填写的内容。")
        if isinstance(value, bool):
            raise CellError("这里不能填是或否。")
        return value

    def _year(self, value: object) -> int:
        text = text_of(value)
        match = YEAR.fullmatch(text)
        year = value.year if isinstance(value, date) else int(match[1]) if match else 0
        if not EARLIEST_YEAR <= year <= self.known.on.year:
            latest = self.known.on.year
            raise CellError(f"请填写 {EARLIEST_YEAR} 至 {latest} 之间的年度，例如 {latest - 1}。")
        return year

    def _stage(self, value: object) -> tuple[str, str, str]:
        return _among(value, self.known.stages, "阶段")

    def _unit(self, value: object) -> int:
        if not text_of(value):
            return self.known.unit_id
        found = self.known.units.get(nfkc_key(text_of(value)))
        if found is None:
            raise CellError("不是本单位或下属单位的名称。")
        return found

    def _build_type(self, value: object) -> str:
        return _among(value, self.known.build_types, "建设性质") if text_of(value) else "NEW"

    def _object_kind(self, value: object) -> str:
        if not text_of(value):
            return "APPLICATION_SYSTEM"
        return _among(value, self.known.object_kinds, "项目类别")

    def _money(self, value: object) -> Decimal | None:
        text = text_of(value)
        if not text or text in {"-", "/", "—"}:
            return None
        try:
            return parse_money(text, in_wan=self.known.in_wan)
        except MoneyTextError as error:
            raise CellError(str(error)) from error

    def _day(self, value: object) -> date:
        if not text_of(value):
            return self.known.on
        day = value.date() if isinstance(value, datetime) else value
        if not isinstance(day, date):
            day = _written_day(text_of(value))
        if not day.year >= EARLIEST_YEAR or day > self.known.on:
            raise CellError("日期应在今天以前，且不早于 1990 年。")
        return day


def _name(value: object) -> str:
    name = clean_line(value if isinstance(value, str) else text_of(value))
    if len(name) > LONGEST_NAME or len(nfkc_key(name)) > LONGEST_KEY:
        raise CellError(f"项目名称不能超过 {LONGEST_NAME} 个字。")
    return name


def _written_day(text: str) -> date:
    match = DAY.fullmatch(text)
    if match is None:
        raise CellError("请填写日期，例如 2024-03-01。")
    try:
        return date(*map(int, match.groups()))
    except ValueError as error:
        raise CellError("没有这一天，请核对日期。") from error


def _among[T](value: object, known: Mapping[str, T], what: str) -> T:
    found = known.get(nfkc_key(text_of(value)))
    if found is None:
        offered = "、".join(dict.fromkeys(known))
        raise CellError(f"没有这个{what}，可以填：{offered}。")
    return found
