"""Rulebooks in the database: imported once, put in force, never changed; and waivers."""

from datetime import UTC, date, datetime

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from approvals.flows.models import FlowDefinition
from approvals.organizations.models import User
from audit.models import AuditEntry
from config.kernel.verdicts import RuleViolationError
from projects.regulations.models import Regulation, RulebookVersion, Waiver
from projects.regulations.queries import (
    LedgerFilter,
    flow_of,
    office_permissions,
    rulebook_of,
    versions_in_force,
    waived_rules,
    waiver_ledger,
)
from projects.regulations.rulebook import Rulebook
from projects.regulations.services import (
    grant_waiver,
    import_pack,
    import_shipped_packs,
    put_in_force,
    revoke_waiver,
)
from tests.projects.regulations.t4 import T4

AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
ON = date(2026, 3, 2)

pytestmark = pytest.mark.django_db


@pytest.fixture
def rule_admin() -> User:
    return User.objects.create(username="rules", full_name="周明")


@pytest.fixture
def in_force(rule_admin: User) -> RulebookVersion:
    return put_in_force(import_pack(T4, actor=rule_admin, at=AT), actor=rule_admin, at=AT)


def edited(**changes: object) -> Rulebook:
    return T4.model_copy(update=changes)


def test_the_same_content_is_imported_once(rule_admin: User) -> None:
    first = import_pack(T4, actor=rule_admin, at=AT)
    again = import_pack(T4, actor=rule_admin, at=AT)

    assert first.pk == again.pk
    assert (first.version, first.status) == (1, "DRAFT")
    assert AuditEntry.objects.filter(action="projects.rulebook.import").count() == 1
    assert rulebook_of(again) == T4


def test_a_changed_pack_replaces_a_version_that_was_never_in_force(rule_admin: User) -> None:
    first = import_pack(T4, actor=rule_admin, at=AT)
    second = import_pack(edited(summary="另一个摘要"), actor=rule_admin, at=AT)

    assert second.pk == first.pk
    assert rulebook_of(second).summary == "另一个摘要"


def test_a_changed_pack_becomes_the_next_version_of_one_in_force(
    in_force: RulebookVersion, rule_admin: User
) -> None:
    second = import_pack(edited(summary="另一个摘要"), actor=rule_admin, at=AT)
    put_in_force(second, actor=rule_admin, at=AT)

    in_force.refresh_from_db()
    assert (in_force.status, second.version) == ("SUPERSEDED", 2)
    assert [version.pk for version in versions_in_force()] == [second.pk]
    assert rulebook_of(second).version == 2


def test_putting_in_force_makes_a_route_of_every_gate_that_has_one(
    in_force: RulebookVersion,
) -> None:
    definition = flow_of(in_force, "initiation")

    assert definition is not None
    assert definition.code == "T4.initiation"
    assert [step.roles for step in definition.route.steps] == [("UNIT_HEAD",), ("NDRC_APPROVAL",)]
    assert definition.route.steps[1].fields[2].kind == "money"
    assert flow_of(in_force, "appropriation") is None
    assert FlowDefinition.objects.filter(code__startswith="T4.").count() == sum(
        bool(gate.route) for gate in T4.gates
    )


def test_a_draft_for_comment_cannot_be_put_in_force(rule_admin: User) -> None:
    draft = import_pack(edited(code="T7", status="DRAFT"), actor=rule_admin, at=AT)

    with pytest.raises(RuleViolationError, match="征求意见稿"):
        put_in_force(draft, actor=rule_admin, at=AT)

    draft.refresh_from_db()
    assert draft.status == "DRAFT"
    assert AuditEntry.objects.filter(
        action="projects.rulebook.put_in_force", outcome="DENIED"
    ).exists()


def test_a_version_is_put_in_force_once(in_force: RulebookVersion, rule_admin: User) -> None:
    with pytest.raises(RuleViolationError, match="不能再次启用"):
        put_in_force(in_force, actor=rule_admin, at=AT)


