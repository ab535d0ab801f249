"""The workbook in which a department fills in its columns: how its columns stand.

What a row is, and which plan and version a workbook belongs to, is signed: a workbook cannot
be made up, and a row cannot pass for another.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.signing import BadSignature, dumps, loads
from django.utils.crypto import constant_time_compare, salted_hmac

from projects.planning.models import PlanVersion
from projects.planning.shapes import CELLS, Department, PlanCell

SALT = "planning.workbook"
SEAL_LENGTH = 20
SUM = "小计"


@dataclass(frozen=True, slots=True)
class FixedColumn:
    """A column that says which project a row is about; nobody fills it in."""

    code: str
    label: str


FIXED = (
    FixedColumn("position", "序号"),
    FixedColumn("number", "项目编号"),
    FixedColumn("name", "项目名称"),
    FixedColumn("unit", "项目建设单位"),
)
_BEFORE_THE_SUM = "spent_before_amount"


def columns_of_workbook() -> list[FixedColumn | PlanCell | None]:
    """Return the columns from left to right; None is the sum of the year."""
    columns: list[FixedColumn | PlanCell | None] = [*FIXED]
    for cell in CELLS:
        columns.append(cell)
        if cell.code == _BEFORE_THE_SUM:
            columns.append(None)
    return columns


def identity_of(version: PlanVersion) -> str:
    """Return the signed identity that a workbook carries."""
    about = {"version": version.pk, "plan": version.plan_id, "digest": version.digest}
    return dumps(about, salt=SALT)


def identity_in(text: str) -> Mapping[str, Any] | None:
    """Return what a signed identity says; None if nobody here signed it."""
    try:
        about = loads(text, salt=SALT)
    except BadSignature:
        return None
    return about if isinstance(about, dict) else None


def key_of(version: PlanVersion, project_id: int) -> str:
    """Return the key beside a row."""
    return f"{project_id}-{_seal(version, project_id)}"


def project_in(version: PlanVersion, key: str) -> int | None:
    """Return the project that a key stands for; None if it was not made for this workbook."""
    number, _, seal = key.partition("-")
    if not number.isascii() or not number.isdecimal() or len(number) > SEAL_LENGTH:
        return None
    project_id = int(number)
    return project_id if constant_time_compare(seal, _seal(version, project_id)) else None


def _seal(version: PlanVersion, project_id: int) -> str:
    sealed = salted_hmac(SALT, f"{version.pk}:{project_id}", algorithm="sha256")
    return sealed.hexdigest()[:SEAL_LENGTH]


def may_change(cell: PlanCell, department: Department) -> bool:
    """Whether a column is open to a department."""
    return cell.owner is department
