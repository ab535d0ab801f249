"""What a new record knows already, and what the first one of a life tells the register."""

from collections.abc import Mapping
from datetime import datetime

from approvals.organizations.models import User
from projects.registry import kinds
from projects.registry.facts import facts_of
from projects.registry.models import Project, Record
from projects.registry.services.projects import update_project
from projects.registry.shapes import number_in, rows_in, text_in
from projects.registry.snapshots import plain

NAME, YEAR, AMOUNT = "project_name", "plan_year", "amount"
LONGEST_NAME = 200


def known_values(record: Record) -> Mapping[str, object]:
    """Return what need not be asked again: what the stage knows, and what the rulebook says.

    A table is filled in from the table of another record with columns of the same names.
    """
    kind = kinds.of(record)
    known = dict(kind.prefill(record))
    wanted = {} if kind.rule is None else {f.code: f.prefill for f in kind.rule.fields if f.prefill}
    if not wanted:
        return known
    facts = facts_of(record.project)
    for code, fact in wanted.items():
        box = kind.form.field(code)
        if box.is_table:
            columns = {column.code for column in box.columns}
            known[code] = _rows_of(record.project, fact, columns)
        else:
            known[code] = plain(facts.get(fact))
    return {code: value for code, value in known.items() if value is not None}


def _rows_of(project: Project, name: str, columns: set[str]) -> list[dict[str, object]]:
    kind, _, table = name.partition(".")
    last = Record.objects.filter(project=project, kind=kind).exclude(status="VOID").last()
    entered = {} if last is None else last.details
    return [
        {code: value for code, value in row.items() if code in columns}
        for row in rows_in(entered, table)
    ]


def begins_the_life(record: Record) -> bool:
    """Whether a record is the one with which its rulebook lets a project begin."""
    kind, first = kinds.of(record), kinds.first_kind(record.project.rulebook)
    is_own = kind.rule is not None and kind.rule.extends is None
    return is_own and first is not None and kind.code == first.code


def register_what_it_says(draft: Record, *, actor: User, at: datetime) -> None:
    """Take over into the register what the first record says of the project."""
    if not begins_the_life(draft):
        return
    project, entered = draft.project, draft.details
    amount, year = number_in(entered, AMOUNT), number_in(entered, YEAR)
    said: dict[str, object] = {}
    if name := text_in(entered, NAME)[:LONGEST_NAME]:
        said["name"] = name
    if amount is not None:
        said["estimated_amount"] = amount
        draft.amount = amount
    if year is not None:
        said["plan_year"] = int(year)
    changed = {name: value for name, value in said.items() if getattr(project, name) != value}
    if changed:
        update_project(project, actor=actor, at=at, **changed)
