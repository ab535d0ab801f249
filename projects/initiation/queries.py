"""What an initiation takes over from the application and its appraisal."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from approvals.organizations.models import Unit, User
from approvals.organizations.queries import holders_of, posts_for_role
from config.kernel.money import CENT, wan_text
from documents.sheets.words import rows_of
from projects.application.models import BudgetLine, ProjectApplication
from projects.application.queries import application_of, lines_of
from projects.registry.models import Record

SIGNING_ROLE = "UNIT_HEAD"
_DEPLOYMENT = {"MUNICIPAL_CLOUD": "CLOUD", "EXISTING_FACILITY": "DATA_CENTRE"}
_OBJECT_TYPES = {
    "NETWORK": "INFRASTRUCTURE",
    "APPLICATION_SYSTEM": "SYSTEM",
    "RESOURCE": "RESOURCE",
    "SECURITY": "SYSTEM",
}


def known_of_initiation(record: Record, on: date) -> Mapping[str, object]:
    """Everything that was said before and need not be asked again."""
    project = record.project
    head = head_of(project.owner_unit, on)
    known: dict[str, object] = {
        "project_types": [_OBJECT_TYPES[project.object_kind]],
        "applied_on": on,
        "unit_head": head.full_name if head else "",
        "unit_head_phone": head.phone if head else "",
        "contact": project.handler.full_name,
        "contact_phone": project.handler.phone,
        "contact_email": project.handler.email,
        "lead_unit": project.owner_unit.name,
        "budget_amount": project.reviewed_amount,
        "commitment": "本单位承诺申报内容真实、完整，不涉及国家秘密，并按批复组织实施。",
    }
    application = application_of(project.pk)
    return known | _from_application(application) if application else known


def head_of(unit: Unit, on: date) -> User | None:
    """Who heads the unit today."""
    for post in posts_for_role(SIGNING_ROLE, unit):
        if holder := holders_of(post, on).first():
            return holder
    return None


def configured_amount(rows: object) -> Decimal:
    """Return the sum of the configuration list (配置清单)."""
    return sum((_decimal(row.get("amount")) for row in rows_of(rows)), Decimal(0))


def _from_application(application: ProjectApplication) -> dict[str, object]:
    said = application.details
    lines = lines_of(application.pk)
    return {
        "deployment": [_DEPLOYMENT.get(application.cloud_target, "OTHER")],
        "funding_sources": sorted({line.source for line in lines if line.source}),
        "summary": said.get("objectives", ""),
        "necessity": said.get("background", ""),
        "objectives": said.get("objectives", ""),
        "content": said.get("functions", ""),
        "connected_systems": said.get("existing_systems", ""),
        "data_sharing": said.get("data_sharing", ""),
        "benefit_forecast": said.get("expected_benefits", ""),
        "configuration": list(_configuration(lines)),
    }


def _configuration(lines: Iterable[BudgetLine]) -> Iterable[dict[str, object]]:
    """Return the lines as they were reviewed; a line reduced to nothing is left out."""
    for line in lines:
        amount = line.amount if line.reviewed_amount is None else line.reviewed_amount
        if not amount or not line.quantity:
            continue
        is_reduced = amount != line.amount
        yield {
            "name": line.name,
            "specification": line.specification,
            "quantity": line.quantity,
            "unit_price": (amount / line.quantity).quantize(CENT),
            "amount": amount,
            "remark": f"评审核减{wan_text(line.reduced_amount or Decimal(0))}万元"
            if is_reduced
            else "",
        }


def _decimal(value: object) -> Decimal:
    return Decimal(str(value)) if value not in (None, "") else Decimal(0)
