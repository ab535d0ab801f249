"""Suspended, resumed, terminated, withdrawn: from every stage, refused where it makes no sense."""

import pytest
from django.utils.timezone import localdate

from approvals.flows import services as flows
from approvals.flows.models import ApprovalProcess, ProcessStatus
from approvals.organizations.models import User
from config.kernel.templatetags.ui import cn_date
from config.kernel.verdicts import RuleViolationError
from projects.registry import kinds
from projects.registry.models import Project, Record, RecordStatus, Stage, Standing
from projects.registry.rules import may_open, record_url
from projects.regulations.models import RulebookVersion
from projects.regulations.queries import flow_of
from projects.regulations.services import import_pack, put_in_force
from tests.builders import County, application_ready, initiated, later, open_task, send
from tests.filled import contract_values
from tests.life import fill, fresh, let_pass
from tests.packs import shipped
from tests.projects.conftest import Desk, Site
from tests.projects.refusals import why_not

pytestmark = pytest.mark.django_db
LATER = later(300)


def ask(county: County, project: Project, move: str) -> Record:
    """Fill in a request to change the standing."""
    values: dict[str, object] = {
        "move": move,
        "reason": "资金安排调整。",
        "completed_work": "完成前期工作。",
        "paid_amount": "0.00",
        "settlement": "已投入资产由建设单位保全。",
    }
    return fill(county, fresh(project), "standing_change", values, at=LATER)


def decide(county: County, project: Project, move: str) -> Project:
    """Let a change of standing pass all desks of its route."""
    request = send(county, ask(county, project, move), at=LATER)
    while True:
        request = Record.objects.select_related("project__owner_unit").get(pk=request.pk)
        if request.status != RecordStatus.PENDING:
            return fresh(project)
        task = request.approval.tasks.filter(status="OPEN").first()  # type: ignore[union-attr]
        assert task is not None
        let_sign(county, request, task.role_code)


def let_sign(county: County, request: Record, role: str) -> None:
    task = open_task(request, role)
    actor = county.at(role, request.project.owner_unit.name)
    flows.approve(task, opinion="同意。", version=task.process.version, actor=actor, at=LATER)


MOVES = (
    ("SUSPEND", Standing.SUSPENDED),
    ("TERMINATE", Standing.TERMINATED),
    ("WITHDRAW", Standing.WITHDRAWN),
)


@pytest.mark.parametrize(("move", "standing"), MOVES)
def test_a_draft_application_is_stopped(building_site: Site, move: str, standing: Standing) -> None:
    project = application_ready(building_site.county, name="停车诱导系统").project

    assert decide(building_site.county, project, move).standing == standing


@pytest.mark.parametrize(("move", "standing"), MOVES)
def test_a_building_project_is_stopped(building_site: Site, move: str, standing: Standing) -> None:
    stopped = decide(building_site.county, building_site.project, move)

    assert (stopped.standing, stopped.stage) == (standing, Stage.CONSTRUCTION)


def test_the_page_of_a_stopped_project_names_the_day_of_the_decision(
    building_site: Site, desk: Desk
) -> None:
    stopped = decide(building_site.county, building_site.project, "SUSPEND")

    page = desk(building_site.county.at("HANDLER")).get(f"/projects/{stopped.pk}/").text

    assert f"{cn_date(localdate(LATER))}暂停" in page


def silent(site: Site) -> RulebookVersion:
    """Pin the project to measures that say nothing of who stops projects or waives rules."""
    version = import_pack(shipped("t9"), actor=User.system(), at=LATER)
    Project.objects.filter(pk=site.project.pk).update(rulebook=version)
    return version


def test_what_nobody_decides_is_refused_and_does_not_take_effect(building_site: Site) -> None:
    silent(building_site)
    asked = ask(building_site.county, building_site.project, "SUSPEND")
    waiver = fill(building_site.county, fresh(building_site.project), "waiver", {}, at=LATER)

    assert "没有写明由谁批准" in why_not(asked)
    assert "没有写明由谁批准" in why_not(waiver)


@pytest.mark.parametrize("matter", ["standing_change", "waiver"])
def test_measures_that_are_silent_get_the_routes_of_the_system(
    building_site: Site, matter: str
) -> None:
    version = silent(building_site)

    put_in_force(version, actor=User.system(), at=LATER)

    definition = flow_of(version, matter)
    assert definition is not None
    assert [step.roles for step in definition.route.steps] == [("UNIT_HEAD",), ("DATA_HEAD",)]


