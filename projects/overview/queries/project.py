"""What the project page shows: stages with their gates, figures, next steps, tabs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse

from approvals.organizations.models import User
from config.kernel.templatetags.ui import cn_day, wan
from config.kernel.verdicts import Verdict
from projects.overview.queries.ledger import Desk, desks_of
from projects.registry import kinds
from projects.registry.access import rights_on
from projects.registry.facts import Facts, facts_of
from projects.registry.models import Project, Record, Stage
from projects.registry.queries import openable_kinds, records_of
from projects.registry.rules import judge_gate, may_submit, record_url

type Row = dict[str, object]

LIFE = (
    Stage.APPLICATION,
    Stage.INITIATION,
    Stage.CONSTRUCTION,
    Stage.ACCEPTANCE,
    Stage.OPERATION,
    Stage.EVALUATION,
)
GATES = {
    Stage.INITIATION: "enter_initiation",
    Stage.CONSTRUCTION: "enter_construction",
    Stage.ACCEPTANCE: "final_acceptance",
    Stage.OPERATION: "enter_operation",
    Stage.EVALUATION: "self_evaluation",
}
STANDING_TINTS = {
    "ACTIVE": "info",
    "SUSPENDED": "warn",
    "TERMINATED": "bad",
    "WITHDRAWN": "mute",
    "NOT_ESTABLISHED": "bad",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectPage:
    """Everything the head and the side panel of a project page need."""

    project: Project
    stages: Sequence[Row]
    figures: Sequence[Row]
    actions: Sequence[Row]
    records: Sequence[Record]
    desk: Desk | None
    facts: Facts
    rights: frozenset[str]


def project_page(project: Project, user: User, on: date) -> ProjectPage:
    """Read a project once for its page."""
    facts = facts_of(project)
    rights = rights_on(user, project, on)
    records = list(records_of(project))
    for record in records:
        record.project = project
    desk = desks_of([project.pk], on).get(project.pk)
    return ProjectPage(
        project=project,
        stages=_stages(project, facts, on),
        figures=_figures(project, facts, desk),
        actions=_actions(project, records, facts, rights, on),
        records=records,
        desk=desk,
        facts=facts,
        rights=rights,
    )


def _stages(project: Project, facts: Facts, on: date) -> list[Row]:
    order = list(Stage)
    here = order.index(Stage(project.stage))
    rows: list[Row] = []
    for stage in LIFE:
        place = order.index(stage)
        state = "done" if place < here else "now" if place == here else "todo"
        if state == "now" and not project.is_active:
            state = "stopped"
        rows.append(
            {
                "name": stage.label,
                "note": _stage_note(project, state),
                "state": state,
                "gate": _gate(project, stage, facts, on, is_passed=place <= here),
            }
        )
    return rows


def _stage_note(project: Project, state: str) -> str:
    if state in {"now", "stopped"}:
        entered = f"{cn_day(project.stage_entered_on)}起"
        return entered if state == "now" else f"{project.get_standing_display()}，{entered}"
    return "已完成" if state == "done" else "未开始"


def _gate(
    project: Project, stage: Stage, facts: Facts, on: date, *, is_passed: bool
) -> Row | None:
    code = GATES.get(stage)
    if code is None:
        return None
    if is_passed:
        return {"state": "pass", "label": f"{stage.label}关口已通过"}
    verdict = judge_gate(project, code, on, facts)
    if verdict:
        return {"state": "todo", "label": f"{stage.label}关口条件已具备"}
    return {
        "state": "shut",
        "label": f"{stage.label}关口还差 {len(verdict.blocking)} 项：{verdict.text}",
    }


def _figures(project: Project, facts: Facts, desk: Desk | None) -> list[Row]:
    figures: list[Row] = [
        {"label": "申报金额", "value": wan(project.estimated_amount), "note": "万元"},
        {"label": "批复金额", "value": wan(project.approved_amount), "note": "万元"},
        {"label": "合同金额", "value": _sum(facts, "contract.total_amount"), "note": "万元"},
        {"label": "已支付", "value": _sum(facts, "payment.total_passed"), "note": "万元"},
    ]
    if desk is None:
        figures.append({"label": "在谁手上", "value": project.handler.full_name, "note": "经办人"})
    else:
        note = f"{desk.days} 个工作日"
        figures.append({"label": "在谁手上", "value": desk.holder, "note": note})
    return figures


def _sum(facts: Facts, name: str) -> str:
    value = facts.get(name)
    return wan(value) if isinstance(value, Decimal) else "—"


def _actions(
    project: Project,
    records: Sequence[Record],
    facts: Facts,
    rights: frozenset[str],
    on: date,
) -> list[Row]:
    """The next things this reader may do, first what is begun, then what may be begun."""
    actions: list[Row] = []
    for record in records:
        kind = kinds.get(record.kind)
        if record.is_editable and kind.permission.partition(".")[2] in rights:
            actions.append(
                {
                    "label": f"继续填报{record.title}",
                    "href": record_url(record),
                    "verdict": Verdict(),
                    "note": _missing_note(may_submit(record, on)),
                    "icon": "edit",
                    "primary": not actions,
                }
            )
    for kind in openable_kinds(project, rights):
        verdict = judge_gate(project, kind.gate_code, on, facts)
        hard = Verdict(tuple(r for r in verdict.refusals if _stands_before(r.missing, kind.code)))
        actions.append(
            {
                "label": f"新建{kind.label}",
                "href": reverse(
                    "projects:registry-open",
                    kwargs={"project_id": project.pk, "kind": kind.code},
                ),
                "method": "post",
                "verdict": hard,
                "icon": "plus",
                "primary": not actions and bool(hard),
            }
        )
    return actions


def _missing_note(verdict: Verdict) -> str:
    if verdict:
        return "内容已齐全，可以送审。"
    return f"送审还差 {len(verdict.blocking)} 项。"


def _stands_before(missing: Sequence[object], kind: str) -> bool:
    """Whether a refusal lies outside the record itself, so that beginning it makes no sense."""
    urls = [getattr(item, "url", "") for item in missing]
    return bool(urls) and not any(f"kind={kind}" in url or "/records/" in url for url in urls)


