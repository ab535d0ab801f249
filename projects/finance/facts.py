"""What the money says of a project."""

from collections.abc import Mapping
from decimal import Decimal

from projects.finance.queries import settled_amount
from projects.registry.facts import ProjectFile
from projects.registry.models import Project


def provide(project: Project, file: ProjectFile) -> Mapping[str, object]:  # noqa: ARG001
    """Tell what was given and paid, what is asked for now, and what was settled."""
    accounts = file.judged("final_accounts")
    return {
        "appropriation.total": _total(file, "appropriation"),
        "appropriation.requested": file.requested("appropriation"),
        "payment.total_passed": _total(file, "payment"),
        "payment.requested": file.requested("payment"),
        "final_accounts.settled_amount": settled_amount(accounts.details) if accounts else None,
    }


def _total(file: ProjectFile, kind: str) -> Decimal:
    return sum((record.amount or Decimal(0) for record in file.passed(kind)), Decimal(0))
