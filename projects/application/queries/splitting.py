"""化整为零: projects of one unit within a year that together pass a threshold none passes alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from projects.registry.models import Project, Standing
from projects.regulations.queries import rulebook_of, versions_in_force
from projects.regulations.rulebook import Rulebook
from projects.regulations.rulebook.figures import Amount
from projects.regulations.rulebook.walking import parts_of

SETTING = "splitting_amount"
WITHIN = timedelta(days=365)
GIVEN_UP = (Standing.TERMINATED, Standing.WITHDRAWN, Standing.NOT_ESTABLISHED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """A sum from which a project is treated otherwise, and who says so."""

    amount: Decimal
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Splitting:
    """Projects that together pass thresholds which none of them passes alone."""

    others: tuple[Project, ...]
    total: Decimal
    thresholds: tuple[Threshold, ...]


def splitting_of(project: Project) -> Splitting | None:
    """Point out that a project may be part of a larger one; None where nothing speaks for it."""
    own = project.estimated_amount or Decimal(0)
    others = _within_a_year(project)
    total = own + sum((one.estimated_amount or Decimal(0) for one in others), Decimal(0))
    if not own or not others:
        return None
    largest = max(own, *(one.estimated_amount or Decimal(0) for one in others))
    passed = [threshold for threshold in thresholds(project) if largest < threshold.amount <= total]
    if not passed:
        return None
    return Splitting(others=tuple(others), total=total, thresholds=tuple(passed))


def _within_a_year(project: Project) -> list[Project]:
    """Return what the unit began within a year before or after, and did not give up."""
    begun = project.created_at
    found = Project.objects.filter(
        owner_unit=project.owner_unit_id,
        created_at__range=(begun - WITHIN, begun + WITHIN),
        estimated_amount__gt=0,
    )
    return list(
        found.exclude(pk=project.pk).exclude(standing__in=GIVEN_UP).order_by("created_at", "pk")
    )


def thresholds(project: Project) -> list[Threshold]:
    """Return the sums that the measures of a project and those in force speak of."""
    versions = {project.rulebook_id: project.rulebook}
    versions |= {version.pk: version for version in versions_in_force().defer("content")}
    found: dict[Decimal, Threshold] = {}
    for version in versions.values():
        for threshold in _thresholds_of(rulebook_of(version)):
            found.setdefault(threshold.amount, threshold)
    return sorted(found.values(), key=lambda one: one.amount)


def _thresholds_of(rulebook: Rulebook) -> Iterator[Threshold]:
    """Return the sums of a rulebook: of its scope, of its bands, and the office's own."""
    for requirement in rulebook.scope.requirements:
        for part in parts_of(requirement.condition):
            if isinstance(part, Amount) and part.relation in {"at_least", "above"}:
                limit = sum((term.yuan or Decimal(0) for term in part.limit), Decimal(0))
                yield Threshold(amount=limit, basis=f"《{rulebook.title}》{requirement.clause}")
    for bands in rulebook.bands:
        for band in bands.bands if bands.is_money else ():
            if band.lower is not None:
                clause = band.rule.clause if band.rule else ""
                yield Threshold(
                    amount=band.lower.value, basis=f"《{rulebook.title}》{clause}{band.label}"
                )
    own = rulebook.settings_by_code.get(SETTING)
    if isinstance(own, Decimal):
        yield Threshold(amount=own, basis="系统默认，非法规规定")