def test_a_rulebook_that_names_an_unknown_role_is_not_put_in_force(rule_admin: User) -> None:
    duty = T4.duties[0].model_copy(update={"role": "KING"})
    version = import_pack(edited(duties=(duty,)), actor=rule_admin, at=AT)

    with pytest.raises(RuleViolationError, match="KING"):
        put_in_force(version, actor=rule_admin, at=AT)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE projects_rulebookversion SET content = '{}'",
        "UPDATE projects_rulebookversion SET digest = 'x'",
        "UPDATE projects_rulebookversion SET effective_on = '2020-01-01'",
        "UPDATE projects_rulebookversion SET status = 'DRAFT'",
        "DELETE FROM projects_rulebookversion",
    ],
)
@pytest.mark.usefixtures("in_force")
def test_the_database_refuses_to_change_what_has_been_in_force(statement: str) -> None:
    with (
        pytest.raises(IntegrityError, match=r"启用过的办法包|办法包不能从"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_two_versions_of_one_regulation_are_never_in_force_together(
    in_force: RulebookVersion,
) -> None:
    with pytest.raises(IntegrityError, match="rulebookversion_one_in_force"):
        RulebookVersion.objects.create(
            regulation=in_force.regulation,
            version=9,
            status="IN_FORCE",
            content={},
            digest="other",
            imported_at=AT,
        )


def test_the_shipped_packs_come_into_force_by_themselves_once(rule_admin: User) -> None:
    import_shipped_packs(actor=rule_admin, at=AT)
    import_shipped_packs(actor=rule_admin, at=AT)

    assert Regulation.objects.filter(code="T4").count() == 1
    assert [str(version) for version in versions_in_force().filter(regulation__code="T4")] == [
        "投资信息化项目管理办法（第1版）"
    ]


def test_offices_come_from_the_rulebooks_in_force(rule_admin: User) -> None:
    before = office_permissions({"FINANCE_BUDGET"})
    version = import_pack(T4, actor=rule_admin, at=AT)
    still = office_permissions({"FINANCE_BUDGET"})
    put_in_force(version, actor=rule_admin, at=AT)
    after = office_permissions({"FINANCE_BUDGET"})

    assert before == still == {"projects.view_rulebook"}
    assert "projects.export_annualplan" in after
    assert "projects.export_annualplan" not in office_permissions({"HANDLER"})
    assert "audit.view_trail" in office_permissions({"AUDIT_ADMIN"})
    assert office_permissions(()) == frozenset()


def waive(version: RulebookVersion, actor: User, **changes: object) -> Waiver:
    terms: dict[str, object] = {
        "rule_id": "T04-R12.2",
        "project_id": 7,
        "project_label": "智慧水务一期",
        "reason": "既有机房承重不足，须迁址。",
        "approver_label": "数据局 陈立",
        "starts_on": ON,
        "expires_on": date(2026, 6, 30),
    }
    return grant_waiver(version, **(terms | changes), actor=actor, at=AT)  # type: ignore[arg-type]


def test_a_waiver_opens_its_rule_until_it_expires(
    in_force: RulebookVersion, rule_admin: User
) -> None:
    waiver = waive(in_force, rule_admin)

    assert waived_rules(7, date(2026, 3, 1)) == frozenset()
    assert waived_rules(7, ON) == {"T04-R12.2"}
    assert waived_rules(7, date(2026, 6, 30)) == {"T04-R12.2"}
    assert waived_rules(7, date(2026, 7, 1)) == frozenset()
    assert waived_rules(8, ON) == frozenset()
    assert (waiver.clause, waiver.quote[:3]) == ("第六条", "原则上")


def test_a_revoked_waiver_opens_nothing_and_stays_in_the_ledger(
    in_force: RulebookVersion, rule_admin: User
) -> None:
    waiver = waive(in_force, rule_admin)

    revoke_waiver(waiver, reason="已改用市级政务云平台。", actor=rule_admin, at=AT)

    assert waived_rules(7, ON) == frozenset()
    assert [w.revocation_reason for w in waiver_ledger(LedgerFilter())] == [
        "已改用市级政务云平台。"
    ]
    with pytest.raises(RuleViolationError, match="已经撤销"):
        revoke_waiver(waiver, reason="再来一次", actor=rule_admin, at=AT)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"rule_id": "T04-R13"}, "必须遵守"),
        ({"rule_id": "T04-R12.9"}, "没有这条规定"),
        ({"reason": "  "}, "写明豁免理由"),
        ({"expires_on": date(2026, 3, 1)}, "早于生效日期"),
    ],
)
def test_a_waiver_needs_a_soft_rule_a_reason_and_an_end(
    in_force: RulebookVersion, rule_admin: User, changes: dict[str, object], words: str
) -> None:
    with pytest.raises(RuleViolationError, match=words):
        waive(in_force, rule_admin, **changes)

    assert not Waiver.objects.exists()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE projects_waiver SET expires_on = '2030-01-01'",
        "DELETE FROM projects_waiver",
    ],
)
def test_the_ledger_is_not_rewritten(
    in_force: RulebookVersion, rule_admin: User, statement: str
) -> None:
    waive(in_force, rule_admin)

    with (
        pytest.raises(IntegrityError, match="豁免"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_the_ledger_is_searched_by_project_rule_and_day(
    in_force: RulebookVersion, rule_admin: User
) -> None:
    waive(in_force, rule_admin)
    waive(in_force, rule_admin, project_id=8, project_label="社区矫正", rule_id="T04-R12.1")

    def found(**wanted: object) -> list[int]:
        return [w.project_id for w in waiver_ledger(LedgerFilter(**wanted))]  # type: ignore[arg-type]

    assert found() == [8, 7]
    assert found(project="水务") == [7]
    assert found(project="8") == [8]
    assert found(rule_id="T04-R12.1") == [8]
    assert found(valid_on=date(2026, 7, 1)) == []


def test_the_command_imports_validates_and_lists(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("rulebooks", "validate")
    call_command("rulebooks", "import")
    call_command("rulebooks", "list")

    said = capsys.readouterr().out
    assert "t4.yaml：投资信息化项目管理办法，" in said
    assert "第1版　已启用" in said
