"""A county and its projects, built through the services as people would."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from django.utils.timezone import localdate, make_aware

from approvals.flows import services as flows
from approvals.flows.models import ApprovalTask
from approvals.organizations.models import Role, Unit, UnitKind, User
from approvals.organizations.services import appoint, create_account, create_post, create_unit
from projects.application.models import Appraisal, ProjectApplication
from projects.application.queries import lines_of
from projects.application.services import save_application, save_appraisal, start_application
from projects.application.shapes import LineInput, ReviewInput
from projects.registry.models import Project, Record
from projects.registry.queries import latest_record, passed_record
from projects.registry.services import open_record, save_record, submit_record
from projects.regulations.models import RulebookVersion
from projects.regulations.services import import_pack, put_in_force
from tests.kept import once
from tests.packs import shipped

AT = make_aware(datetime(2026, 3, 2, 9, 30))  # noqa: DTZ001 - made aware of our own zone
TODAY = AT.date()
SINCE = date(2025, 1, 1)

# Which units there are, and which roles sit there.
OFFICES: dict[str, tuple[str, tuple[str, ...]]] = {
    "县城市管理局": ("OWNER", ("HANDLER", "UNIT_HEAD")),
    "县教育局": ("OWNER", ("HANDLER", "UNIT_HEAD")),
    "县数据局": ("DATA", ("DATA_INTAKE", "DATA_REVIEW", "DATA_HEAD")),
    "县发展改革局": ("NDRC", ("NDRC_APPROVAL", "NDRC_HEAD")),
    "县财政局": ("FINANCE", ("FINANCE_BUDGET", "FINANCE_PAYMENT")),
    "县委网信办": ("CYBERSPACE", ("CYBERSPACE_REVIEW",)),
    "县保密局": ("SECRECY", ("SECRECY_REVIEW",)),
    "县公安局": ("POLICE", ("POLICE_REVIEW",)),
    "县审计局": ("AUDIT", ("AUDIT_READ",)),
    "县领导小组办公室": ("LEADING_GROUP", ("LEADING_GROUP",)),
}
OWNER, OTHER_OWNER = "县城市管理局", "县教育局"


@dataclass
class County:
    """The units of a county, the people at their desks, and the rulebook in force."""

    rulebook: RulebookVersion
    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[tuple[str, str], User] = field(default_factory=dict)

    def at(self, role: str, unit: str = OWNER) -> User:
        """Return who holds a role: at the owner unit, or at the one unit that has it."""
        if (unit, role) in self.people:
            return self.people[unit, role]
        return next(user for (_, held), user in self.people.items() if held == role)

    @property
    def owner(self) -> Unit:
        """The unit whose projects the tests follow."""
        return self.units[OWNER]


def build_county(at: datetime = AT) -> County:
    """Set up the units, one person a post, and the T4 rulebook."""
    return once(f"county of {at}", partial(_build_county, at))


def _build_county(at: datetime) -> County:
    system = User.system()
    version = import_pack(shipped("t4"), actor=system, at=at)
    county = County(put_in_force(version, actor=system, at=at))
    for number, (name, (kind, roles)) in enumerate(OFFICES.items(), start=1):
        unit = create_unit(
            name=name,
            short_name=name,
            kind=UnitKind.objects.get(code=kind),
            parent=None,
            actor=system,
            at=at,
        )
        county.units[name] = unit
        for role in roles:
            county.people[name, role] = person(f"u{number}{role.lower()}", unit, role, at)
    return county


def person(username: str, unit: Unit, role_code: str, at: datetime) -> User:
    system = User.system()
    role = Role.objects.get(code=role_code)
    post = create_post(unit=unit, role=role, actor=system, at=at)
    user = create_account(
        username=username,
        full_name=f"{unit.short_name}{role.label}",
        unit=unit,
        phone="0571-00000000",
        password="Correct-Horse-9-Staple",
        actor=system,
        at=at,
    ).user
    appoint(user, post=post, starts_on=SINCE, actor=system, at=at)
    return user


def application_values(**changes: object) -> dict[str, object]:
    """Return a complete application, as its form hands it over."""
    return {
        "applicant": "经办人",
        "phone": "0571-00000000",
        "applied_on": "2026-03-02",
        "purpose": "LEGAL_DUTY",
        "requirement_type": "NEW_DEVELOPMENT",
        "importance": "IMPORTANT",
        "urgency": "ORDINARY",
        "background": "环卫作业靠人工巡查，作业数据分散，无法按标准考核。",
        "objectives": "建成全县环卫作业一张图，实现在线考核。",
        "functions": "车辆定位、作业计划、质量考核、统计分析。",
        "expected_on": "2026-12-20",
        "targets": [{"dimension": "OUTPUT", "indicator": "接入车辆", "target": "120辆"}],
        "cloud_target": "MUNICIPAL_CLOUD",
        "connects_data_platform": True,
        "data_sharing": "作业数据向公共数据平台共享，与数字城管协同处置。",
        "isolated_system_answer": "与数字城管、公共数据平台互联互通，不形成信息孤岛。",
        "plan_conformity": "符合全县数字化改革规划。",
        "principles": [
            "DEMAND_LED",
            "OVERALL_PLANNING",
            "INTENSIVE",
            "SHARED",
            "SECURE",
            "EFFECTIVE",
        ],
        "no_state_secrets": True,
        "internal_assessment": "经局长办公会研究，同意申报。",
        **changes,
    }


def line(item: str = "环卫作业监管子系统", **changes: Any) -> LineInput:
    """Return a complete budget line: 软件开发, 本级财政资金, 1 × 50 万元."""
    given: dict[str, Any] = {
        "item": item,
        "category": "SOFTWARE",
        "source": "FISCAL",
        "specification": "按功能清单开发。",
        "quantity": Decimal(1),
        "unit_price": Decimal("500000.00"),
    }
    return LineInput(**(given | changes))


def begin_application(
    county: County, *, name: str = "环卫作业监管系统", unit: str = OWNER, at: datetime = AT
) -> ProjectApplication:
    """Return a draft as it is right after 新建申报."""
    begun = start_application(
        name=name,
        owner_unit=county.units[unit],
        rulebook=county.rulebook,
        build_type="NEW",
        object_kind="APPLICATION_SYSTEM",
        plan_year=localdate(at).year,
        has_no_state_secrets=True,
        actor=county.at("HANDLER", unit),
        at=at,
    )
    return ProjectApplication.objects.get(pk=begun.pk)


def application_ready(  # noqa: PLR0913 - what a test may want different
    county: County,
    *,
    name: str = "环卫作业监管系统",
    unit: str = OWNER,
    lines: list[LineInput] | None = None,
    values: Mapping[str, object] | None = None,
    answers: Mapping[int, str] | None = None,
    at: datetime = AT,
) -> ProjectApplication:
    """Return a draft with everything filled in, ready to be sent."""
    draft = begin_application(county, name=name, unit=unit, at=at)
    return save_application(
        draft,
        values=application_values(**(values or {})),
        lines=lines if lines is not None else [line()],
        answers=answers or {},
        version=draft.version,
        actor=county.at("HANDLER", unit),
        at=at,
    )


def send(county: County, record: Record, *, by: str = "HANDLER", at: datetime = AT) -> Record:
    """Send a record for approval."""
    fresh = Record.objects.get(pk=record.pk)
    owner = record.project.owner_unit.name
    return submit_record(fresh, version=fresh.version, actor=county.at(by, owner), at=at)


def open_task(record: Record, role: str) -> ApprovalTask:
    """Return the open task of a role."""
    return ApprovalTask.objects.select_related("process").get(
        process__record_ref=record.pk, role_code=role, status=ApprovalTask.Status.OPEN
    )


def sign(
    county: County,
    record: Record,
    role: str,
    *,
    stated: Mapping[str, str] | None = None,
    at: datetime = AT,
) -> None:
    """Let the holder of a role agree."""
    task = open_task(record, role)
    flows.approve(
        task,
        opinion="同意。",
        extra=stated,
        version=task.process.version,
        actor=county.at(role, record.project.owner_unit.name),
        at=at,
    )


def turn_down(county: County, record: Record, role: str, *, why: str, at: datetime = AT) -> None:
    """Let the holder of a role refuse (不同意)."""
    task = open_task(record, role)
    flows.reject(
        task,
        opinion=why,
        version=task.process.version,
        actor=county.at(role, record.project.owner_unit.name),
        at=at,
    )


def send_back(county: County, record: Record, role: str, *, why: str, at: datetime = AT) -> None:
    """Let the holder of a role return a record to be corrected (退回补正)."""
    task = open_task(record, role)
    flows.return_for_correction(
        task,
        opinion=why,
        version=task.process.version,
        actor=county.at(role, record.project.owner_unit.name),
        at=at,
    )


def appraisal_values(**changes: object) -> dict[str, object]:
    """Return a complete assessment, as its form hands it over."""
    return {
        "appraised_on": "2026-03-03",
        "method": "MEETING",
        "technical_route": "基于政务云和公共数据平台建设。",
        "development_mode": "OUTSOURCED",
        "risk_assessment": "进度风险可控。",
        "technical_conclusion": "PASSED",
        "technical_opinion": "方案可行。",
        "technical_assessor": "评审员",
        "business_process": "流程清晰。",
        "internal_control": "内控完备。",
        "business_duties": "职责明确。",
        "suggestion": "建议立项。",
        "decision": "APPROVED",
        "project_leader": "项目负责人",
        "development_team": [{"name": "组长", "duty": "总体"}],
        "quality_team": [{"name": "质检", "duty": "质量"}],
        **changes,
    }


def accepted(county: County, application: ProjectApplication, *, at: datetime = AT) -> Appraisal:
    """Let an application be sent, signed and accepted; return the appraisal that opens."""
    send(county, application, at=at)
    sign(county, application, "UNIT_HEAD", at=at)
    sign(county, application, "DATA_INTAKE", at=at)
    found = latest_record(application.project, "appraisal")
    assert isinstance(found, Appraisal)
    return found


def appraised(
    county: County,
    appraisal: Appraisal,
    *,
    share: Decimal = Decimal(1),
    values: Mapping[str, object] | None = None,
    at: datetime = AT,
) -> Appraisal:
    """Fill an appraisal in, leaving that share of each line."""
    application = passed_record(appraisal.project, "application")
    assert application is not None
    reviews = {
        row.pk: ReviewInput(
            reviewed=((row.amount or Decimal(0)) * share).quantize(Decimal("0.01")),
            reason="" if share == 1 else "参照同类项目核减。",
        )
        for row in lines_of(application.pk)
    }
    return save_appraisal(
        appraisal,
        values=appraisal_values(**(values or {})),
        reviews=reviews,
        version=appraisal.version,
        actor=county.at("DATA_REVIEW"),
        at=at,
    )


def conclude(county: County, appraisal: Appraisal, *, at: datetime = AT) -> Project:
    """Let an appraisal be sent and signed by everybody."""
    send(county, appraisal, by="DATA_REVIEW", at=at)
    for role in ("CYBERSPACE_REVIEW", "FINANCE_BUDGET", "DATA_HEAD"):
        sign(county, appraisal, role, at=at)
    return Project.objects.get(pk=appraisal.project_id)


def initiation_values(**changes: object) -> dict[str, object]:
    """Return what an initiation still asks after all that is known already."""
    return {
        "users": ["STAFF"],
        "access_scope": "INTRANET",
        "requirement_survey": "已向五家单位调研。",
        "internet_access": False,
        "own_authentication": False,
        "stores_personal_data": False,
        "data_importance": "AFTER_APPROVAL",
        "security_tests": ["MLPS_TWO"],
        "schedule": [
            {
                "phase": "建设",
                "content": "开发与部署",
                "starts_on": "2026-05-01",
                "ends_on": "2026-11-30",
            }
        ],
        "payments": [
            {"node": "签订合同", "share": "30", "condition": "合同生效"},
            {"node": "验收", "share": "70", "condition": "验收合格"},
        ],
        **changes,
    }


def initiation_ready(county: County, project: Project, *, at: datetime = AT) -> Record:
    """Return an initiation with everything filled in, ready to be sent."""
    handler = county.at("HANDLER", project.owner_unit.name)
    opened = open_record(project, "initiation", actor=handler, at=at)
    return save_record(
        opened, values=initiation_values(), version=opened.version, actor=handler, at=at
    )


def reply(
    number: str = "县发改〔2026〕12号", amount: str = "500000.00", on: str = ""
) -> dict[str, str]:
    """Return what the approving authority states."""
    return {"document_number": number, "replied_on": on or "2026-03-02", "approved_amount": amount}


def initiated(
    county: County,
    *,
    name: str = "环卫作业监管系统",
    unit: str = OWNER,
    number: str = "县发改〔2026〕12号",
    at: datetime = AT,
) -> Project:
    """Return a project whose initiation is approved and replied to."""
    appraisal = accepted(county, application_ready(county, name=name, unit=unit, at=at), at=at)
    project = conclude(county, appraised(county, appraisal, at=at), at=at)
    record = send(county, initiation_ready(county, project, at=at), at=at)
    sign(county, record, "UNIT_HEAD", at=at)
    stated = reply(number, str(project.reviewed_amount), localdate(at).isoformat())
    sign(county, record, "NDRC_APPROVAL", stated=stated, at=at)
    return Project.objects.get(pk=project.pk)


def later(days: int = 1, at: datetime = AT) -> datetime:
    """Return a moment some days on."""
    return at + timedelta(days=days)
