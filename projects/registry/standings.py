"""The records that any stage may need: a change of standing, and a waiver.

Both are asked for by the owner unit at any time of a project's life. A change of standing
works when it passes; a waiver goes to the ledger with the day on which it ends.
"""

from collections.abc import Mapping
from datetime import date, datetime

from django.utils import timezone

from approvals.organizations.models import User
from config.kernel.verdicts import ALLOWED, Strength, Verdict, enforce, refused
from documents.sheets.shapes import Choices
from projects.registry import services
from projects.registry.kinds import RecordKind
from projects.registry.models import Record, Stage, Standing, StandingChange
from projects.registry.queries import stated_at_decision
from projects.registry.rules import gatekeeper
from projects.regulations.queries import flow_of, rulebook_of
from projects.regulations.rulebook import Binding
from projects.regulations.services import grant_waiver, may_waive, rule_of, waivable_rules

LIVING = tuple(stage for stage in Stage if stage is not Stage.ARCHIVED)


def _heading(record: Record) -> dict[str, object]:
    return {
        "project_name": record.project.name,
        "applicant_unit": record.project.owner_unit.name,
        "applied_on": timezone.localdate(record.created_at),
    }


def _standing_prefill(record: Record) -> Mapping[str, object]:
    paused = record.project.standing == Standing.SUSPENDED
    return {**_heading(record), **({"move": "RESUME"} if paused else {})}


def _standing_check(record: Record) -> Verdict:
    """Only a suspended project is resumed, and only a project under way is suspended."""
    assert isinstance(record, StandingChange)
    if flow_of(record.project.rulebook, record.kind) is None:
        return _nobody_decides(record)
    standing = record.project.standing
    if record.change == StandingChange.Change.RESUME and standing != Standing.SUSPENDED:
        return refused("项目没有暂停，不需要恢复。")
    if record.change == StandingChange.Change.SUSPEND and standing != Standing.ACTIVE:
        return refused(f"项目已{record.project.get_standing_display()}，不能再暂停。")
    if standing not in {Standing.ACTIVE, Standing.SUSPENDED}:
        return refused(f"项目已{record.project.get_standing_display()}，不能再变更办理状态。")
    return ALLOWED


def _change_standing(record: Record, *, actor: User, at: datetime) -> None:
    assert isinstance(record, StandingChange)
    project = record.project
    moves = {
        StandingChange.Change.SUSPEND: project.suspend,
        StandingChange.Change.RESUME: project.resume,
        StandingChange.Change.TERMINATE: project.terminate,
        StandingChange.Change.WITHDRAW: project.withdraw,
    }
    move = moves[StandingChange.Change(record.change)]
    reason = str(record.details.get("reason", ""))
    services.change_standing(project, move, reason=reason, actor=actor, at=at)


STANDING_CHANGE = RecordKind(
    code="standing_change",
    label="暂停、恢复、终止或撤回",
    stages=LIVING,
    sheet="standing_change",
    model=StandingChange,
    typed={"move": "change"},
    is_repeatable=True,
    number_prefix="状态变更",
    needs_active_project=False,
    prefill=_standing_prefill,
    check=_standing_check,
    may_pass=_standing_check,
    on_passed=_change_standing,
)


def _waiver_prefill(record: Record) -> Mapping[str, object]:
    """Propose the first rule that stands in the way and may be waived."""
    project, on = record.project, timezone.localdate(record.created_at)
    keeper = gatekeeper(project, on)
    for gate in rulebook_of(project.rulebook).gates:
        for refusal in keeper.judge(gate.code).refusals:
            if refusal.strength is Strength.WAIVABLE:
                return {**_heading(record), "rule_id": refusal.rule_id}
    return _heading(record)


def _waiver_derive(record: Record) -> Mapping[str, object]:
    """Quote the rule that was chosen."""
    rule = rule_of(rulebook_of(record.project.rulebook), str(record.details.get("rule_id", "")))
    return {"rule_text": "" if rule is None else _quoted(record, rule)}


def _quoted(record: Record, rule: Binding) -> str:
    rulebook = rulebook_of(record.project.rulebook)
    return f"《{rulebook.text_of(rule).title}》{rule.clause}：{rule.quote}"


def _waiver_offer(record: Record) -> Mapping[str, Choices]:
    """Offer the rules that hold 原则上 and no others."""
    rules = waivable_rules(rulebook_of(record.project.rulebook))
    return {"rule_id": tuple((code, f"{rule.clause}：{label}") for code, label, rule in rules)}


def _nobody_decides(record: Record) -> Verdict:
    return refused(
        f"{record.project.rulebook.edition}没有写明由谁批准{record.title}，不能办理；"
        "请规则管理员补充这一关口的审批路线。"
    )


def _waiver_check(record: Record) -> Verdict:
    if flow_of(record.project.rulebook, record.kind) is None:
        return _nobody_decides(record)
    until = _day(record.details.get("wanted_until"))
    start = timezone.localdate(record.created_at)
    return may_waive(
        record.project.rulebook,
        str(record.details.get("rule_id", "")),
        reason=str(record.details.get("reason", "")),
        starts_on=start,
        expires_on=until or start,
    )


def _grant(record: Record, *, actor: User, at: datetime) -> None:
    on = timezone.localdate(at)
    until = _day(stated_at_decision(record).get("expires_on")) or _day(
        record.details.get("wanted_until")
    )
    if until is None:
        enforce(refused("请写明豁免失效日期。"))
    assert until is not None
    grant_waiver(
        record.project.rulebook,
        rule_id=str(record.details.get("rule_id", "")),
        project_id=record.project_id,
        project_label=record.project.name,
        reason=str(record.details.get("reason", "")),
        approver_label=f"{actor.full_name}（{actor.unit or ''}）",
        starts_on=on,
        expires_on=until,
        process=record.approval,
        actor=actor,
        at=at,
    )


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


WAIVER = RecordKind(
    code="waiver",
    label="豁免申请",
    stages=LIVING,
    sheet="waiver",
    is_repeatable=True,
    number_prefix="豁免",
    prefill=_waiver_prefill,
    derive=_waiver_derive,
    offer=_waiver_offer,
    check=_waiver_check,
    on_passed=_grant,
)
