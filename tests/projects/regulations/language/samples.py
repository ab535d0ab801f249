"""A regulation that uses every shape of the language, and facts that it lets through."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import yaml

from config.kernel.verdicts import Refusal
from config.kernel.workdays import Calendar
from projects.regulations.interpreter import judge
from projects.regulations.rulebook import Rulebook

WHOLE_TEXT = (Path(__file__).parent / "whole.yaml").read_text(encoding="utf-8")
ON = date(2026, 9, 15)
HOLIDAYS = Calendar(days_off=frozenset(date(2026, 10, day) for day in range(1, 8)))

GOOD: dict[str, object] = {
    "project.owner_kind": "OWNER",
    "project.begun_on": date(2026, 9, 1),
    "project.plan_year": 2027,
    "record.passed": (
        "request",
        "review",
        "requirement_spec",
        "final_acceptance",
        "final_accounts",
    ),
    "record.open": (),
    "papers": ("USER_OPINION", "EARLIER_EVALUATION"),
    "declarations": ("truthful",),
    "application.fiscal_amount": Decimal(1),
    "application.total_amount": Decimal(800_000),
    "application.purpose": "LEGAL_DUTY",
    "application.build_type": "NEW",
    "application.line_kinds": (),
    "request.project_name": "户籍系统",
    "request.amount": Decimal(800_000),
    "request.urgency": "NORMAL",
    "request.is_extension": False,
    "request.note": "整合两个系统。",
    "request.costs": 1,
    "request.costs.part.blank": 0,
    "request.costs.sum.blank": 0,
    "request.costs.sum.by": {"SOFTWARE": Decimal(3_000_000)},
    "review.verdict": "PASSED",
    "review.failed_count": 0,
    "requirement_spec.task_name": "户籍查询",
    "design.text": "三层结构。",
    "plan.unit_count": 2,
    "call.unit_count": 1,
    "checklist.principles": ("PLANNED", "SHARED"),
    "checklist.principles.answered": ("PLANNED", "SHARED"),
    "panel.experts.size": 5,
    "panel.experts.outsiders": 3,
    "panel.experts.drawn": 5,
    "panel.experts.candidates": 10,
    "panel.experts.attended": 5,
    "panel.experts.recused": (),
    "publication.result.since": date(2026, 9, 1),
    "trial.started_on": date(2026, 1, 31),
    "trial.ended_on": date(2026, 4, 1),
    "acceptance.materials": ("ARCHIVES",),
    "data.platform_access": True,
    "change_request.share_of_approval": Decimal(5),
    "change_request.target_unchanged": True,
    "initiation.approved_amount": Decimal(1_000_000),
    "contract.total_amount": Decimal(500_000),
    "contract.requested": Decimal(50_000),
    "contract.count": 1,
    "contract.contractor": "12",
    "listed.suppliers": ("13",),
    "payment.node": "first",
    "payment.total_passed": Decimal(0),
    "payment.requested": Decimal(150_000),
    "final_acceptance.passed_on": date(2026, 8, 31),
    "score.performance": Decimal(75),
    "score.performance.below_floor": (),
    "standing_change.move": "TERMINATE",
    "standing_change.reason_code": "POLICY",
}


@cache
def whole() -> Rulebook:
    """Return the sample regulation."""
    return Rulebook.model_validate(yaml.safe_load(WHOLE_TEXT))


def refusals(
    gate: str,
    facts: Mapping[str, object] | None = None,
    on: date = ON,
    step: str | None = None,
) -> dict[str, Refusal]:
    """Judge a gate of the sample, good but for these facts; return what refuses by its rule."""
    verdict = judge(whole(), gate, GOOD | dict(facts or {}), on, step=step, calendar=HOLIDAYS)
    return {refusal.rule_id: refusal for refusal in verdict.refusals}
