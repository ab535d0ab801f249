"""Units, people and appointments from a workbook (批量导入): tried first, then all or nothing.

Every row goes through the service behind the button that does the same by hand, so a workbook
can do nothing that a page could not; trying is doing it and taking it back.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import IntegrityError, transaction

from approvals.organizations.models import User
from approvals.organizations.services.accounts import NewAccount
from audit.actions import AuditAction
from audit.services import audited, record
from config.kernel.verdicts import RuleViolationError, enforce, refused

WHOLE_ROW = ""
type Row = Mapping[str, object]


class RowProblemError(Exception):
    """A cell cannot be taken as it is; the message says why."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        self.problems = dict(problems)
        super().__init__("".join(problems.values()))


@dataclass(slots=True)
class Imported:
    """What came of a workbook: what each row did, and what is wrong in which cell."""

    done: list[str] = field(default_factory=list)
    problems: dict[int, dict[str, str]] = field(default_factory=dict)
    accounts: list[NewAccount] = field(default_factory=list)

    @property
    def is_fine(self) -> bool:
        """Whether everything could be taken."""
        return not self.problems


class RowsRefusedError(RuleViolationError):
    """A workbook has rows that cannot be taken, so none was."""

    def __init__(self, imported: Imported) -> None:
        self.imported = imported
        count = len(imported.problems)
        super().__init__(refused(f"有 {count} 行不能导入，整份都没有导入，请按错误清单改正。"))


type Take = Callable[[Row, Imported], str]


@audited
def import_rows(
    label: str, *, rows: Sequence[Row], take: Take, actor: User, at: datetime
) -> Imported:
    """Take every row of a workbook (批量导入), or none."""
    if not rows:
        enforce(refused("工作簿里没有可导入的行，请按模板从第二行起填写。"))
    imported = Imported()
    for number, row in enumerate(rows, start=1):
        _take_one(number, row, take, imported)
    if imported.problems:
        raise RowsRefusedError(imported)
    detail = {"内容": label, "行数": len(rows)}
    record(
        AuditAction.ORGANIZATION_IMPORTED,
        target=None,
        target_label=label,
        actor=actor,
        at=at,
        detail=detail,
    )
    return imported


def _take_one(number: int, row: Row, take: Take, imported: Imported) -> None:
    """Take a row in a savepoint of its own, so that the rows after it can be judged too."""
    try:
        with transaction.atomic():
            imported.done.append(take(row, imported))
    except RowProblemError as problem:
        imported.problems[number] = problem.problems
    except RuleViolationError as violation:
        imported.problems[number] = {WHOLE_ROW: violation.verdict.text}
    except IntegrityError:
        sentence = "与已有的登记冲突，请核对是否重复，或是否违反三员分立。"
        imported.problems[number] = {WHOLE_ROW: sentence}


def try_rows(label: str, *, rows: Sequence[Row], take: Take, actor: User, at: datetime) -> Imported:
    """Try a workbook (试导入): say what every row would do, and leave everything as it was."""
    with transaction.atomic():
        try:
            return import_rows(label, rows=rows, take=take, actor=actor, at=at)
        except RowsRefusedError as refusal:
            return refusal.imported
        finally:
            transaction.set_rollback(True)
