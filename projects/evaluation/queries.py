"""Reading indicators, scores and what belongs into the archives."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import QuerySet
from django.utils.timezone import localdate

from config.kernel.digests import canonical_json, sm3
from projects.evaluation.models import Evaluation, Indicator, SelfEvaluation
from projects.registry import kinds
from projects.registry.facts import facts_of
from projects.registry.models import Project, Record, RecordStatus
from projects.registry.queries import papers_of
from projects.registry.shapes import Entered, amount_in, rows_in, text_in
from projects.regulations.models import RulebookVersion
from projects.regulations.queries import number_setting

CENT, WHOLE, NOTHING = Decimal("0.01"), Decimal(100), Decimal(0)
GRADES = (
    ("grade_excellent_from", Decimal(90), Evaluation.Grade.EXCELLENT),
    ("grade_good_from", Decimal(80), Evaluation.Grade.GOOD),
    ("grade_fair_from", Decimal(60), Evaluation.Grade.FAIR),
)

type Row = dict[str, object]


def indicators_of(project: Project) -> QuerySet[Indicator]:
    """Return the indicators of a project in their order."""
    return Indicator.objects.filter(project=project).order_by("position")


def grade_of(score: Decimal, version: RulebookVersion) -> Evaluation.Grade:
    """Return the grade of a score by a rulebook; each bound belongs to the better grade."""
    for code, least, grade in GRADES:
        if score >= number_setting(version, code, least):
            return grade
    return Evaluation.Grade.POOR


def total_score(details: Entered) -> Decimal:
    """Add up the scores of all indicators."""
    return sum((amount_in(row, "score") for row in rows_in(details, "indicators")), NOTHING)


def execution_of(project: Project) -> tuple[Decimal, Decimal]:
    """Return what was given to a project and what was paid of it."""
    facts = facts_of(project)
    given = Decimal(str(facts.get("appropriation.total") or 0))
    paid = Decimal(str(facts.get("payment.total_passed") or 0))
    return given, paid


def execution_rate(project: Project) -> Decimal:
    """Return the share of the budget that was spent, in per cent, at most 100 (预算执行率)."""
    given, paid = execution_of(project)
    if not given:
        return NOTHING
    return min(WHOLE, paid / given * WHOLE).quantize(CENT, ROUND_HALF_UP)


def execution_score(project: Project) -> Decimal:
    """Return the points for spending the budget: the rate times the weight of its indicator."""
    weights = indicators_of(project).filter(level_one=Indicator.LevelOne.EXECUTION)
    weight = sum(weights.values_list("weight", flat=True), NOTHING)
    return (weight * execution_rate(project) / WHOLE).quantize(CENT, ROUND_HALF_UP)


def scored_rows(record: Record, indicators: list[Indicator]) -> list[Row]:
    """Return the rows of a scored sheet: each indicator once, with what was entered for it.

    A row with a name that no indicator bears stays where the reader can see and mend it.
    """
    entered = {text_in(row, "name"): row for row in rows_in(record.details, "indicators")}
    rows = [
        {
            "actual": "",
            "score": None,
            "reason": "",
            **entered.pop(indicator.name, {}),
            "first_level": indicator.get_level_one_display(),
            "name": indicator.name,
            "target": indicator.target,
            "weight": indicator.weight,
        }
        for indicator in indicators
    ]
    strangers = [
        {**row, "first_level": "", "target": "", "weight": None} for row in entered.values()
    ]
    return [*rows, *strangers]


def actual_values(evaluation: SelfEvaluation | None) -> Mapping[str, str]:
    """Return what the owner unit says was reached, by the name of the indicator."""
    if evaluation is None:
        return {}
    rows = rows_in(evaluation.details, "indicators")
    return {text_in(row, "name"): text_in(row, "actual") for row in rows}


def self_evaluation_of(project: Project) -> SelfEvaluation | None:
    """Return the self-evaluation that took effect."""
    found = SelfEvaluation.objects.filter(project=project, status=RecordStatus.PASSED)
    return found.order_by("pk").last()


def evaluation_of(project: Project) -> Evaluation | None:
    """Return the evaluation that took effect."""
    found = Evaluation.objects.filter(project=project, status=RecordStatus.PASSED)
    return found.order_by("pk").last()


def archived_items(project: Project) -> list[Row]:
    """Return what the archives receive: every record that took effect, and every paper."""
    unit = project.owner_unit.name
    passed = Record.objects.filter(project=project, status=RecordStatus.PASSED)
    received = list(passed.exclude(kind="archive").order_by("decided_at", "pk"))
    for record in received:
        record.project = project
    records: list[Row] = [
        {
            "title": f"{kinds.of(record).label} {record.number}".strip(),
            "responsible": unit,
            "dated": localdate(record.decided_at) if record.decided_at else None,
            "digest": sm3(canonical_json(record.snapshot)),
        }
        for record in received
    ]
    papers: list[Row] = []
    for paper in reversed(papers_of(project)):
        newest = paper.document.versions.all()[0]
        papers.append(
            {
                "title": f"{paper.document.kind.label}：{newest.original_name}",
                "responsible": unit,
                "dated": localdate(newest.uploaded_at),
                "digest": newest.sm3,
            }
        )
    return [*records, *papers]


def items_of_archive(record: Record) -> list[Row]:
    """Return the list that is handed over: all that must be on it, then what was added by hand."""
    entered = rows_in(record.details, "items")
    by_digest = {text_in(row, "digest"): row for row in entered if text_in(row, "digest")}
    known = archived_items(record.project)
    digests = {text_in(row, "digest") for row in known}
    kept = ("pages", "remark")
    rows = [
        {**row, **{code: by_digest.get(text_in(row, "digest"), {}).get(code) for code in kept}}
        for row in known
    ]
    added = [dict(row) for row in entered if text_in(row, "digest") not in digests]
    return [*rows, *added]
