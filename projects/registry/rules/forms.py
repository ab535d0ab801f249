"""The sheet of a record as it is filled in today: some boxes are asked only in some cases."""

from dataclasses import replace
from datetime import date

from documents.sheets.shapes import Block, Field, Sheet
from projects.registry import kinds
from projects.registry.facts import facts_of
from projects.registry.models import Record
from projects.registry.rules.gates import Gatekeeper, gatekeeper
from projects.regulations.rulebook.records import FormField


def sheet_to_fill(record: Record, on: date) -> Sheet:
    """Return the sheet of a record with the boxes that its case asks for."""
    kind, sheet = kinds.of(record), kinds.sheet_of(record)
    fields = () if kind.rule is None else kind.rule.fields
    cases = {f.code: f for f in fields if f.shown_when is not None or f.required_when is not None}
    if not cases:
        return sheet
    keeper = gatekeeper(record.project, on, facts_of(record.project, record))
    blocks = (replace(block, fields=tuple(_asked(block, cases, keeper))) for block in sheet.blocks)
    return replace(sheet, blocks=tuple(block for block in blocks if block.fields))


def _asked(block: Block, cases: dict[str, FormField], keeper: Gatekeeper) -> list[Field]:
    found = []
    for box in block.fields:
        case = cases.get(box.code)
        if case is None:
            found.append(box)
        elif case.shown_when is None or keeper.holds(case.shown_when):
            needed = case.required_when is not None and keeper.holds(case.required_when)
            found.append(replace(box, required=box.required or needed))
    return found
