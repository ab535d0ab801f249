"""The generic page of a record: filled in without scripts, kept, sent, taken back, set aside."""

import pytest
from django.test import Client

from documents.models import Job, PrintedSheet
from projects.registry.models import ProjectDocument, Record, RecordStatus
from projects.registry.services import save_record
from tests.builders import later
from tests.documents.samples import pdf, upload
from tests.filled import change_values, contract_values
from tests.life import fill
from tests.projects.conftest import Desk, Site

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(building_site: Site) -> Record:
    """A complete request for a change."""
    return fill(
        building_site.county, building_site.project, "change_request", change_values(), at=later(60)
    )


@pytest.fixture
def handler(building_site: Site, desk: Desk) -> Client:
    """The browser of the case officer."""
    return desk(building_site.county.at("HANDLER"))


def url(record: Record, verb: str = "") -> str:
    return f"/projects/{record.project_id}/records/{record.pk}/{verb}"


def now(record: Record) -> Record:
    return Record.objects.get(pk=record.pk)


def typed(record: Record, **changes: object) -> dict[str, object]:
    return {
        "version": now(record).version,
        "project_name": "环卫作业监管系统",
        "applicant_unit": "县城市管理局",
        "applied_on": "2026-05-01",
        "change_kinds": ["FUNCTION"],
        "original_content": "原有质量考核功能。",
        "changed_content": "增加移动端考核。",
        "reason": "业务主管部门统一要求。",
        "change_amount": "0",
        "amount_direction": "NONE",
        "target_unchanged": "yes",
        "impact": "不影响总体目标和工期。",
        "op": "save",
        **changes,
    }


def test_a_draft_is_kept_and_says_so(draft: Record, handler: Client) -> None:
    answer = handler.post(url(draft), typed(draft, impact="改过的影响。"), follow=True)

    assert "草稿已保存。" in answer.content.decode()
    assert now(draft).details["impact"] == "改过的影响。"


def test_a_draft_never_fails_on_what_is_missing(draft: Record, handler: Client) -> None:
    answer = handler.post(url(draft), typed(draft, impact="", reason=""))

    assert answer.status_code == 302
    assert now(draft).status == RecordStatus.DRAFT


def test_what_is_missing_is_said_at_its_field_when_it_is_sent(
    draft: Record, handler: Client
) -> None:
    answer = handler.post(url(draft), typed(draft, impact="", op="submit"))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#id_impact"' in page or "#id_impact" in page
    assert 'aria-invalid="true"' in page
    assert "增加移动端考核。" in page
    assert now(draft).status == RecordStatus.DRAFT


def test_a_complete_record_is_sent(draft: Record, handler: Client) -> None:
    answer = handler.post(url(draft), typed(draft, op="submit"), follow=True)

    assert "已送审。" in answer.content.decode()
    assert now(draft).status == RecordStatus.PENDING


def test_whoever_is_second_keeps_what_was_typed_and_may_save_again(
    building_site: Site, draft: Record, handler: Client
) -> None:
    mine = typed(draft, impact="我写的影响。")
    actor = building_site.county.at("HANDLER")
    save_record(
        now(draft),
        values={"impact": "别人写的。"},
        version=now(draft).version,
        actor=actor,
        at=later(61),
    )

    answer = handler.post(url(draft), mine)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "我写的影响。" in page
    assert "没有丢失" in page
    assert "现在是“别人写的。”，您填写的是“我写的影响。”。" in page
    assert now(draft).details["impact"] == "别人写的。"

    assert handler.post(url(draft), mine | {"version": now(draft).version}).status_code == 302
    assert now(draft).details["impact"] == "我写的影响。"


def test_rows_of_a_table_are_added_without_scripts_and_without_saving(
    building_site: Site, handler: Client
) -> None:
    contract = fill(
        building_site.county, building_site.project, "contract", contract_values(), at=later(60)
    )
    rows = {
        "milestones-0-name": "需求确认",
        "milestones-0-due_on": "2026-04-30",
        "contract_title": "还没有保存的标题",
    }

    answer = handler.post(
        url(contract), {"version": contract.version, "op": "add:milestones", **rows}
    )
    page = answer.content.decode()

    assert answer.status_code == 200
    assert 'name="milestones-1-name"' in page
    assert 'value="还没有保存的标题"' in page
    assert now(contract).version == contract.version


