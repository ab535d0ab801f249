"""A project carried on from its plan to the archives, by the same hands as in life."""

from datetime import date, datetime
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

CONTRACTOR, CONTRACTOR_CODE = "云阳数智科技有限公司", "91330185MA2AX123XN"


def moment(month: int, day: int, year: int = 2026) -> datetime:
    """Return ten in the morning of a day."""
    return make_aware(datetime(year, month, day, 10))  # noqa: DTZ001 - made aware of our own zone


PLANNED, CONTRACTED, FUNDED, PAID = moment(3, 10), moment(4, 2), moment(4, 10), moment(4, 20)
TESTED, TRIED, ACCEPTED, OPERATED = moment(6, 1), moment(8, 20), moment(9, 1), moment(9, 10)
SETTLED, EVALUATED, ARCHIVED = moment(9, 20), moment(10, 9), moment(11, 2)


def fresh(project: Project) -> Project:
    """Read a project again."""
    return Project.objects.select_related("owner_unit", "rulebook__regulation").get(pk=project.pk)


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
        changes={item.pk: {"fiscal_amount": amount, "content": "环卫作业监管。"}},
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


def contract_values(**changes: Any) -> dict[str, object]:
    """Return a complete contract of 40 万元."""
    amount = changes.get("contract_amount", "400000.00")
    return {
        "procurement_method": "OPEN",
        "awarded_on": "2026-03-20",
        "contract_number": "HW-2026-01",
        "contract_title": "环卫作业监管系统建设合同",
        "contractor": CONTRACTOR,
        "contractor_code": CONTRACTOR_CODE,
        "contractor_leader": "项目经理",
        "contract_amount": amount,
        "signed_on": "2026-03-30",
        "starts_on": "2026-04-01",
        "ends_on": "2026-10-31",
        "content": "软件开发与部署。",
        "payment_terms": [
            {"node": "合同价款", "share": "100", "amount": amount, "condition": "按约定"}
        ],
        "milestones": [
            {"name": "需求确认", "due_on": "2026-04-30", "deliverable": "需求说明书"},
            {"name": "系统上线", "due_on": "2026-06-05", "deliverable": "系统"},
        ],
        **changes,
    }


def contracted(
    county: County, project: Project, *, at: datetime = CONTRACTED, **changes: Any
) -> Record:
    """Register a contract and let it take effect."""
    draft = fill(county, project, "contract", contract_values(**changes), at=at)
    return let_pass(county, draft, "UNIT_HEAD", "FINANCE_BUDGET", at=at)


def quota_values(amount: str = "400000.00", **changes: Any) -> dict[str, object]:
    """Return a complete quota."""
    return {
        "document_number": "云阳财预〔2026〕8号",
        "issued_on": "2026-04-10",
        "amount": amount,
        "subject": "2010301",
        "usage": "用于项目建设。",
        **changes,
    }


def funded(
    county: County, project: Project, amount: str = "400000.00", *, at: datetime = FUNDED
) -> Record:
    """Give a project a quota."""
    values = quota_values(amount)
    draft = fill(county, project, "appropriation", values, by="FINANCE_BUDGET", at=at)
    return let_pass(county, draft, by="FINANCE_BUDGET", at=at)


def payment_values(amount: str = "100000.00", **changes: Any) -> dict[str, object]:
    """Return a complete request for a payment."""
    return {
        "payment_kind": "PROGRESS",
        "contract_number": "HW-2026-01",
        "amount": amount,
        "reason": "按合同约定支付。",
        "payee": CONTRACTOR,
        "payee_bank": "中国工商银行云阳支行",
        "payee_account": "1202026600000000001",
        **changes,
    }


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


def progress_values(percent: str = "30", **changes: Any) -> dict[str, object]:
    """Return a complete report on the progress."""
    return {
        "period_from": "2026-04-01",
        "period_to": "2026-04-30",
        "physical_progress": percent,
        "work_done": "完成需求确认。",
        "next_work": "系统开发。",
        **changes,
    }


def change_values(**changes: Any) -> dict[str, object]:
    """Return a complete request for a change that leaves the money as it is."""
    return {
        "change_kinds": ["FUNCTION"],
        "original_content": "原有质量考核功能。",
        "changed_content": "增加移动端考核。",
        "reason": "业务主管部门统一要求。",
        "change_amount": "0.00",
        "amount_direction": "NONE",
        "target_unchanged": True,
        "impact": "不影响总体目标和工期。",
        **changes,
    }


def report_values(**changes: Any) -> dict[str, object]:
    """Return a complete test report that says 通过."""
    return {
        "version": "V1.0",
        "tested_from": "2026-05-18",
        "tested_to": "2026-05-29",
        "statement": "报告只对送测版本负责。",
        "scope": "全部功能。",
        "purpose": "验证是否满足需求。",
        "environment": "政务云测试区。",
        "methods": "黑盒测试。",
        "content": "功能、性能、安全。",
        "executions": [
            {"module": "作业监管", "cases": "40", "passed": "39", "failed": "1", "blocked": "0"}
        ],
        "rounds": "2",
        "defects": [
            {
                "defect_number": "D1",
                "title": "导出列错位",
                "severity": "ORDINARY",
                "state": "CLOSED",
            }
        ],
        "defect_analysis": "缺陷已修复。",
        "conclusion": "PASSED",
        "suggestions": "可以试运行。",
        **changes,
    }


