"""Applications and appraisals with what is read from other tables for their sheets."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from approvals.organizations.models import Unit, User
from approvals.organizations.queries import posts_of
from projects.application.models import BudgetLine, ProjectApplication
from projects.application.queries.duplicates import similar_of
from projects.application.queries.lines import kind_labels, lines_of, total_of
from projects.registry import kinds
from projects.registry.access import visible_projects
from projects.registry.models import Record, RecordStatus
from projects.registry.queries import passed_record
from projects.regulations.models import RulebookVersion
from projects.regulations.queries import rulebook_of

FILING_ROLE = "HANDLER"


def applications_of(user: User, on: date, rulebooks: Sequence[RulebookVersion]) -> QuerySet[Record]:
    """Return the applications of the units that a person files for, newest first."""
    units = [unit.pk for unit in may_be_owned_by(user, on, rulebooks)]
    first = (kinds.first_kind(version) for version in rulebooks)
    return (
        Record.objects.filter(
            project__in=visible_projects(user, on),
            project__owner_unit__in=units,
            kind__in={"application", *(kind.code for kind in first if kind is not None)},
        )
        .exclude(status=RecordStatus.VOID)
        .select_related("project__owner_unit", "created_by", "approval")
        .order_by("-saved_at", "-pk")
    )


def may_be_owned_by(user: User, on: date, rulebooks: Iterable[RulebookVersion]) -> list[Unit]:
    """Return the units for which a person files applications today under these measures.

    Whoever files at the owner unit does so for it; an office that files does so for everybody.
    """
    roles = {role for version in rulebooks for role in _filing_roles(version)}
    posts = [post for post in posts_of(user, on) if post.role_id in roles]
    units = {post.unit_id: post.unit for post in posts if post.role.at_owner}
    if any(not post.role.at_owner for post in posts):
        units |= {unit.pk: unit for unit in Unit.objects.filter(is_active=True)}
    return sorted(units.values(), key=lambda unit: unit.path)


def _filing_roles(version: RulebookVersion) -> tuple[str, ...]:
    first = kinds.first_kind(version)
    return (FILING_ROLE,) if first is None or not first.writers else first.writers


def application_of(project_id: int) -> ProjectApplication | None:
    """Return the application that took effect."""
    return (
        ProjectApplication.objects.filter(
            project_id=project_id, kind="application", status=RecordStatus.PASSED
        )
        .order_by("pk")
        .last()
    )


def derived_values(record: Record) -> Mapping[str, object]:
    """Return what an application's sheet reads from the register, its lines and look-alikes."""
    project = record.project
    labels = kind_labels(rulebook_of(project.rulebook))
    return {
        "project_name": project.name,
        "applicant_unit": project.owner_unit.name,
        "plan_year": project.plan_year,
        "build_type": project.build_type,
        "object_kind": project.object_kind,
        "budget_lines": [_line_row(line, labels) for line in lines_of(record.pk)],
        "similar_projects": [
            {"name": one.project.name, "similarity": one.similarity, "answer": one.answer}
            for one in similar_of(record.pk)
        ],
    }


def derived_of_appraisal(record: Record) -> Mapping[str, object]:
    """Return what the sheet of an appraisal reads from the application it appraises."""
    application = passed_record(record.project, "application")
    lines = lines_of(application.pk) if application else []
    submitted = total_of(lines)
    reviewed = sum((line.reviewed_amount or Decimal(0) for line in lines), Decimal(0))
    return {
        "requirement_number": application.number if application else "",
        "project_name": record.project.name,
        "applicant_unit": record.project.owner_unit.name,
        "reviewed_lines": [_review_row(line) for line in lines],
        "submitted_amount": submitted,
        "reviewed_amount": reviewed,
        "reduced_amount": submitted - reviewed,
    }


def brief_of(application_id: int | None) -> Mapping[str, object]:
    """Return what signers look at first: lines, sums and look-alikes."""
    lines = lines_of(application_id) if application_id else []
    submitted = total_of(lines)
    reviewed = sum((line.reviewed_amount or Decimal(0) for line in lines), Decimal(0))
    return {
        "lines": lines,
        "submitted": submitted,
        "reviewed": reviewed,
        "reduced": submitted - reviewed,
        "is_reviewed": any(line.reviewed_amount is not None for line in lines),
        "similar": list(similar_of(application_id)) if application_id else [],
    }


def _line_row(line: BudgetLine, labels: Mapping[str, str]) -> dict[str, object]:
    return {
        "item": line.name,
        "category": line.category,
        "source": line.source,
        "specification": line.specification,
        "line_kind": line.line_kind,
        "content_kind": labels.get(line.line_kind, "其他内容"),
        "quantity": line.quantity,
        "unit_price": line.unit_price,
        "amount": line.amount,
        "answer": line.red_line_answer,
    }


def _review_row(line: BudgetLine) -> dict[str, object]:
    return {
        "item": line.name,
        "submitted": line.amount,
        "reviewed": line.reviewed_amount,
        "reduced": line.reduced_amount,
        "reason": line.review_reason,
    }
