"""Confirming an annual plan together, and what its issue does to the projects in it."""

from datetime import datetime

from django.utils import timezone

from approvals.flows import services as flows
from approvals.flows.models import ApprovalProcess, ProcessStatus
from approvals.organizations.models import User
from audit.actions import AuditAction
from audit.services import audited, record
from config.kernel.digests import canonical_json, sha256
from config.kernel.verdicts import enforce, refused
from projects.planning.models import AnnualPlan, PlanVersion
from projects.planning.queries import SUMMED, items_of, plan_flow, sums_of
from projects.planning.rules import may_submit_plan
from projects.planning.services.compiling import locked_plan
from projects.planning.services.exchanging import freeze_version
from projects.registry.life import life_of
from projects.registry.models import Project, Stage, Standing
from projects.registry.rules import judge_gate
from projects.registry.services import carry_on, follow_life

MATTER = "projects.annual_plan"


@audited
def submit_plan(plan: AnnualPlan, *, version: int, actor: User, at: datetime) -> AnnualPlan:
    """Send a plan to joint confirmation by the three departments (会签)."""
    plan = locked_plan(plan, version)
    enforce(may_submit_plan(plan))
    plan.submit()
    plan.version += 1
    digest = digest_of(plan)
    if plan.approval is not None and plan.approval.status == ProcessStatus.RETURNED:
        flows.resubmit(
            plan.approval,
            content_digest=digest,
            version=plan.approval.version,
            actor=actor,
            at=at,
        )
    else:
        plan.approval = _start(plan, digest, actor=actor, at=at)
    plan.save(update_fields=["status", "version", "approval"])
    is_first = plan.edition == 1
    kind = PlanVersion.Kind.REPORTED if is_first else PlanVersion.Kind.ADJUSTED
    freeze_version(plan, kind, actor=actor, at=at)
    record(AuditAction.PLAN_SUBMITTED, target=plan, actor=actor, at=at)
    return plan


def digest_of(plan: AnnualPlan) -> str:
    """Return the digest of what a plan says: its lines in the order of print."""
    names = ("content", "year_content", "starts_on", "ends_on", *SUMMED, "priority", "target")
    lines = [
        [item.project_id, *(str(getattr(item, name)) for name in names)] for item in items_of(plan)
    ]
    return sha256(canonical_json({"title": plan.title, "lines": lines}))


def _start(plan: AnnualPlan, digest: str, *, actor: User, at: datetime) -> ApprovalProcess:
    definition = plan_flow()
    unit = actor.unit
    if definition is None or unit is None:
        enforce(refused("现行办法没有规定年度计划的会签流程，或您没有所属单位。"))
    assert definition is not None
    assert unit is not None
    return flows.start(
        MATTER,
        definition=definition,
        subject_label=plan.title,
        project_ref=0,
        record_ref=plan.pk,
        owner_unit=unit,
        amount=sums_of(plan)["year_amount"],
        stage=Stage.INITIATION.label,
        content_digest=digest,
        actor=actor,
        at=at,
    )


def _locked(process: ApprovalProcess) -> AnnualPlan:
    assert process.record_ref is not None
    return AnnualPlan.objects.select_for_update(of=("self",), no_key=True).get(
        pk=process.record_ref
    )


@audited
def confirm_plan(process: ApprovalProcess, /, *, actor: User, at: datetime) -> None:
    """Issue a plan (下达); the projects in it that may be built now enter construction."""
    plan = _locked(process)
    plan.confirm()
    plan.confirmed_at = at
    plan.version += 1
    plan.save(update_fields=["status", "confirmed_at", "version"])
    freeze_version(plan, PlanVersion.Kind.APPROVED, actor=actor, at=at)
    record(AuditAction.PLAN_ISSUED, target=plan, actor=actor, at=at)
    on = timezone.localdate(at)
    projects = (
        Project.objects.filter(
            plan_items__plan=plan, stage=Stage.INITIATION, standing=Standing.ACTIVE
        )
        .select_for_update(of=("self",), no_key=True)
        .select_related("owner_unit", "rulebook__regulation")
        .defer("rulebook__content")
        .order_by("pk")
    )
    for project in projects:
        if life_of(project).is_own:
            follow_life(project, actor=actor, at=at)
        elif judge_gate(project, "enter_construction", on):
            carry_on(project, Stage.CONSTRUCTION, actor=actor, at=at)


@audited
def return_plan(process: ApprovalProcess, /, *, actor: User, at: datetime) -> None:
    """Send a plan back to be changed; one department did not agree."""
    plan = _locked(process)
    plan.come_back()
    plan.version += 1
    plan.save(update_fields=["status", "version"])
    record(AuditAction.PLAN_RETURNED, target=plan, actor=actor, at=at)


@audited
def withdraw_plan(
    plan: AnnualPlan, *, reason: str, version: int, actor: User, at: datetime
) -> AnnualPlan:
    """Take a plan back from joint confirmation."""
    plan = locked_plan(plan, version)
    process = plan.approval
    if process is None or not process.is_running:
        enforce(refused("计划不在会签中，无需撤回。"))
    assert process is not None
    flows.withdraw(process, reason=reason, version=process.version, actor=actor, at=at)
    plan.refresh_from_db()
    return plan


@audited
def note_export(plan: AnnualPlan, *, actor: User, at: datetime) -> None:
    """Put on the trail that a plan left the system as a workbook."""
    record(AuditAction.PLAN_EXPORTED, target=plan, actor=actor, at=at)
