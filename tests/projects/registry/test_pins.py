"""A project keeps its version; another one is an explicit, shown and consented act."""

from collections.abc import Callable
from functools import partial

import pytest
from django.test import Client

from approvals.organizations.models import User
from audit.actions import AuditAction
from audit.models import AuditEntry
from config.kernel.verdicts import RuleViolationError
from documents.models import PrintedSheet
from projects.registry.models import PinChange, ProjectMember, Record
from projects.registry.rules import may_enter_next, may_submit, preview
from projects.registry.services import (
    appoint_member,
    ask_for_version,
    move_to_version,
    print_record,
    refuse_version,
)
from projects.registry.snapshots import read_layout
from projects.regulations.models import RulebookVersion
from projects.regulations.services import import_pack, put_in_force
from tests.builders import AT, TODAY
from tests.life import fresh
from tests.projects.registry.harbour import (
    Harbour,
    build_harbour,
    harbour_pack,
    person,
    under_way,
)

pytestmark = pytest.mark.django_db
type Desk = Callable[..., Client]


@pytest.fixture
def harbour(db: None) -> Harbour:  # noqa: ARG001 - opens the database
    """A port whose regulation is in force."""
    return build_harbour()


BEGINNING = {
    "code": "begin_form",
    "label": "开工单",
    "stages": ["BUILD"],
    "rule": {"clause": "第三条", "quote": "项目组在开发阶段填写需求单"},
    "blocks": [
        {
            "code": "basics",
            "label": "一、开工",
            "fields": [{"code": "since", "label": "开工日期", "kind": "date", "required": True}],
        }
    ],
}


def next_version() -> RulebookVersion:
    """Put a version in force that renames a stage, has another form and one gate less."""
    old = harbour_pack().model_dump(mode="json")
    kinds = [kind for kind in old["record_kinds"] if kind["code"] != "start_form"]
    for kind in kinds:
        for block in kind["blocks"]:
            block["fields"] = [{**field, "prefill": None} for field in block["fields"]]
    stages = [stage for stage in old["life"]["stages"] if stage["code"] != "START"]
    stages[0] |= {"label": "建造"}
    gates = [gate for gate in old["gates"] if gate["code"] not in {"start_form", "enter_use"}]
    duties = [
        {**duty, "stages": [stage for stage in duty["stages"] if stage != "START"]}
        for duty in old["duties"]
    ]
    pack = harbour_pack(
        record_kinds=[*kinds, BEGINNING],
        life={"stages": stages},
        gates=[*gates, {"code": "begin_form", "label": "开工单", "stage": "BUILD"}],
        declarations=[one for one in old["declarations"] if one["gate"] != "start_form"],
        checklists=[],
        duties=duties,
    )
    version = import_pack(pack, actor=User.system(), at=AT)
    return put_in_force(version, actor=User.system(), at=AT)


def test_a_new_version_changes_nothing_for_a_project_under_way(harbour: Harbour) -> None:
    project = under_way(harbour)
    before = may_enter_next(project, TODAY)

    next_version()

    again = fresh(project)
    assert again.rulebook == harbour.rulebook
    assert (again.stage_label, may_enter_next(again, TODAY)) == ("开发", before)


def test_the_preview_says_what_would_change(harbour: Harbour) -> None:
    project = under_way(harbour)

    effects = {(e.label, e.detail) for e in preview(project, next_version(), TODAY)}

    assert ("阶段", "开发 → 建造") in effects
    assert ("新版本没有这种记录，只供查阅", "立项单") in effects
    assert ("新增记录", "开工单") in effects
    assert ("取消关口", "投入使用") in effects


def test_a_project_moves_on_request_of_its_owner_by_the_rule_administrator(
    harbour: Harbour,
) -> None:
    project, version = under_way(harbour), next_version()
    asked = ask_for_version(
        project, version=version, reason="新规定更合适。", actor=harbour.at("HANDLER"), at=AT
    )

    move_to_version(asked, answer="同意。", actor=User.system(), at=AT)

    moved = fresh(project)
    entry = AuditEntry.objects.filter(action=AuditAction.PROJECT_REPINNED).get()
    assert (moved.rulebook, moved.stage_code, moved.stage_label) == (version, "BUILD", "建造")
    assert entry.detail["改用版本"] == "港务信息化项目内部规定（第2版）"
    assert may_enter_next(moved, TODAY)