def trial_values(**changes: Any) -> dict[str, object]:
    """Return a complete assessment of a trial operation of two months."""
    aspects = 9
    return {
        "version": "V1.0",
        "starts_on": "2026-06-05",
        "ends_on": "2026-08-05",
        "assessments": [{"aspect": f"方面{n}", "grade": "GOOD"} for n in range(aspects)],
        "conclusion": "PASSED",
        "countersigns": [
            {
                "name": "使用人",
                "department": "环卫所",
                "opinion": "同意转正式运行。",
                "signed_on": "2026-08-06",
            }
        ],
        **changes,
    }


def acceptance_values(**changes: Any) -> dict[str, object]:
    """Return a complete acceptance that says 合格."""
    materials, aspects = 6, 5
    return {
        "version": "V1.0",
        "accepted_on": "2026-08-31",
        "materials": [
            {"material": f"资料{n}", "completeness": "COMPLETE", "conformity": "CONFORMING"}
            for n in range(1, materials + 1)
        ],
        "platform_access": "DONE",
        "catalogue": "DONE",
        "quality_ticks": ["COMPLETE", "ACCURATE", "TIMELY"],
        "assessments": [{"aspect": f"方面{n}", "grade": "GOOD"} for n in range(aspects)],
        "conclusion": "QUALIFIED",
        "acceptance_opinion": "同意通过验收。",
        **changes,
    }


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


def system_values(**changes: Any) -> dict[str, object]:
    """Return a complete registration of a system."""
    return {
        "system_version": "V1.0",
        "maintenance_provider": CONTRACTOR,
        "maintenance_contact": "运维经理",
        "maintenance_phone": "0571-00000001",
        "live_on": "2026-06-05",
        "formally_operating_since": "2026-09-05",
        "functions": "环卫作业监管。",
        "deployment": "CLOUD",
        "network": "政务外网",
        "mlps_level": "TWO",
        **changes,
    }


def maintenance_values(**changes: Any) -> dict[str, object]:
    """Return a complete record of the daily operation."""
    return {
        "record_kind": "DAILY",
        "occurred_on": "2026-09-08",
        "description": "巡检正常。",
        "handling": "无异常。",
        **changes,
    }


def target_values(**changes: Any) -> dict[str, object]:
    """Return complete targets with the usual weights."""
    return {
        "starts_on": "2026-04-01",
        "ends_on": "2026-10-31",
        "total_amount": "500000.00",
        "fiscal_amount": "500000.00",
        "year_amount": "400000.00",
        "overall_target": "建成环卫作业一张图。",
        "year_target": "完成建设并验收。",
        "indicators": [
            _indicator("EXECUTION", "EXECUTION", "预算执行率", "100%", "10"),
            _indicator("OUTPUT", "QUANTITY", "接入车辆", "120辆", "50"),
            _indicator("BENEFIT", "SOCIAL", "群众投诉下降", "20%", "30"),
            _indicator("SATISFACTION", "SATISFACTION", "使用人员满意度", "90%", "10"),
        ],
        **changes,
    }


def _indicator(first: str, second: str, name: str, target: str, weight: str) -> dict[str, str]:
    return {
        "first_level": first,
        "second_level": second,
        "name": name,
        "target": target,
        "weight": weight,
    }


def targeted(county: County, project: Project, *, at: datetime = CONTRACTED) -> Record:
    """Let the performance targets pass."""
    draft = fill(county, project, "performance_targets", target_values(), at=at)
    return let_pass(county, draft, "UNIT_HEAD", "DATA_REVIEW", at=at)


def scores(execution: str = "10", output: str = "45", benefit: str = "25", liked: str = "8") -> Any:
    """Return the scored rows of the usual targets."""
    return [
        {"name": "预算执行率", "actual": "100%", "score": execution},
        {"name": "接入车辆", "actual": "118辆", "score": output},
        {"name": "群众投诉下降", "actual": "18%", "score": benefit},
        {"name": "使用人员满意度", "actual": "88%", "score": liked},
    ]


def self_values(**changes: Any) -> dict[str, object]:
    """Return a complete self-evaluation."""
    return {
        "target_review": "年度目标基本完成。",
        "indicators": scores(),
        "problems": "继续扩大接入。",
        **changes,
    }


def review_values(**changes: Any) -> dict[str, object]:
    """Return a complete evaluation by the data department."""
    return {
        "indicators": scores(output="40"),
        "achievements": "作业效率提高。",
        "problems": "接入不足。",
        "suggestions": "加快接入。",
        "application": "作为下年度预算安排的参考。",
        **changes,
    }


def accounts_values(spent: str = "400000.00", **changes: Any) -> dict[str, object]:
    """Return complete final accounts of 40 万元."""
    return {
        "closed_on": "2026-09-18",
        "financial_leader": "财务负责人",
        "income": [{"source": "财政资金", "budget": "400000.00", "received": "400000.00"}],
        "expenditure": [
            {
                "subject": "软件开发费",
                "budget_fiscal": "400000.00",
                "year_fiscal": spent,
                "total_fiscal": spent,
            }
        ],
        "adjustments": "无",
        "surplus_handling": "无结余。",
        **changes,
    }


def archive_values(**changes: Any) -> dict[str, object]:
    """Return a complete hand-over to the archives."""
    aspects = ("真实性", "完整性", "可用性", "安全性")
    return {
        "received_by": "档案员",
        "tests": [{"aspect": aspect, "result": "CONFORMING"} for aspect in aspects],
        **changes,
    }


def project_at(
    county: County, stage: Stage, *, name: str = "环卫作业监管系统", reply: str = "12"
) -> Project:
    """Return a project that has come to a stage, with all that belongs to the way there."""
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
