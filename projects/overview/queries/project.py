"""What the head and the side of a project page show: stages, gates, figures, next steps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.timezone import localdate

from approvals.flows.models import ApprovalTask
from approvals.organizations.models import User
from approvals.organizations.queries import post_ids_of
from config.kernel.templatetags.ui import cn_date, percent, wan
from projects.overview.queries.actions import NextSteps, Reading, next_steps
from projects.overview.queries.ledger import Desk, desk_of, open_tasks_of
from projects.registry.access import rights_on
from projects.registry.facts import Facts, facts_of
from projects.registry.life import LifeStage, life_of
from projects.registry.models import Project, Record, RecordStatus, Stage, Standing
from projects.registry.queries import records_of
from projects.registry.rules import Gatekeeper, gatekeeper, may_enter_next
from projects.registry.standings import STANDING_CHANGE

type Row = dict[str, object]

PASSED = RecordStatus.PASSED

GATES = {
    Stage.INITIATION: "enter_initiation",
    Stage.CONSTRUCTION: "enter_construction",
    Stage.ACCEPTANCE: "final_acceptance",
    Stage.OPERATION: "enter_operation",
    Stage.EVALUATION: "self_evaluation",
}
TABS_OF_STAGES = {
    Stage.APPLICATION: "application",
    Stage.INITIATION: "initiation",
    Stage.CONSTRUCTION: "construction",
    Stage.ACCEPTANCE: "acceptance",
    Stage.OPERATION: "operation",
    Stage.EVALUATION: "evaluation",
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
    """A project, read once for its page."""

    reading: Reading
    records: Sequence[Record]
    tasks: Sequence[ApprovalTask]
    facts: Facts
    keeper: Gatekeeper
    stages: Sequence[Row]
    figures: Sequence[Row]
    steps: NextSteps
    desk: Desk | None

    @property
    def project(self) -> Project:
        """The project that is shown."""
        return self.reading.project

    @property
    def rights(self) -> frozenset[str]:
        """What the reader may do with it."""
        return self.reading.rights


def project_page(project: Project, reader: User, on: date) -> ProjectPage:
    """Read a project once for its page."""
    reading = Reading(
        project=project,
        reader=reader,
        rights=rights_on(reader, project, on),
        post_ids=frozenset(post_ids_of(reader, on)),
        on=on,
    )
    records = list(records_of(project))
    for record in records:
        record.project = project
    facts = facts_of(project)
    keeper = gatekeeper(project, on, facts, records)
    tasks = open_tasks_of([project.pk])[project.pk]
    desk = desk_of(tasks, on)
    return ProjectPage(
        reading=reading,
        records=records,
        tasks=tasks,
        facts=facts,
        keeper=keeper,
        stages=_stages(project, records, keeper),
        figures=_figures(project, facts, desk),
        steps=next_steps(reading, records, tasks, keeper),
        desk=desk,
    )


def _stages(project: Project, records: Sequence[Record], keeper: Gatekeeper) -> list[Row]:
    """Show the stages by the names and in the order of the project's rulebook."""
    life = life_of(project)
    here = life.place_of(project)
    page = reverse("projects:overview-project", kwargs={"project_id": project.pk})
    rows: list[Row] = []
    for place, stage in enumerate(life.stages):
        if stage.phase is Stage.ARCHIVED:
            continue
        state = "done" if place < here else "now" if place == here else "todo"
        if state == "now" and not project.is_active:
            state = "stopped"
        rows.append(
            {
                "name": stage.label,
                "note": _stage_note(project, records, state),
                "state": state,
                "gate": _gate(project, stage, keeper, steps_away=place - here) if place else None,
                "href": f"{page}?tab={TABS_OF_STAGES[stage.phase]}",
            }
        )
    return rows


def _stage_note(project: Project, records: Sequence[Record], state: str) -> str:
    entered = cn_date(project.stage_entered_on)
    match state:
        case "now":
            return f"{entered}起"
        case "stopped":
            day = _stopped_on(project, records)
            stopped = project.get_standing_display()
            return f"{cn_date(day)}{stopped}" if day else f"{entered}进入，{stopped}"
        case "done":
            return "已完成"
        case _:
            return "未开始"


def _stopped_on(project: Project, records: Sequence[Record]) -> date | None:
    """Return the day of the decision that stopped a project; none for one entered afterwards."""
    is_refused = project.standing == Standing.NOT_ESTABLISHED
    days = [
        localdate(record.decided_at)
        for record in records
        if record.decided_at
        and (is_refused or (record.kind, record.status) == (STANDING_CHANGE.code, PASSED))
    ]
    return max(days, default=None)


def _gate(project: Project, stage: LifeStage, keeper: Gatekeeper, *, steps_away: int) -> Row | None:
    """Return the gate before a stage: passed, closed for these reasons, or still far away."""
    if steps_away <= 0:
        return {"state": "pass", "label": f"{stage.label}关口已通过"}
    if steps_away > 1 or not project.is_active:
        return {"state": "todo", "label": f"{stage.label}关口未到"}
    if life_of(project).is_own:
        verdict = may_enter_next(project, keeper.on, keeper)
    else:
        verdict = keeper.judge(GATES[stage.phase])
    if verdict:
        return {"state": "pass", "label": f"{stage.label}关口条件已具备"}
    return {
        "state": "shut",
        "label": f"{stage.label}关口还差 {len(verdict.blocking)} 项：{verdict.text}",
    }


def _figures(project: Project, facts: Facts, desk: Desk | None) -> list[Row]:
    contracted, paid = _sum(facts, "contract.total_amount"), _sum(facts, "payment.total_passed")
    share = f"万元，合同的 {percent(paid, contracted)}" if paid and contracted else "万元"
    money = reverse("projects:finance-money", kwargs={"project_id": project.pk})
    figures: list[Row] = [
        _amount("申报金额", project.estimated_amount),
        _amount("批复金额", project.approved_amount),
        {"label": "合同金额", "value": wan(contracted), "note": "万元", "href": money},
        {"label": "已支付", "value": wan(paid), "note": share, "href": money},
    ]
    if project.stage == Stage.ARCHIVED:
        figures.append({"label": "办理状态", "value": "已归档", "note": ""})
    elif not project.is_active:
        figures.append({"label": "办理状态", "value": project.get_standing_display(), "note": ""})
    elif desk is None:
        figures.append({"label": "在谁手上", "value": project.handler.full_name, "note": "经办人"})
    else:
        note = f"{desk.step}，{desk.days} 个工作日"
        figures.append({"label": "在谁手上", "value": desk.holder, "note": note})
    return figures


def _amount(label: str, amount: Decimal | None) -> Row:
    return {"label": label, "value": wan(amount), "note": "" if amount is None else "万元"}


def _sum(facts: Facts, name: str) -> Decimal | None:
    value = facts.get(name)
    return value if isinstance(value, Decimal) else None
