"""Reading the contracts of a project."""

from collections.abc import Iterable

from django.db.models import QuerySet

from projects.procurement.models import Contract
from projects.registry.models import Project, RecordStatus

COUNTED = (RecordStatus.PENDING, RecordStatus.PASSED)


def contracts_of(project: Project) -> QuerySet[Contract]:
    """Return the contracts of a project that are in force or being decided, oldest first."""
    return Contract.objects.filter(project=project, status__in=COUNTED).order_by("pk")


def contracts_in_force(project: Project) -> QuerySet[Contract]:
    """Return the contracts of a project that took effect, oldest first."""
    return Contract.objects.filter(project=project, status=RecordStatus.PASSED).order_by("pk")


def contract_numbered(project: Project, number: str) -> Contract | None:
    """Return the contract in force that bears a number."""
    return contracts_in_force(project).filter(contract_number=number).first() if number else None


def contractor_names(project: Project) -> list[str]:
    """Return the firms that have, or are about to have, a contract of a project."""
    return list(
        contracts_of(project).exclude(contractor_name="").values_list("contractor_name", flat=True)
    )


def method_labels(contracts: Iterable[Contract]) -> str:
    """Name the ways in which contracts came about, each once."""
    labels = dict(Contract.Method.choices)
    return "、".join(dict.fromkeys(str(labels[c.method]) for c in contracts if c.method))
