"""What the contracts say of a project."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from projects.procurement.models import Contract
from projects.registry.facts import ProjectFile
from projects.registry.models import Project


def provide(project: Project, file: ProjectFile) -> Mapping[str, object]:  # noqa: ARG001
    """Tell what is contracted, what is asked for now, and since when there is a contract."""
    passed = file.passed("contract")
    signed: date | None = None
    if passed:
        signed = Contract.objects.filter(
            pk__in=[contract.pk for contract in passed], signed_on__isnull=False
        ).values_list("signed_on", flat=True).order_by("signed_on").first()  # fmt: skip
    return {
        "contract.total_amount": sum((c.amount or Decimal(0) for c in passed), Decimal(0)),
        "contract.requested": file.requested("contract"),
        "contract.signed_on": signed,
    }
