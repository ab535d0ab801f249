"""Forms that come from a sheet alone: every project has them, without a line of code for each."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents.models import PrintedSheet
from documents.sheets import catalog
from projects.registry import kinds
from projects.registry.kinds.resolution import resolve
from projects.registry.models import Record
from projects.registry.services import print_record, save_record, submit_record
from tests.builders import AT
from tests.packs import shipped
from tests.projects.conftest import Desk, Site

pytestmark = pytest.mark.django_db
FORMS = [kind for kind in kinds.all_kinds() if kind.is_form]
RISK = {
    "description": "接口延期→联调受阻→上线推迟",
    "risk_id": "R1",
    "category": "TECHNICAL",
    "probability": "3",
    "impact": "4",
}


def test_every_form_without_a_matter_of_its_own_is_offered() -> None:
    assert {kind.sheet for kind in FORMS} == {s.code for s in catalog.all() if s.stages}
    assert {"feasibility_study", "task_book", "score_summary", "record_filing"} <= {
        kind.sheet for kind in FORMS
    }


def test_the_list_offers_what_the_stage_has_and_says_why_not_else(
    building_site: Site, desk: Desk
) -> None:
    page = desk(building_site.county.at("HANDLER")).get(
        f"/projects/{building_site.project_id}/forms/"
    )

    text = page.content.decode()
    assert 'aria-label="填写项目任务书"' in text
    assert 'aria-label="填写信息化项目建设需求申请表"' not in text
    assert "在申报阶段填写。" in text


def test_others_read_the_list_and_are_offered_nothing(building_site: Site, desk: Desk) -> None:
    browser = desk(building_site.county.at("AUDIT_READ"))
    page = browser.get(f"/projects/{building_site.project_id}/forms/")

    assert 'aria-label="填写' not in page.content.decode()


@pytest.mark.parametrize("kind", [k for k in FORMS if "CONSTRUCTION" in k.stages])
def test_each_form_is_begun_with_what_is_known(
    building_site: Site, desk: Desk, kind: kinds.RecordKind
) -> None:
    browser = desk(building_site.county.at("HANDLER"))

    answer = browser.post(f"/projects/{building_site.project_id}/records/{kind.code}/new/")

    page = browser.get(answer["Location"])
    assert page.status_code == 200
    assert building_site.project.name in page.content.decode()


def test_a_form_is_filled_in_computed_sent_and_printed(building_site: Site, desk: Desk) -> None:
    handler = building_site.county.at("HANDLER")
    url = f"/projects/{building_site.project_id}/records/form_risk_register/new/"
    desk(handler).post(url)
    draft = Record.objects.get(kind="form_risk_register")
    values = {
        "project_name": building_site.project.name,
        "assessor": "张堃",
        "assessed_on": "2026-03-01",
        "risks": [RISK],
    }

    save_record(draft, values=values, version=draft.version, actor=handler, at=AT)
    draft.refresh_from_db()
    submit_record(draft, version=draft.version, actor=handler, at=AT)

    draft.refresh_from_db()
    assert draft.status == "PASSED"
    assert draft.number.endswith("号")
    printed = print_record(draft, actor=handler, at=AT)
    assert printed.snapshot["values"]["risks"][0]["level"] == "12"
    assert PrintedSheet.objects.get().sheet_code == "risk_register"


def test_a_rulebook_with_a_form_of_its_own_hides_the_common_one() -> None:
    offered = {kind.label: kind for kind in resolve(shipped("t17"))}

    assert not offered["软件需求说明书"].is_form
    assert not offered["测试方案"].is_form
    assert offered["项目任务书"].is_form


def test_the_list_costs_the_same_for_many_records(building_site: Site, desk: Desk) -> None:
    browser = desk(building_site.county.at("HANDLER"))
    url = f"/projects/{building_site.project_id}"

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            browser.get(f"{url}/forms/")
        return len(captured)

    browser.post(f"{url}/records/form_task_book/new/")
    queries()
    few = queries()
    for _ in range(5):
        browser.post(f"{url}/records/form_task_book/new/")
    assert queries() == few
