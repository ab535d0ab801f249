"""A project carried on from its plan to the archives, by the same hands as in life."""

from datetime import date, datetime
from functools import partial
from typing import Any

from django.utils.timezone import make_aware

from approvals.flows import services as flows
from approvals.flows.models import ApprovalTask
from projects.acceptance.rules import ResourceLine
from projects.acceptance.services import catalogue_data
from projects.planning.models import AnnualPlan, PlanItem
from projects.planning.services import add_projects, begin_plan, change_items, submit_plan
from projects.registry.models import Project, Record, Stage
from projects.registry.services import attach_paper, open_record, save_record
from tests.builders import County, initiated, send, sign
from tests.documents.samples import pdf, upload
from tests.filled import (
    acceptance_values,
    accounts_values,
    archive_values,
    contract_values,
    payment_values,
    quota_values,
    report_values,
    review_values,
    self_values,
    system_values,
    target_values,
    trial_values,
)
from tests.kept import once


def moment(month: int, day: int, year: int = 2026) -> datetime:
    """Return ten in the morning of a day."""
    return make_aware(datetime(year, month, day, 10))  # noqa: DTZ001 - made aware of our own zone


PLANNED, CONTRACTED, FUNDED, PAID = moment(3, 10), moment(4, 2), moment(4, 10), moment(4, 20)
TESTED, TRIED, ACCEPTED, OPERATED = moment(6, 1), moment(8, 20), moment(9, 1), moment(9, 10)
SETTLED, EVALUATED, ARCHIVED = moment(9, 20), moment(10, 9), moment(11, 2)


def fresh(project: Project) -> Project:
    """Read a project again."""
    found = Project.objects.select_related("owner_unit", "rulebook__regulation")
    return found.defer("rulebook__content").get(pk=project.pk)


def fill(  # noqa: PLR0913 - whose record, which, what it says, who and when
    county: County,
    project: Project,
    kind: str,
    values: dict[str, object],
    *,
    by: str = "HANDLER",
    at: datetime,
) -> Record:
    """Begin a record and keep what is entered."""
    actor = county.at(by, project.owner_unit.name)
    opened = open_record(project, kind, actor=actor, at=at)
    return save_record(opened, values=values, version=opened.version, actor=actor, at=at)


def change(county: County, record: Record, *, by: str = "HANDLER", **values: object) -> Record:
    """Keep other values in a draft, on the day of the last ones."""
    current = Record.objects.get(pk=record.pk)
    actor = county.at(by, record.project.owner_unit.name)
    return save_record(
        current, values=values, version=current.version, actor=actor, at=current.saved_at
    )


def let_pass(
    county: County, record: Record, *roles: str, by: str = "HANDLER", at: datetime, **stated: str
) -> Record:
    """Send a record and let everybody on its route agree; the last one states what is asked."""
    send(county, record, by=by, at=at)
    for role in roles:
        sign(county, record, role, stated=stated if role == roles[-1] else None, at=at)
    return Record.objects.get(pk=record.pk)


def planned(county: County, project: Project, *, at: datetime = PLANNED) -> Project:
    """Put a project into a plan and let the three departments issue it."""
    compiler = county.at("DATA_REVIEW")
    plan = begin_plan(year=at.year, actor=compiler, at=at)
    add_projects(plan, project_ids=[project.pk], version=plan.version, actor=compiler, at=at)
    plan = AnnualPlan.objects.get(pk=plan.pk)
    item = PlanItem.objects.get(plan=plan, project=project)
    amount = project.approved_amount
    plan = change_items(
        plan,
        changes={
            item.pk: {
                "fiscal_amount": amount,
                "content": "环卫作业监管。",
                "starts_on": date(at.year, 4, 1),
                "ends_on": date(at.year, 12, 31),
            }
        },
        version=plan.version,
        actor=compiler,
        at=at,
    )
    submit_plan(plan, version=plan.version, actor=compiler, at=at)
    for role in ("DATA_HEAD", "NDRC_APPROVAL", "FINANCE_BUDGET"):
        task = ApprovalTask.objects.select_related("process").get(
            matter_code="projects.annual_plan",
            process__record_ref=plan.pk,
            role_code=role,
            status=ApprovalTask.Status.OPEN,
        )
        version = task.process.version
        flows.approve(task, opinion="同意。", version=version, actor=county.at(role), at=at)
    return fresh(project)


def contracted(
    county: County, project: Project, *, at: datetime = CONTRACTED, **changes: Any
) -> Record:
    """Register a contract and let it take effect."""
    draft = fill(county, project, "contract", contract_values(**changes), at=at)
    return let_pass(county, draft, "UNIT_HEAD", "FINANCE_BUDGET", at=at)


def funded(
    county: County, project: Project, amount: str = "400000.00", *, at: datetime = FUNDED
) -> Record:
    """Give a project a quota."""
    values = quota_values(amount)
    draft = fill(county, project, "appropriation", values, by="FINANCE_BUDGET", at=at)
    return let_pass(county, draft, by="FINANCE_BUDGET", at=at)


def asked_for(
    county: County,
    project: Project,
    amount: str = "100000.00",
    *,
    at: datetime = PAID,
    **changes: Any,
) -> Record:
    """Fill in a request for a payment."""
    return fill(county, project, "payment", payment_values(amount, **changes), at=at)


