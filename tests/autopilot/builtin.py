"""The records that have services of their own: how each is filled in completely."""

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from projects.application.models import Appraisal, ProjectApplication
from projects.application.queries import lines_of
from projects.application.services import save_application, save_appraisal
from projects.application.shapes import LineInput, ReviewInput
from projects.registry.models import Project, Record
from projects.registry.queries import passed_record
from tests import filled
from tests.builders import County, application_values, appraisal_values, initiation_values, line
from tests.life import catalogued

type Values = Mapping[str, Any]

USUAL: dict[str, Callable[[], dict[str, Any]]] = {
    "application": application_values,
    "appraisal": appraisal_values,
    "initiation": initiation_values,
    "contract": filled.contract_values,
    "appropriation": filled.quota_values,
    "payment": filled.payment_values,
    "progress_report": filled.progress_values,
    "change_request": filled.change_values,
    "test_report": filled.report_values,
    "trial_operation": filled.trial_values,
    "final_acceptance": filled.acceptance_values,
    "information_system": filled.system_values,
    "maintenance_record": filled.maintenance_values,
    "performance_targets": filled.target_values,
    "self_evaluation": filled.self_values,
    "evaluation": filled.review_values,
    "final_accounts": filled.accounts_values,
    "archive": filled.archive_values,
}


def lines_from(given: tuple[Values, ...] | list[Values]) -> list[LineInput]:
    """Return budget lines; what is not said is as usual."""
    made = []
    for values in given:
        changed = dict(values)
        for figure in ("quantity", "unit_price"):
            if figure in changed:
                changed[figure] = Decimal(str(changed[figure]))
        made.append(line(**changed))
    return made


def save_with_lines(
    county: County, record: Record, values: Values, lines: list[LineInput], at: datetime
) -> Record:
    """Keep an application with its budget."""
    draft = ProjectApplication.objects.get(pk=record.pk)
    return save_application(
        draft,
        values=dict(values),
        lines=lines,
        answers={},
        version=draft.version,
        actor=county.at("HANDLER", record.project.owner_unit.name),
        at=at,
    )


def save_reviewed(county: County, record: Record, values: Values, at: datetime) -> Record:
    """Keep an appraisal that leaves every line as it was asked for."""
    draft = Appraisal.objects.get(pk=record.pk)
    application = passed_record(record.project, "application")
    reviews = {
        row.pk: ReviewInput(reviewed=row.amount or Decimal(0), reason="")
        for row in (lines_of(application.pk) if application is not None else ())
    }
    return save_appraisal(
        draft,
        values=dict(values),
        reviews=reviews,
        version=draft.version,
        actor=county.at("DATA_REVIEW"),
        at=at,
    )


def before_acceptance(county: County, project: Project, at: datetime) -> None:
    """Write the data catalogue that an acceptance looks at."""
    catalogued(county, project, at=at)