def test_what_was_decided_keeps_the_version_under_which_it_was(harbour: Harbour) -> None:
    project, version = under_way(harbour), next_version()
    handler = harbour.at("HANDLER")
    asked = ask_for_version(project, version=version, reason="改用。", actor=handler, at=AT)
    move_to_version(asked, answer="同意。", actor=User.system(), at=AT)
    record = Record.objects.select_related("project__rulebook__regulation").get(
        project=project, kind="start_form"
    )

    printed = PrintedSheet.objects.get(pk=print_record(record, actor=handler, at=AT).pk)

    assert printed.snapshot["rulebook"]["version"] == 1
    assert read_layout(record).title == "立项单"
    assert not may_submit(record, TODAY)


def test_only_a_version_in_force_and_only_once_at_a_time_is_asked_for(harbour: Harbour) -> None:
    project, version = under_way(harbour), next_version()
    handler = harbour.at("HANDLER")
    ask_for_version(project, version=version, reason="改用。", actor=handler, at=AT)

    with pytest.raises(RuleViolationError, match="已有一件改用申请待办理"):
        ask_for_version(project, version=version, reason="再来。", actor=handler, at=AT)
    with pytest.raises(RuleViolationError, match="现在适用的就是这一版本"):
        ask_for_version(project, version=harbour.rulebook, reason="不变。", actor=handler, at=AT)


def test_a_version_that_parts_members_of_the_project_is_not_taken_up_until_one_leaves() -> None:
    harbour = build_harbour(pack=harbour_pack(separations=[]))
    project, system = under_way(harbour), User.system()
    developer = harbour.at("DEVELOPER")
    both = appoint_member(
        project, "QC_GROUP", user=developer, starts_on=TODAY, actor=harbour.at("HANDLER"), at=AT
    )
    version = put_in_force(
        import_pack(harbour_pack(summary="第二版"), actor=system, at=AT), actor=system, at=AT
    )
    ask = partial(
        ask_for_version,
        project,
        version=version,
        reason="新规定更合适。",
        actor=harbour.at("HANDLER"),
        at=AT,
    )

    with pytest.raises(RuleViolationError, match=f"{developer.full_name}.*开发人员不得参加"):
        ask()
    ProjectMember.objects.filter(pk=both.pk).update(is_ended=True)

    assert ask().is_open


def test_the_owner_asks_on_the_page_of_the_project(harbour: Harbour, desk: Desk) -> None:
    project, version = under_way(harbour), next_version()
    handler, stranger = desk(harbour.at("HANDLER")), desk(harbour.at("TESTER"))
    url = f"/projects/{project.pk}/rulebook/"

    shown = handler.get(url, {"version": version.pk}).content.decode()
    refused = stranger.post(url, {"version": version.pk, "reason": "改用。"}).status_code
    handler.post(url, {"version": version.pk, "reason": "改用。"})

    assert "开发 → 建造" in shown
    assert refused == 403
    assert PinChange.objects.get(project=project).state == PinChange.State.ASKED
    assert "待办法管理员办理" in handler.get(url).content.decode()


def test_the_rule_administrator_reads_what_changes_and_answers(
    harbour: Harbour, desk: Desk
) -> None:
    project, version = under_way(harbour), next_version()
    asked = ask_for_version(
        project, version=version, reason="改用。", actor=harbour.at("HANDLER"), at=AT
    )
    officer = desk(person("rules", harbour.owner, "RULE_ADMIN"))

    shown = officer.get("/rulebook-changes/").content.decode()
    denied = desk(harbour.at("HANDLER")).get("/rulebook-changes/").status_code
    officer.post(f"/rulebook-changes/{asked.pk}/decide/", {"op": "move", "answer": "同意。"})

    asked.refresh_from_db()
    assert "开发 → 建造" in shown
    assert denied == 403
    assert asked.state == PinChange.State.DONE
    assert fresh(project).rulebook == version


def test_a_request_that_is_refused_or_taken_back_leaves_the_version(
    harbour: Harbour, desk: Desk
) -> None:
    project, version = under_way(harbour), next_version()
    handler = harbour.at("HANDLER")
    first = ask_for_version(project, version=version, reason="改用。", actor=handler, at=AT)
    refuse_version(first, answer="理由不足。", actor=User.system(), at=AT)
    again = ask_for_version(project, version=version, reason="再申请。", actor=handler, at=AT)

    desk(handler).post(f"/projects/{project.pk}/rulebook/{again.pk}/take-back/")

    again.refresh_from_db()
    assert again.state == PinChange.State.TAKEN_BACK
    assert fresh(project).rulebook == harbour.rulebook
    with pytest.raises(RuleViolationError, match="未同意，不能再办理"):
        move_to_version(first, answer="同意。", actor=User.system(), at=AT)
