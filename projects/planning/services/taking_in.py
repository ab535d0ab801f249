"""Reading a workbook that came back: whose it is, which cells changed, and what is refused."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import IO, Any

from config.kernel.texts import clean
from config.kernel.verdicts import enforce, refused
from documents.spreadsheets import IDENTITY_PAGE, Page, SpreadsheetError, letters_of, read_book
from projects.planning.models import AnnualPlan, PlanVersion
from projects.planning.shapes import CellError, Department, PlanCell, as_text
from projects.planning.snapshots import (
    FixedColumn,
    columns_of_workbook,
    identity_in,
    may_change,
    project_in,
)

SUM_ROW = "合计"
MOST_ROWS, MOST_COLUMNS = 5_000, 40
LONGEST_SHOWN = 80


@dataclass(slots=True)
class Submission:
    """What came back: the cells of a department by project, and what was not taken in."""

    base: PlanVersion
    lines: dict[int, dict[str, str]] = field(default_factory=dict)
    refused: list[Mapping[str, str]] = field(default_factory=list)


def read_submission(stream: IO[Any], plan: AnnualPlan, department: Department) -> Submission:
    """Read a workbook of a plan; what was not made here for this department is refused whole."""
    try:
        book = read_book(stream, max_rows=MOST_ROWS, max_columns=MOST_COLUMNS)
    except SpreadsheetError as error:
        enforce(refused(str(error)))
        raise
    return submission_of(book, _base_of(book, plan, department), department)


def submission_of(
    book: Mapping[str, Page], base: PlanVersion, department: Department
) -> Submission:
    """Compare the plan in a workbook with what was handed out, cell by cell."""
    pages = [page for name, page in book.items() if name != IDENTITY_PAGE and not page.is_hidden]
    if not pages:
        enforce(refused("工作簿里找不到计划表，请用系统导出的会编工作簿填写。"))
    return _Reading(pages[0], base, department).read()


def _base_of(book: Mapping[str, Page], plan: AnnualPlan, department: Department) -> PlanVersion:
    page = book.get(IDENTITY_PAGE)
    text = str(page.rows[0][0]) if page and page.rows and page.rows[0] else ""
    about = identity_in(text)
    if about is None:
        enforce(
            refused(
                "这不是系统导出的会编工作簿，或者标识已被改动。"
                "请重新导出工作簿，把填好的内容粘贴过去再导入。"
            )
        )
    assert about is not None
    base = (
        PlanVersion.objects.filter(
            pk=about["version"], kind=PlanVersion.Kind.WORKBOOK, digest=about["digest"]
        )
        .select_related("plan")
        .first()
    )
    if base is None or base.plan_id != plan.pk:
        enforce(refused("这份工作簿是为另一份计划导出的，请到那份计划的页面导入。"))
    assert base is not None
    if base.department != department:
        whose = Department(base.department).label
        enforce(refused(f"这份工作簿是为{whose}导出的，只能由{whose}导入。"))
    return base


class _Reading:
    """One walk through the rows of a page."""

    def __init__(self, page: Page, base: PlanVersion, department: Department) -> None:
        self.page = page
        self.department = department
        self.columns = columns_of_workbook()
        self.known = {int(line["project"]): line for line in base.lines}
        self.found = Submission(base)

    def read(self) -> Submission:
        """Read all rows; a row that is gone is said, for nothing is deleted by a workbook."""
        for number, row in enumerate(self.page.rows, start=1):
            self._read_row(number, [*row, *[None] * (len(self.columns) + 1 - len(row))])
        gone = [line for key, line in self.known.items() if key not in self.found.lines]
        for line in gone:
            self._refuse("", line["name"], "", "", "工作簿里没有这一行，计划中的这个项目保持不变。")
        return self.found

    def _read_row(self, number: int, row: list[Any]) -> None:
        key = as_text(row[len(self.columns)]).strip()
        if not key:
            self._judge_keyless(number, row)
            return
        project_id = project_in(self.found.base, key)
        line = self.known.get(project_id) if project_id is not None else None
        if project_id is None or line is None:
            self._refuse(f"第{number}行", as_text(row[2]), "", "", "不是导出时的行，没有采用。")
        elif project_id in self.found.lines:
            self._refuse(f"第{number}行", line["name"], "", "", "这个项目在工作簿里出现了两次。")
        else:
            self.found.lines[project_id] = self._cells(number, row, line)

    def _judge_keyless(self, number: int, row: list[Any]) -> None:
        """Say that a row was added; heads stand above the first key, the sums below the last."""
        is_sum = as_text(row[0]).strip() == SUM_ROW
        is_blank = all(value is None for value in row)
        if self.found.lines and not is_sum and not is_blank:
            name = as_text(row[2])
            said = "是新增的行，没有采用；请在计划页面列入项目。"
            self._refuse(f"第{number}行", name, "", "", said)

    def _cells(self, number: int, row: list[Any], line: Mapping[str, Any]) -> dict[str, str]:
        kept = {}
        for place, column in enumerate(self.columns):
            where = f"{letters_of(place + 1)}{number}"
            if isinstance(column, FixedColumn):
                self._judge_fixed(where, column, row[place], line)
            elif column is not None and may_change(column, self.department):
                is_computed = (number, place + 1) in self.page.formulas
                kept[column.code] = self._open(
                    where, column, row[place], line, is_computed=is_computed
                )
            elif column is not None:
                self._judge_locked(where, column, row[place], line)
        return kept

    def _open(
        self,
        where: str,
        cell: PlanCell,
        value: object,
        line: Mapping[str, Any],
        *,
        is_computed: bool,
    ) -> str:
        base: str = line["cells"][cell.code]
        if is_computed:
            said = "这一格是公式；公式的结果不能作数，请改填数值。"
            self._refuse(where, line["name"], cell.label, value, said)
            return base
        try:
            return cell.read(value)
        except CellError as error:
            if clean(as_text(value)) != base:
                self._refuse(where, line["name"], cell.label, value, str(error))
            return base

    def _judge_locked(
        self, where: str, cell: PlanCell, value: object, line: Mapping[str, Any]
    ) -> None:
        try:
            is_same = cell.read(value) == line["cells"][cell.code]
        except CellError:
            is_same = clean(as_text(value)) == line["cells"][cell.code]
        if not is_same:
            said = f"这一列由{cell.owner.label}填写，您的改动没有采用。"
            self._refuse(where, line["name"], cell.label, value, said)

    def _judge_fixed(
        self, where: str, column: FixedColumn, value: object, line: Mapping[str, Any]
    ) -> None:
        if clean(as_text(value)) != clean(str(line[column.code])):
            self._refuse(
                where, line["name"], column.label, value, "这一列不能在工作簿里改，没有采用。"
            )

    def _refuse(self, where: str, name: str, label: str, value: object, message: str) -> None:
        self.found.refused.append(
            {
                "where": where,
                "name": name[:LONGEST_SHOWN],
                "label": label,
                "value": as_text(value)[:LONGEST_SHOWN],
                "message": message,
            }
        )
