"""The kinds that come from a sheet alone: a new form is one declaration, and stands here by itself.

They have no table, no rule and no page of their own. Where a rulebook gives one of them a gate
or a route it is judged and signed like every other record; else it takes effect at once, and its
rows to sign are signed on the paper.
"""

from collections.abc import Mapping
from decimal import Decimal
from functools import partial

from django.utils.timezone import localdate

from documents.sheets import catalog
from documents.sheets.formulas import computed_values
from documents.sheets.shapes import Sheet
from projects.registry.kinds.shapes import RecordKind
from projects.registry.models import Record, Stage

PREFIX = "form_"
TODAY = ("applied_on", "drafted_on", "compiled_on", "filed_on", "authorized_on", "reported_on")


def form_kinds() -> tuple[RecordKind, ...]:
    """Return a kind for every sheet that says in which stages it is filled in."""
    return tuple(_kind_of(sheet) for sheet in catalog.all() if sheet.stages)


def _kind_of(sheet: Sheet) -> RecordKind:
    return RecordKind(
        code=f"{PREFIX}{sheet.code}",
        label=sheet.title,
        stages=tuple(Stage(code) for code in sheet.stages),
        sheet=sheet.code,
        is_repeatable=True,
        is_form=True,
        prefill=partial(_known, sheet),
        derive=partial(_computed, sheet),
    )


def _known(sheet: Sheet, record: Record) -> Mapping[str, object]:
    """Fill in the boxes whose name says what they ask for."""
    project = record.project
    amount: Decimal | None = project.approved_amount or project.estimated_amount
    known: dict[str, object] = {
        "project_name": project.name,
        "task_name": project.name,
        "owner_unit": project.owner_unit.name,
        "applicant_unit": project.owner_unit.name,
        "undertaking_unit": project.owner_unit.name,
        "plan_year": str(project.plan_year),
        "budget_amount": amount,
        "estimated_amount": project.estimated_amount,
        "approved_amount": project.approved_amount,
        "contact": project.handler.full_name,
        **dict.fromkeys(TODAY, localdate(record.created_at)),
    }
    asked = {box.code for box in sheet.fields() if not box.computed}
    return {code: value for code, value in known.items() if code in asked and value is not None}


def _computed(sheet: Sheet, record: Record) -> Mapping[str, object]:
    return computed_values(sheet, record.details)