def paid(
    county: County, project: Project, amount: str = "100000.00", *, at: datetime = PAID
) -> Record:
    """Let a payment be made."""
    draft = asked_for(county, project, amount, at=at)
    paid_on = at.date().isoformat()
    return let_pass(county, draft, "UNIT_HEAD", "FINANCE_PAYMENT", at=at, paid_on=paid_on)


def resource(name: str = "环卫作业轨迹", **changes: Any) -> ResourceLine:
    """Return a data resource that is catalogued and collected."""
    given: dict[str, Any] = {
        "name": name,
        "sharing": "UNCONDITIONAL",
        "frequency": "DAILY",
        "catalogued_on": date(2026, 8, 10),
        "collected_on": date(2026, 8, 12),
    }
    return ResourceLine(**(given | changes))


def catalogued(
    county: County, project: Project, *lines: ResourceLine, at: datetime = TRIED
) -> Project:
    """Write the data catalogue of a project, with one resource unless others are given."""
    actor = county.at("HANDLER", project.owner_unit.name)
    catalogue_data(
        project,
        lines=list(lines) or [resource()],
        version=fresh(project).version,
        actor=actor,
        at=at,
    )
    return fresh(project)


def let_test_pass(county: County, project: Project, *, at: datetime = TESTED) -> Record:
    """Let a test report pass."""
    draft = fill(county, project, "test_report", report_values(), at=at)
    return let_pass(county, draft, "UNIT_HEAD", "DATA_REVIEW", at=at)


def let_trial_pass(county: County, project: Project, *, at: datetime = TRIED) -> Record:
    """Let a trial operation pass."""
    draft = fill(county, project, "trial_operation", trial_values(), at=at)
    return let_pass(county, draft, "UNIT_HEAD", "DATA_REVIEW", at=at)


def with_proof(county: County, acceptance: Record, *, at: datetime = ACCEPTED) -> Record:
    """File the proof that the data were collected."""
    attach_paper(
        acceptance.project,
        record=acceptance,
        kind="DATA_COLLECTION_PROOF",
        upload=upload("归集证明.pdf", pdf()),
        title="",
        actor=county.at("HANDLER", acceptance.project.owner_unit.name),
        at=at,
    )
    return acceptance


def ready_for_acceptance(county: County, project: Project, *, at: datetime = ACCEPTED) -> Record:
    """Return an acceptance with everything filled in, of a project tested and tried."""
    let_test_pass(county, project)
    let_trial_pass(county, project)
    project = catalogued(county, project)
    draft = fill(county, project, "final_acceptance", acceptance_values(), at=at)
    return with_proof(county, draft, at=at)


ACCEPTORS = ("UNIT_HEAD", "DATA_REVIEW", "CYBERSPACE_REVIEW", "DATA_HEAD")


def targeted(county: County, project: Project, *, at: datetime = CONTRACTED) -> Record:
    """Let the performance targets pass."""
    draft = fill(county, project, "performance_targets", target_values(), at=at)
    return let_pass(county, draft, "UNIT_HEAD", "DATA_REVIEW", at=at)


def project_at(
    county: County, stage: Stage, *, name: str = "环卫作业监管系统", reply: str = "12"
) -> Project:
    """Return a project that has come to a stage, with all that belongs to the way there."""
    build = partial(_project_at, county, stage, name, reply)
    return once(f"{name} {reply} at {stage}", build)


def _project_at(county: County, stage: Stage, name: str, reply: str) -> Project:
    project = initiated(county, name=name, number=f"县发改〔2026〕{reply}号")
    if stage == Stage.INITIATION:
        return project
    project = planned(county, project)
    if stage == Stage.CONSTRUCTION:
        return project
    contracted(county, project)
    funded(county, project)
    targeted(county, project)
    for amount in ("100000.00", "300000.00"):
        paid(county, project, amount)
    acceptance = ready_for_acceptance(county, project)
    send(county, acceptance, at=ACCEPTED)
    if stage == Stage.ACCEPTANCE:
        return fresh(project)
    for role in ACCEPTORS:
        sign(county, acceptance, role, at=ACCEPTED)
    if stage == Stage.OPERATION:
        return fresh(project)
    return _evaluated(county, fresh(project), stage)


def _evaluated(county: County, project: Project, stage: Stage) -> Project:
    system = fill(county, project, "information_system", system_values(), at=OPERATED)
    let_pass(county, system, "UNIT_HEAD", at=OPERATED)
    accounts = fill(county, project, "final_accounts", accounts_values(), at=SETTLED)
    let_pass(county, accounts, "UNIT_HEAD", "FINANCE_BUDGET", at=SETTLED)
    own = fill(county, project, "self_evaluation", self_values(), at=EVALUATED)
    let_pass(county, own, "UNIT_HEAD", "DATA_REVIEW", at=EVALUATED)
    if stage == Stage.EVALUATION:
        return fresh(project)
    by, at = "DATA_REVIEW", EVALUATED
    review = fill(county, fresh(project), "evaluation", review_values(), by=by, at=at)
    let_pass(county, review, "FINANCE_BUDGET", "DATA_HEAD", by=by, at=at)
    archive = fill(county, fresh(project), "archive", archive_values(), at=ARCHIVED)
    let_pass(county, archive, "UNIT_HEAD", "DATA_INTAKE", at=ARCHIVED)
    return fresh(project)
