"""A regulation with forms, stages and roles of its own carries a project without any code."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from approvals.organizations.models import Role, User
from config.kernel.verdicts import RuleViolationError
from projects.overview.queries.project import project_page
from projects.registry import kinds
from projects.registry.access import rights_on
from projects.registry.facts import facts_of
from projects.registry.models import Project, ProjectMember, Record, RecordStatus
from projects.registry.rules import may_open, may_submit, sheet_to_fill
from projects.registry.services import appoint_member, end_member, enter_next_stage, open_record
from tests.builders import AT, TODAY
from tests.life import fresh
from tests.projects.registry.harbour import (
    Harbour,
    agreed,
    begun,
    build_harbour,
    filled,
    harbour_pack,
    keep,
    sent,
    start_values,
    under_way,
)

pytestmark = pytest.mark.django_db
SIGNED = {"declaration.looked": "确认"}


@pytest.fixture
def harbour(db: None) -> Harbour:  # noqa: ARG001 - opens the database
    """A port whose regulation is in force."""
    return build_harbour()


def common_forms() -> set[str]:
    """Return the forms that every project has beside those of its rulebook."""
    return {kind.code for kind in kinds.all_kinds() if kind.code.startswith("form_")}


def test_a_project_begins_with_the_first_form_of_its_rulebook(harbour: Harbour) -> None:
    draft = begun(harbour)

    assert (draft.kind, draft.title) == ("start_form", "立项单")
    assert draft.project.stage_label == "提出"
    assert draft.details["project_name"] == "泊位调度系统"
    own = {kind.code for kind in kinds.kinds_of(draft.project)} - common_forms()
    assert own == {
        "start_form", "requirement_form", "usage_form", "check_form", "standing_change", "waiver",
    }  # fmt: skip


def test_what_the_first_form_says_goes_into_the_register(harbour: Harbour) -> None:
    draft = keep(begun(harbour), start_values(project_name="新名称"), by=harbour.at("HANDLER"))

    project = fresh(draft.project)

    assert (project.name, project.estimated_amount) == ("新名称", Decimal("400000.00"))


def test_every_box_of_an_own_form_is_a_fact(harbour: Harbour) -> None:
    draft = keep(begun(harbour), start_values(), by=harbour.at("HANDLER"))

    facts = facts_of(fresh(draft.project), draft)

    assert facts["start_form.amount"] == Decimal("400000.00")
    assert facts["start_form.parts"] == 2
    assert facts["start_form.parts.name"] == tuple(sorted(["软件", "设备"]))
    assert facts["start_form.parts.cost.sum"] == Decimal("400000.00")
    assert facts["start_form.parts.cost.max"] == Decimal("300000.00")
    assert facts["start_form.passed"] is False
    assert facts["start_form.open"] is True
    assert facts["declarations"] == ("not_twice",)
    assert facts["checklist.principles"] == ("a",)
    assert facts["checklist.principles.answered"] == ("a", "b")


def test_a_project_goes_on_when_what_ends_its_stage_has_passed(harbour: Harbour) -> None:
    project = under_way(harbour)
    first = Record.objects.get(project=project, kind="start_form")

    facts = facts_of(project)

    assert (project.stage, project.stage_code, project.stage_label) == (
        "CONSTRUCTION", "BUILD", "开发",
    )  # fmt: skip
    assert first.number == "港立〔2026〕1号"
    assert facts["start_form.passed_on"] == TODAY
    assert facts["start_form.count"] == 1
    assert facts["project.team"] == ("DEV_TEAM", "QC_GROUP")


def test_a_role_of_the_rulebook_is_a_role_of_the_system_once_it_is_in_force(
    harbour: Harbour,
) -> None:
    office, group = Role.objects.get(code="HARBOUR_PMO"), Role.objects.get(code="QC_GROUP")

    assert (office.label, office.unit_kinds, office.in_project) == (
        "港务项目管理办公室", ["PORT"], False,
    )  # fmt: skip
    assert group.in_project
    assert harbour.at("HARBOUR_PMO")


def test_only_the_members_that_the_rulebook_names_fill_a_form_in(harbour: Harbour) -> None:
    project = under_way(harbour)
    kind = kinds.in_project(project, "requirement_form")

    rights = {name: rights_on(user, project, TODAY) for name, user in harbour.people.items()}

    assert {name for name in rights if kind.is_written_with(rights[name])} == {"DEVELOPER"}
    assert "view_project" in rights["TESTER"]


def test_roles_that_are_kept_apart_are_not_given_to_one_person(harbour: Harbour) -> None:
    project = under_way(harbour)

    with pytest.raises(RuleViolationError) as refusal:
        appoint_member(
            project,
            "QC_GROUP",
            user=harbour.at("DEVELOPER"),
            starts_on=date(2026, 3, 2),
            actor=harbour.at("HANDLER"),
            at=AT,
        )

    (found,) = refusal.value.verdict.refusals
    assert found.message == "开发人员不得参加质量控制小组。"
    assert (found.clause, found.regulation) == ("第五条", "港务信息化项目内部规定")


def test_a_table_is_filled_in_from_the_table_of_another_form(harbour: Harbour) -> None:
    project = under_way(harbour)

    opened = open_record(project, "requirement_form", actor=harbour.at("DEVELOPER"), at=AT)

    assert [row["name"] for row in opened.details["parts"]] == ["软件", "设备"]


def test_who_agrees_states_whether_it_passes(harbour: Harbour) -> None:
    project = under_way(harbour)
    developer, tester = harbour.at("DEVELOPER"), harbour.at("TESTER")
    values = {"task": "泊位计划", "hours": "120"}

    first = sent(filled(harbour, project, "requirement_form", values, "DEVELOPER"), by=developer)
    first = agreed(first, "QC_GROUP", by=tester, stated=SIGNED | {"verdict": "不通过"})
    again = sent(filled(harbour, project, "requirement_form", values, "DEVELOPER"), by=developer)
    again = agreed(again, "QC_GROUP", by=tester, stated=SIGNED | {"verdict": "通过"})

    facts = facts_of(fresh(project))
    assert (first.status, again.status) == (RecordStatus.FAILED, RecordStatus.PASSED)
    assert facts["requirement_form.outcome"] == "通过"
    assert facts["requirement_form.failed_count"] == 1
    assert facts["requirement_form.hours.total"] == Decimal(120)


def test_a_signature_lacks_what_the_rulebook_wants_confirmed(harbour: Harbour) -> None:
    project = under_way(harbour)
    values = {"task": "泊位计划", "hours": "120"}
    draft = filled(harbour, project, "requirement_form", values, "DEVELOPER")
    record = sent(draft, by=harbour.at("DEVELOPER"))

    with pytest.raises(RuleViolationError) as refusal:
        agreed(record, "QC_GROUP", by=harbour.at("TESTER"), stated={"verdict": "通过"})

    (found,) = refusal.value.verdict.refusals
    assert found.message == "请确认声明：已逐条核对需求单。"
    assert (found.rule_id, found.clause) == ("H-R7", "第三条")


def test_a_box_is_asked_only_in_the_case_that_the_rulebook_names(harbour: Harbour) -> None:
    handler = harbour.at("HANDLER")
    small = keep(begun(harbour), start_values(), by=handler)
    shown = {box.code for box in sheet_to_fill(small, TODAY).fields()}

    large = keep(small, start_values(amount="500000.01"), by=handler)
    large.project = fresh(large.project)
    asked = {box.code: box.required for box in sheet_to_fill(large, TODAY).fields()}
    refusals = {refusal.rule_id: refusal for refusal in may_submit(large, TODAY).refusals}

    assert "proof_note" not in shown
    assert asked["proof_note"]
    assert set(refusals) == {"H-R2.note", "H-R3"}


def test_what_was_not_confirmed_or_answered_stands_in_the_way(harbour: Harbour) -> None:
    blank = [{"item": "统筹规划", "answer": None, "remark": ""}]
    values = start_values(declarations=[], checklist_principles=blank)
    draft = keep(begun(harbour), values, by=harbour.at("HANDLER"))
    draft.project = fresh(draft.project)

    refusals = {r.rule_id: r for r in may_submit(draft, TODAY).refusals}

    assert set(refusals) == {"H-R6", "H-R6.list"}
    assert refusals["H-R6.list"].missing[0].url.endswith("#id_checklist_principles")


def test_the_time_a_project_rested_is_a_fact(harbour: Harbour) -> None:
    project = under_way(harbour)
    facts = facts_of(project)

    assert facts["project.suspensions"] == ()
    assert facts["project.owner_kind"] == "OWNER"
    assert facts["project.begun_on"] == TODAY


def test_a_stage_without_an_end_is_left_by_the_button_and_its_gate(harbour: Harbour) -> None:
    project = under_way(harbour)

    with pytest.raises(RuleViolationError) as refusal:
        enter_next_stage(project, actor=harbour.at("HANDLER"), at=AT)

    (found,) = refusal.value.verdict.refusals
    assert (found.message, found.clause) == ("需求单通过后才能投入使用。", "第四条")


def test_a_project_is_used_before_it_is_accepted(harbour: Harbour) -> None:
    project = _used(harbour)

    assert (project.stage, project.stage_label) == ("ACCEPTANCE", "验收")


def test_a_form_whose_conclusion_fails_does_not_pass_and_may_be_repeated(
    harbour: Harbour,
) -> None:
    project, office = _used(harbour), harbour.at("HARBOUR_PMO")

    bad = sent(filled(harbour, project, "check_form", {"verdict": "BAD"}, "HARBOUR_PMO"), by=office)
    assert bad.status == RecordStatus.FAILED
    assert fresh(project).stage_label == "验收"

    good = filled(harbour, project, "check_form", {"verdict": "GOOD"}, "HARBOUR_PMO")
    assert sent(good, by=office).status == RecordStatus.PASSED
    assert fresh(project).stage == "ARCHIVED"


def test_a_form_outside_its_stage_is_refused_with_the_clause_that_places_it(
    harbour: Harbour,
) -> None:
    project = under_way(harbour)

    verdict = may_open(project, kinds.in_project(project, "check_form"))

    (found,) = verdict.refusals
    assert found.message == "验收单在验收阶段办理，项目现在处于开发阶段。"
    assert found.basis == "《港务信息化项目内部规定》第七条"
    assert found.missing[0].label == "完成开发阶段"
    assert all(one.label != "完成验收阶段" for one in found.missing)


def test_what_no_clause_says_is_a_rule_of_the_system(harbour: Harbour) -> None:
    project = under_way(harbour)
    standing = kinds.in_project(project, "standing_change")
    passed = Record.objects.get(project=project, kind="start_form")

    verdict = may_submit(passed, TODAY)

    assert verdict.refusals[0].basis == "系统规则"
    assert may_open(project, standing)


def _used(harbour: Harbour) -> Project:
    """Return a project that was built and used."""
    project, handler = under_way(harbour), harbour.at("HANDLER")
    values = {"task": "泊位计划", "hours": "120"}
    draft = filled(harbour, project, "requirement_form", values, "DEVELOPER")
    sent(draft, by=harbour.at("DEVELOPER"))
    agreed(draft, "QC_GROUP", by=harbour.at("TESTER"), stated=SIGNED | {"verdict": "通过"})
    enter_next_stage(fresh(project), actor=handler, at=AT)
    usage = filled(harbour, project, "usage_form", {"since": "2026-03-02"}, "HANDLER")
    sent(usage, by=handler)
    return fresh(project)


def test_a_life_that_no_project_can_begin_is_refused_in_words(db: None) -> None:  # noqa: ARG001
    pack = harbour_pack().model_dump(mode="json")
    pack["life"]["stages"][0] |= {"phase": "OPERATION"}
    harbour = build_harbour(pack=harbour_pack(life=pack["life"]))

    with pytest.raises(RuleViolationError, match="不能从系统的申报阶段直接进入运维阶段"):
        begun(harbour)


def test_members_leave_today_at_the_latest_and_lose_their_rights(harbour: Harbour) -> None:
    project, handler = under_way(harbour), harbour.at("HANDLER")
    member = ProjectMember.objects.get(project=project, role="DEV_TEAM")

    with pytest.raises(RuleViolationError, match="最后一天不能晚于今天"):
        end_member(member, last_day=TODAY + timedelta(days=1), actor=handler, at=AT)
    end_member(member, last_day=TODAY, actor=handler, at=AT)

    facts = facts_of(fresh(project))
    assert facts["project.team"] == ("QC_GROUP",)
    tomorrow = User.objects.get(pk=harbour.at("DEVELOPER").pk)
    assert "role:DEV_TEAM" not in rights_on(tomorrow, project, TODAY + timedelta(days=1))


def test_a_page_of_a_project_costs_the_same_however_many_forms_it_has(
    harbour: Harbour,
) -> None:
    project, developer = under_way(harbour), harbour.at("DEVELOPER")
    values = {"task": "泊位计划", "hours": "120"}

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            page = project_page(fresh(project), User.objects.get(pk=developer.pk), TODAY)
            assert page.facts["requirement_form.hours.total"] == Decimal(0)
            assert page.facts["requirement_form.task"] is None
        return len(queries)

    filled(harbour, project, "requirement_form", values, "DEVELOPER")
    cost()
    once = cost()
    for _ in range(12):
        filled(harbour, project, "requirement_form", values, "DEVELOPER")

    assert cost() == once
