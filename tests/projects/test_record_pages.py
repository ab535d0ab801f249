"""The page of every kind of record: opened, filled with nonsense, never an error."""

import pytest
from django.test import Client

from documents.sheets import catalog
from documents.sheets.shapes import FieldKind, Sheet
from projects.registry import kinds
from projects.registry.models import Record
from tests.projects.conftest import Desk, Site

pytestmark = pytest.mark.django_db
BUILT = (
    "contract", "progress_report", "change_request", "payment", "test_report",
    "trial_operation", "final_acceptance", "performance_targets",
)  # fmt: skip
OPERATED = ("information_system", "maintenance_record", "self_evaluation", "final_accounts")
NONSENSE = ("😀⼀" + "长" * 10_000, "-1", "=1+1", "9" * 30, "2026-02-30", "\u202e\x00", "")


def posted(sheet: Sheet, value: str, version: int) -> dict[str, str]:
    """Put the same nonsense into every box and into a row of every table."""
    given = {"version": str(version), "op": "submit"}
    for box in sheet.fields():
        if box.kind is FieldKind.TABLE:
            given |= {f"{box.code}-0-{column.code}": value for column in box.columns}
        else:
            given[box.code] = value
    return given


def page_of(browser: Client, site: Site, code: str) -> tuple[str, Record]:
    answer = browser.post(f"/projects/{site.project_id}/records/{code}/new/")
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"]), Record.objects.filter(kind=code).latest("pk")


def try_nonsense(site: Site, browser: Client, code: str) -> None:
    url, record = page_of(browser, site, code)
    sheet = kinds.sheet_of(kinds.load(record))
    assert browser.get(url).status_code == 200
    for value in NONSENSE:
        version = Record.objects.get(pk=record.pk).version
        answer = browser.post(url, posted(sheet, value, version))
        assert answer.status_code in {302, 422}, (code, value, answer.status_code)
        assert Record.objects.get(pk=record.pk).status == "DRAFT"


@pytest.mark.parametrize("code", BUILT)
def test_nonsense_is_answered_while_building(building_site: Site, desk: Desk, code: str) -> None:
    try_nonsense(building_site, desk(building_site.county.at("HANDLER")), code)


@pytest.mark.parametrize("code", OPERATED)
def test_nonsense_is_answered_in_operation(operated_site: Site, desk: Desk, code: str) -> None:
    try_nonsense(operated_site, desk(operated_site.county.at("HANDLER")), code)


def test_nonsense_is_answered_by_the_finance_department(building_site: Site, desk: Desk) -> None:
    browser = desk(building_site.county.at("FINANCE_BUDGET"))

    try_nonsense(building_site, browser, "appropriation")


def test_nonsense_is_answered_by_the_evaluators(evaluated_site: Site, desk: Desk) -> None:
    try_nonsense(evaluated_site, desk(evaluated_site.county.at("DATA_REVIEW")), "evaluation")
    try_nonsense(evaluated_site, desk(evaluated_site.county.at("HANDLER")), "archive")


def test_a_payment_offers_its_contracts_as_choices(funded_site: Site, desk: Desk) -> None:
    url, _ = page_of(desk(funded_site.county.at("HANDLER")), funded_site, "payment")

    page = desk(funded_site.county.at("HANDLER")).get(url).content.decode()

    assert 'value="HW-2026-01"' in page
    assert "云阳数智科技有限公司" in page


def test_a_draft_with_reversed_dates_is_shown_again_with_what_was_typed(
    building_site: Site, desk: Desk
) -> None:
    browser = desk(building_site.county.at("HANDLER"))
    url, record = page_of(browser, building_site, "contract")

    answer = browser.post(
        url,
        {
            "version": str(record.version),
            "contract_title": "没有丢的标题",
            "starts_on": "2026-05-02",
            "ends_on": "2026-05-01",
        },
    )

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "合同完成日期早于合同开始日期" in text
    assert "没有丢的标题" in text


@pytest.mark.parametrize(
    ("role", "code"),
    [("FINANCE_BUDGET", "contract"), ("HANDLER", "appropriation"), ("DATA_REVIEW", "payment")],
)
def test_each_kind_is_begun_by_its_own_desk(
    building_site: Site, desk: Desk, role: str, code: str
) -> None:
    browser = desk(building_site.county.at(role))

    answer = browser.post(f"/projects/{building_site.project_id}/records/{code}/new/")

    assert answer.status_code == 403


def test_every_typed_column_has_its_box() -> None:
    for kind in kinds.all_kinds():
        if kind.stages and kind.typed and kind.code not in {"application", "appraisal"}:
            sheet = catalog.get(kind.sheet)
            assert set(kind.typed) <= {box.code for box in sheet.fields()}, kind.code