def test_a_record_is_taken_back_with_a_reason(draft: Record, handler: Client) -> None:
    handler.post(url(draft), typed(draft, op="submit"))
    assert "确认撤回" in handler.get(url(draft)).content.decode()

    handler.post(url(draft, "withdraw/"), {"version": now(draft).version, "reason": "有错漏。"})

    assert now(draft).status == RecordStatus.WITHDRAWN
    assert "继续填报" in handler.get(f"/projects/{draft.project_id}/").content.decode()


def test_what_was_never_sent_is_not_taken_back(draft: Record, handler: Client) -> None:
    answer = handler.post(
        url(draft, "withdraw/"), {"version": now(draft).version, "reason": "试试。"}, follow=True
    )

    assert "没有在审批中，无需撤回。" in answer.content.decode()


def test_a_sent_record_is_changed_no_more(draft: Record, handler: Client) -> None:
    handler.post(url(draft), typed(draft, op="submit"))

    answer = handler.post(url(draft), typed(draft, impact="偷偷改。"), follow=True)

    assert "内容不能再修改。" in answer.content.decode()
    assert now(draft).details["impact"] == "不影响总体目标和工期。"


def test_a_draft_is_set_aside(draft: Record, handler: Client) -> None:
    handler.post(url(draft, "discard/"), {"version": now(draft).version})

    assert now(draft).status == RecordStatus.VOID
    page = handler.get(f"/projects/{draft.project_id}/?tab=changes").content.decode()
    assert draft.title not in page


def test_a_paper_is_filed_under_a_record_and_taken_off(draft: Record, handler: Client) -> None:
    answer = handler.post(
        url(draft, "papers/attach/"),
        {"kind": "CONTRACT_TEXT", "upload": upload("会议纪要.pdf", pdf())},
        follow=True,
    )
    paper = ProjectDocument.objects.get(record=draft)
    assert "材料已上传。" in answer.content.decode()
    assert "会议纪要.pdf" in answer.content.decode()

    handler.post(f"/projects/{draft.project_id}/papers/{paper.pk}/remove/")

    assert not ProjectDocument.objects.filter(record=draft, is_withdrawn=False).exists()


def test_a_file_that_is_not_what_it_says_is_refused_in_a_sentence(
    draft: Record, handler: Client
) -> None:
    answer = handler.post(
        url(draft, "papers/attach/"),
        {"kind": "CONTRACT_TEXT", "upload": upload("合同.pdf", b"MZ\x90\x00")},
        follow=True,
    )

    assert answer.status_code == 200
    assert not ProjectDocument.objects.filter(record=draft).exists()
    assert "。" in answer.content.decode()


def test_a_print_waits_in_the_form_centre(draft: Record, handler: Client) -> None:
    answer = handler.post(url(draft, "print/"))

    assert answer["Location"] == "/documents/"
    assert PrintedSheet.objects.filter(record_ref=draft.pk).exists()
    assert Job.objects.filter(project_ref=draft.project_id).exists()


def test_a_reader_sees_the_sheet_and_no_button_to_change_it(
    building_site: Site, draft: Record, desk: Desk
) -> None:
    page = desk(building_site.county.at("DATA_REVIEW")).get(url(draft)).content.decode()

    assert "业务主管部门统一要求。" in page
    assert "保存草稿" not in page
    assert desk(building_site.county.at("DATA_REVIEW")).post(url(draft)).status_code == 403


def test_an_unknown_kind_is_not_found(building_site: Site, handler: Client) -> None:
    answer = handler.post(f"/projects/{building_site.project_id}/records/nonsense/new/")

    assert answer.status_code == 404


def test_a_kind_of_another_stage_is_refused_with_the_reason(
    building_site: Site, handler: Client
) -> None:
    answer = handler.post(
        f"/projects/{building_site.project_id}/records/self_evaluation/new/", follow=True
    )

    assert "绩效自评在运维、绩效评价阶段办理" in answer.content.decode()
    assert not Record.objects.filter(kind="self_evaluation").exists()
