"""What the application stage knows of a project, for the rulebook to judge."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal

from projects.application.models import Appraisal, BudgetLine, ProjectApplication
from projects.application.queries import (
    LineFinding,
    findings_of,
    forms_touching,
    lines_of,
    similar_of,
    words_for,
)
from projects.registry.facts import ProjectFile
from projects.registry.models import Project, Record
from projects.regulations.rulebook import LineWord
from projects.regulations.rulebook.gates import WORDS_FOUND

OF_ANY_FORM = (WORDS_FOUND,)
_STATED = ("purpose", "cloud_reason", "plan_conformity", "data_sharing", "isolated_system_answer")


def provide(project: Project, file: ProjectFile) -> Mapping[str, object]:
    """Gather the facts of the latest application and of its appraisal."""
    facts: dict[str, object] = {
        f"{form}.{WORDS_FOUND}": touched for form, touched in forms_touching(project, file.judged)
    }
    application, appraisal = file.latest("application"), file.latest("appraisal")
    if application is not None:
        facts.update(_of_application(project, application))
    if appraisal is not None:
        reviewed = Appraisal.objects.filter(pk=appraisal.pk).values_list("reviewed_amount")
        facts["appraisal.reviewed_amount"] = reviewed[0][0]
    return facts


def _of_application(project: Project, record: Record) -> dict[str, object]:
    stated = record.details
    typed = ProjectApplication.objects.values(
        "fiscal_amount", "cloud_target", "duplicates_checked_at"
    ).get(pk=record.pk)
    lines = lines_of(record.pk)
    answers = [one.answer.strip() for one in similar_of(record.pk)]
    return {
        "application.total_amount": record.amount or Decimal(0),
        "application.fiscal_amount": typed["fiscal_amount"],
        "application.fund_kinds": tuple(sorted({line.source for line in lines if line.source})),
        "application.build_type": project.build_type,
        "application.object_kind": project.object_kind,
        "application.cloud_target": typed["cloud_target"],
        "application.no_state_secrets": stated.get("no_state_secrets") is True,
        "application.principles": tuple(stated.get("principles") or ()),
        "application.duplicate_check_done": typed["duplicates_checked_at"] is not None
        and all(answers),
        **{f"application.{code}": str(stated.get(code) or "").strip() for code in _STATED},
        **_of_lines(words_for(record), lines),
    }


def _of_lines(words: tuple[LineWord, ...], lines: list[BudgetLine]) -> dict[str, object]:
    findings = findings_of(words, lines)
    excluded = {word.code for word in words if word.kind == "EXCLUDED"}
    declared = {line.line_kind for line in lines if line.line_kind}
    parts: dict[str, Decimal] = defaultdict(Decimal)
    for line in lines:
        parts[line.category] += line.amount or Decimal(0)
    return {
        "application.amounts": dict(parts),
        "application.largest_line": max(
            (line.amount or Decimal(0) for line in lines), default=None
        ),
        "application.largest_unit_price": max(
            (line.unit_price or Decimal(0) for line in lines), default=None
        ),
        "application.line_kinds": tuple(
            sorted(declared | _codes(f for f in findings if f.is_excluded and not f.is_settled))
        ),
        "application.red_line_hits": tuple(
            sorted(_codes(f for f in findings if not f.is_excluded and not f.is_settled))
        ),
        "application.excluded_only": bool(lines)
        and all(line.line_kind in excluded for line in lines),
    }


def _codes(findings: Iterable[LineFinding]) -> set[str]:
    return {finding.word.code for finding in findings}
