"""Waivers: an approved exception from a rule that only holds 原则上."""

from datetime import date, datetime

from approvals.flows.models import ApprovalProcess
from approvals.organizations.models import User
from audit.actions import AuditAction
from audit.services import audited, record
from config.kernel.verdicts import ALLOWED, Strength, Verdict, enforce, refused
from projects.regulations.models import RulebookVersion, Waiver
from projects.regulations.queries import rulebook_of
from projects.regulations.rulebook import Binding, Rulebook


def rule_of(rulebook: Rulebook, rule_id: str) -> Binding | None:
    """Return a demand or a paper by its id."""
    papers = (paper for gate in rulebook.gates for paper in gate.papers)
    found = (paper for paper in papers if paper.id == rule_id)
    return rulebook.requirement(rule_id) or next(found, None)


def waivable_rules(rulebook: Rulebook) -> list[tuple[str, str, Binding]]:
    """Return the rules that hold 原则上, each with its id and what it says in short."""
    labels = {kind.code: kind.label for kind in rulebook.paper_kinds}
    rules: list[tuple[str, str, Binding]] = [(r.id, r.message, r) for r in rulebook.requirements]
    for gate in rulebook.gates:
        rules += [(paper.id, f"提交{labels[paper.kind]}", paper) for paper in gate.papers]
    return [rule for rule in rules if rule[2].strength is Strength.WAIVABLE]


def may_waive(
    version: RulebookVersion, rule_id: str, *, reason: str, starts_on: date, expires_on: date
) -> Verdict:
    """Decide whether a rule of this rulebook may be waived, on these terms."""
    rule = rule_of(rulebook_of(version), rule_id)
    if rule is None:
        return refused("本办法没有这条规定，请从办法中选择要豁免的规定。")
    verdict = ALLOWED
    if rule.strength is not Strength.WAIVABLE:
        verdict &= refused(
            "只有写明“原则上”“一般”的规定可以豁免，这条规定必须遵守。",
            rule_id=rule_id,
            regulation=version.regulation.title,
            clause=rule.clause,
            quote=rule.quote,
        )
    if not reason.strip():
        verdict &= refused("请写明豁免理由。")
    if expires_on < starts_on:
        verdict &= refused("失效日期早于生效日期，请核对。")
    return verdict


@audited(refused_as=AuditAction.WAIVER_GRANTED)
def grant_waiver(  # noqa: PLR0913 - a waiver has that many terms, all named
    version: RulebookVersion,
    *,
    rule_id: str,
    project_id: int,
    project_label: str,
    reason: str,
    approver_label: str,
    starts_on: date,
    expires_on: date,
    process: ApprovalProcess | None = None,
    actor: User,
    at: datetime,
) -> Waiver:
    """Enter an approved waiver in the ledger (登记豁免)."""
    enforce(may_waive(version, rule_id, reason=reason, starts_on=starts_on, expires_on=expires_on))
    rule = rule_of(rulebook_of(version), rule_id)
    assert rule is not None
    waiver = Waiver.objects.create(
        rulebook_version=version,
        rule_id=rule_id,
        clause=rule.clause,
        quote=rule.quote,
        project_id=project_id,
        project_label=project_label,
        reason=reason.strip(),
        approver_label=approver_label,
        process=process,
        starts_on=starts_on,
        expires_on=expires_on,
        recorded_at=at,
    )
    detail = {"依据": rule.clause, "理由": waiver.reason, "失效日期": expires_on}
    action = AuditAction.WAIVER_GRANTED
    record(action, target=waiver, actor=actor, at=at, project_id=project_id, detail=detail)
    return waiver


@audited(refused_as=AuditAction.WAIVER_REVOKED)
def revoke_waiver(waiver: Waiver, *, reason: str, actor: User, at: datetime) -> Waiver:
    """End a waiver before its time (撤销豁免)."""
    waiver = Waiver.objects.select_for_update().get(pk=waiver.pk)
    if waiver.revoked_at is not None:
        enforce(refused("这项豁免已经撤销。"))
    if not reason.strip():
        enforce(refused("请写明撤销理由。"))
    waiver.revoked_at, waiver.revocation_reason = at, reason.strip()
    waiver.save(update_fields=["revoked_at", "revocation_reason"])
    record(
        AuditAction.WAIVER_REVOKED,
        target=waiver,
        actor=actor,
        at=at,
        project_id=waiver.project_id,
        detail={"理由": waiver.revocation_reason},
    )
    return waiver
