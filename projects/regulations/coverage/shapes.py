"""The rows of the table of rules, and what is declared about each of them."""

import csv
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml
from pydantic import Field, ValidationError, model_validator

from projects.regulations.rulebook.shapes import Code, Shape

FOLDER = Path(__file__).resolve().parent
TABLE = FOLDER / "rows.csv"


class Means(StrEnum):
    """How a row is enforced."""

    GATE = "gate"
    DUTY = "duty"
    FIELD = "field"
    FORM = "form"
    PAPER = "paper"
    CHECKLIST = "checklist"
    RECORD = "record"
    CLOCK = "clock"
    DISPLAY = "display"

    @property
    def label(self) -> str:
        """What it is called."""
        return _LABELS[self]


_LABELS = {
    Means.GATE: "关口",
    Means.DUTY: "职责",
    Means.FIELD: "填写项",
    Means.FORM: "表单",
    Means.PAPER: "材料",
    Means.CHECKLIST: "核对清单",
    Means.RECORD: "记录",
    Means.CLOCK: "时限",
    Means.DISPLAY: "公示",
}


class Verb(StrEnum):
    """What a scenario does and sees; the tests carry it out."""

    REFUSES = "refuses"
    NEEDLESS = "needless"
    ACCEPTS = "accepts"
    ADVISES = "advises"
    FIELD_REQUIRED = "field_required"
    DEMANDS_PAPER = "demands_paper"
    OPENS_ON = "opens_on"
    KEEPS = "keeps"
    ASSIGNED = "assigned"
    STEP_REFUSES = "step_refuses"
    FAILS = "fails"
    DUE_ON = "due_on"
    VISIBLE_TO = "visible_to"
    WRITES = "writes"
    PAGE_SHOWS = "page_shows"
    OFFERS = "offers"
    RUNS = "runs"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table: what a text demands, and which means would answer it."""

    id: str
    regulation: str
    kind: str
    quote: str
    check: str
    fits: frozenset[Means]

    @property
    def pack(self) -> str:
        """The name of the pack that answers it."""
        return self.regulation.lower()


class Check(Shape):
    """One thing a scenario does, with what it needs to know."""

    verb: Verb
    arguments: dict[str, Any]

    @model_validator(mode="before")
    @classmethod
    def _is_written_short(cls, given: Any) -> Any:
        if isinstance(given, dict) and len(given) == 1:
            ((verb, arguments),) = given.items()
            return {"verb": verb, "arguments": arguments}
        return given


class Declaration(Shape):
    """How one row is enforced, by which entries of the pack, and what shows it.

    Entries are all whose id begins with that of the row, unless they are named here.
    """

    id: Code = Field(pattern=r"^T\d\d-R\d\d$")
    how: Means | None = None
    entries: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()
    open: str = ""

    @model_validator(mode="after")
    def _is_enforced_or_open(self) -> "Declaration":
        if bool(self.open) == bool(self.checks):
            raise ValueError("写明怎样查验，或者写明尚未落实的原因，二者取一。")
        if self.checks and self.how is None:
            raise ValueError("写明落实方式。")
        return self


def rows() -> tuple[Row, ...]:
    """Return all rows of the table, in its order."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return tuple(
            Row(
                id=line["id"],
                regulation=line["regulation"],
                kind=line["kind"],
                quote=line["quote"],
                check=line["check"],
                fits=frozenset(Means(word) for word in line["fits"].split()),
            )
            for line in csv.DictReader(file)
        )


def declarations() -> dict[str, Declaration]:
    """Return what is declared about the rows, by row; a mistake names its file and row."""
    found: dict[str, Declaration] = {}
    for path in sorted(FOLDER.glob("t*.yaml")):
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader) or {}
        for row_id, given in data.items():
            if row_id in found:
                raise ValueError(f"{path.name}：{row_id}写了两次。")
            try:
                found[row_id] = Declaration.model_validate({"id": row_id, **given})
            except ValidationError as error:
                raise ValueError(f"{path.name}：{row_id}：{error}") from error
    return found