def test_a_project_under_silent_measures_is_suspended_by_decision(building_site: Site) -> None:
    version = silent(building_site)
    put_in_force(version, actor=User.system(), at=LATER)

    assert decide(building_site.county, building_site.project, "SUSPEND").standing == (
        Standing.SUSPENDED
    )


def test_a_project_that_was_replied_to_is_suspended_and_resumed(building_site: Site) -> None:
    county = building_site.county
    project = initiated(county, name="停车诱导系统", number="县发改〔2026〕77号")

    _rests_and_goes_on(county, project, Stage.INITIATION)


def test_a_project_in_operation_is_suspended_and_resumed(operated_site: Site) -> None:
    _rests_and_goes_on(operated_site.county, operated_site.project, Stage.OPERATION)


def test_a_project_under_evaluation_is_suspended_and_resumed(evaluated_site: Site) -> None:
    _rests_and_goes_on(evaluated_site.county, evaluated_site.project, Stage.EVALUATION)


def _rests_and_goes_on(county: County, project: Project, stage: Stage) -> None:
    assert decide(county, project, "SUSPEND").standing == Standing.SUSPENDED
    resumed = decide(county, project, "RESUME")
    assert (resumed.standing, resumed.stage) == (Standing.ACTIVE, stage)


def test_termination_stops_what_is_on_the_desks(building_site: Site) -> None:
    county, project = building_site.county, building_site.project
    contract = send(
        county, fill(county, project, "contract", contract_values(), at=LATER), at=LATER
    )
    assert contract.status == RecordStatus.PENDING

    decide(county, project, "TERMINATE")

    contract.refresh_from_db()
    assert contract.status == RecordStatus.WITHDRAWN
    assert not ApprovalProcess.objects.filter(
        project_ref=project.pk, status__in=[ProcessStatus.RUNNING, ProcessStatus.RETURNED]
    ).exists()


def test_nothing_but_resuming_is_begun_while_a_project_rests(building_site: Site) -> None:
    county, project = building_site.county, building_site.project
    decide(county, project, "SUSPEND")

    with pytest.raises(RuleViolationError, match="项目已暂停，不能办理采购合同。") as refused:
        fill(county, fresh(project), "contract", {}, at=LATER)
    (missing,) = refused.value.verdict.blocking[0].missing
    assert missing.label == "项目恢复办理"
    assert missing.url == f"/projects/{project.pk}/?tab=records&kind=standing_change"


def test_a_second_record_of_a_kind_that_is_there_leads_to_the_first(
    building_site: Site,
) -> None:
    kind = kinds.in_project(building_site.project, "application")

    verdict = may_open(building_site.project, kind)

    there = Record.objects.get(project=building_site.project_id, kind="application")
    shown = [missing.url for refusal in verdict.refusals for missing in refusal.missing]
    assert record_url(there) in shown


def test_only_a_suspended_project_is_resumed(building_site: Site) -> None:
    assert "项目没有暂停，不需要恢复。" in why_not(
        ask(building_site.county, building_site.project, "RESUME")
    )


def test_a_suspended_project_is_not_suspended_again(building_site: Site) -> None:
    county, project = building_site.county, building_site.project
    decide(county, project, "SUSPEND")

    assert "项目已暂停，不能再暂停。" in why_not(ask(county, project, "SUSPEND"))


def test_an_ended_project_changes_its_standing_no_more(building_site: Site) -> None:
    county, project = building_site.county, building_site.project
    decide(county, project, "TERMINATE")

    assert "项目已终止，不能再变更办理状态。" in why_not(ask(county, project, "WITHDRAW"))


def test_a_contract_signed_before_the_suspension_stays_in_force(funded_site: Site) -> None:
    county, project = funded_site.county, funded_site.project
    report = fill(county, project, "performance_targets", {}, at=LATER)

    decide(county, project, "SUSPEND")

    assert Record.objects.get(project=project, kind="contract").status == RecordStatus.PASSED
    assert Record.objects.get(pk=report.pk).status == RecordStatus.DRAFT
    with pytest.raises(RuleViolationError, match="项目已暂停"):
        let_pass(county, report, at=LATER)
