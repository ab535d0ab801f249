"""A waiver is asked for a rule that holds 原则上, granted by its route, and ends on its day."""

import re
from datetime import datetime, timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from approvals.calendars.queries import working_calendar
from config.kernel.periods import chinese_day
from documents.rendering.sheets import FORM
from documents.sheets.layout import PrintLayout, lay_out
from documents.sheets.shapes import FieldKind
from documents.spreadsheets.sheets import sheet_workbook
from projects.registry import kinds
from projects.registry.kinds import sheet_of, values_of
from projects.registry.models import Project, Record
from projects.registry.rules import gatekeeper
from projects.registry.snapshots import snapshot_of
from projects.regulations.models import Waiver
from projects.regulations.queries import rulebook_of, waived_rules
from projects.regulations.services import waivable_rules
from tests.builders import County, application_ready, later, line
from tests.filled import trial_values
from tests.life import fill, let_pass
from tests.projects.conftest import Desk, Site
from tests.projects.refusals import why_not

pytestmark = pytest.mark.django_db
RULE = "T17-R17.shortest"
AT = later(200)


def wanted(county: County, project: Project, **changes: object) -> Record:
    values = {
        "rule_id": RULE,
        "reason": "上级要求提前上线。",
        "measures": "加密巡检，双人值守。",
        "wanted_until": (AT + timedelta(days=60)).date().isoformat(),
        **changes,
    }
    return fill(county, project, "waiver", values, at=AT)


def test_only_the_rules_that_hold_in_principle_are_offered(building_site: Site) -> None:
    draft = wanted(building_site.county, building_site.project)
    rules = waivable_rules(rulebook_of(building_site.project.rulebook))

    box = sheet_of(draft).field("rule_id")

    assert box.kind is FieldKind.CHOICE
    assert {code for code, _ in box.choices} == {code for code, _, _ in rules}
    assert RULE in {code for code, _ in box.choices}
    assert all("原则上" in rule.quote or "一般" in rule.quote for _, _, rule in rules)


def test_the_text_of_the_chosen_rule_is_quoted(building_site: Site) -> None:
    draft = wanted(building_site.county, building_site.project)

    assert "一般试用期最短不低于2个月" in str(values_of(draft)["rule_text"])


def test_a_binding_rule_is_not_waived(building_site: Site) -> None:
    book = rulebook_of(building_site.project.rulebook)
    binding = next(r.id for r in book.requirements if r.strength.value == "BLOCK")

    draft = wanted(building_site.county, building_site.project, rule_id=binding)

    assert "这条规定必须遵守" in why_not(draft, AT.date())


def test_a_waiver_that_ends_before_it_begins_is_refused(building_site: Site) -> None:
    early = (AT - timedelta(days=1)).date().isoformat()
    draft = wanted(building_site.county, building_site.project, wanted_until=early)

    assert "失效日期早于生效日期" in why_not(draft, AT.date())


def test_an_approved_waiver_opens_the_rule_until_its_last_day(funded_site: Site) -> None:
    county, project = funded_site.county, funded_site.project
    short = trial_values(starts_on="2026-06-05", ends_on="2026-06-20")
    trial = fill(county, project, "trial_operation", short, at=AT)
    assert "不少于2个月" in why_not(trial, AT.date())

    request = wanted(county, project)
    _pass(county, request)

    waiver = Waiver.objects.get(project_id=project.pk)
    assert (waiver.rule_id, waiver.starts_on) == (RULE, AT.date())
    assert "不少于2个月" not in why_not(trial, AT.date())
    assert waived_rules(project.pk, waiver.expires_on) == {RULE}
    assert waived_rules(project.pk, waiver.expires_on + timedelta(days=1)) == frozenset()


def _pass(county: County, request: Record) -> None:
    until = (AT + timedelta(days=30)).date().isoformat()
    let_pass(county, request, "UNIT_HEAD", "DATA_HEAD", at=AT, expires_on=until)


def test_the_page_offers_the_rules_as_choices(building_site: Site, desk: Desk) -> None:
    draft = wanted(building_site.county, building_site.project)
    browser = desk(building_site.county.at("HANDLER"))

    page = browser.get(f"/projects/{building_site.project_id}/records/{draft.pk}/")

    assert re.search(rf'value="{RULE}"[^>]* (selected|checked)', page.content.decode())


def test_the_gates_of_a_project_are_judged_without_a_query_for_each(building_site: Site) -> None:
    project = building_site.project
    keeper = gatekeeper(project, AT.date(), records=Record.objects.filter(project=project))
    gates = rulebook_of(project.rulebook).gates
    dict(keeper.facts)  # each stage is asked for its facts once, the calendar is read once
    working_calendar()

    with CaptureQueriesContext(connection) as queries:
        for gate in gates:
            keeper.judge(gate.code)
        for kind in kinds.all_kinds():
            keeper.may_begin(kind)

    assert [query["sql"] for query in queries] == []


def test_a_machine_room_is_built_only_under_a_waiver(building_site: Site) -> None:
    county = building_site.county
    application = application_ready(county, lines=[line(item="汇聚机房")], at=AT)
    refusal = "预算中含有机房，原则上不得新建"
    assert refusal in why_not(application, AT.date())

    _pass(county, wanted(county, application.project, rule_id="T04-R12.2"))

    assert refusal not in why_not(application, AT.date())
    ended = Waiver.objects.get(project_id=application.project_id).expires_on + timedelta(days=1)
    assert refusal in why_not(application, ended)


def test_the_waivers_that_a_record_is_sent_under_are_printed_on_its_sheet(
    building_site: Site,
) -> None:
    county = building_site.county
    application = application_ready(county, lines=[line(item="汇聚机房")], at=AT)
    _pass(county, wanted(county, application.project, rule_id="T04-R12.2"))
    _pass(county, wanted(county, application.project))  # of a trial: no matter of this sheet
    waiver = Waiver.objects.get(rule_id="T04-R12.2", project_id=application.project_id)

    layout = laid_out(application, AT)
    workbook = load_workbook(BytesIO(sheet_workbook(layout)), read_only=True).worksheets[0]

    (printed,) = layout.waivers
    assert printed == (
        f"豁免{waiver.clause}“{waiver.quote}”，理由：上级要求提前上线，"
        f"批准：{waiver.approver_label}，有效期至{chinese_day(waiver.expires_on)}"
    )
    assert printed in render_to_string(FORM, {"layout": layout, "qr": ""})
    assert any(f"1. {printed}" in row for row in workbook.iter_rows(values_only=True))
    assert laid_out(application, AT + timedelta(days=365)).waivers == ()


def laid_out(application: Record, at: datetime) -> PrintLayout:
    return lay_out(kinds.sheet_of(application), snapshot_of(application, at=at))
