"""Red lines (红线) in contents and lines, the words of the office, and projects cut in pieces."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from audit.actions import AuditAction
from audit.models import AuditEntry
from config.kernel.verdicts import RuleViolationError, Verdict
from projects.application.models import ProjectApplication, RedLineTerm
from projects.application.queries import splitting_of
from projects.application.services import (
    add_red_line_term,
    retire_red_line_term,
    save_application,
)
from projects.application.shapes import LineInput
from projects.registry.models import RecordStatus
from projects.registry.rules import may_submit, record_url
from tests.builders import (
    AT,
    OTHER_OWNER,
    TODAY,
    County,
    accepted,
    application_ready,
    application_values,
    later,
    line,
    person,
    send,
    sign,
)
from tests.life import fresh
from tests.projects.application.conftest import Desk
from tests.projects.application.test_pages import typed

pytestmark = pytest.mark.django_db
TERMS = reverse("projects:application-red-lines")
LARGER = line(unit_price=Decimal(600_000))
ROOM = "functions:MACHINE_ROOM"


def kept(draft: ProjectApplication) -> ProjectApplication:
    """Read a draft again."""
    return ProjectApplication.objects.select_related("project").get(pk=draft.pk)


def saved(
    county: County, draft: ProjectApplication, red_lines: dict[str, str], **changes: Any
) -> ProjectApplication:
    """Save a draft as its page does."""
    lines: list[LineInput] = changes.pop("lines", [line()])
    return save_application(
        draft,
        values=application_values(**changes),
        lines=lines,
        answers={},
        red_lines=red_lines,
        version=kept(draft).version,
        actor=county.at("HANDLER"),
        at=AT,
    )


def asked(draft: ProjectApplication) -> Verdict:
    """Return what stands in the way of sending a draft."""
    return may_submit(kept(draft), TODAY)


def added(word: str, county: County, **changes: Any) -> RedLineTerm:
    """Add a word to those that are scanned for."""
    given: dict[str, Any] = {"regulation": None, "line_code": "", "hint": ""} | changes
    return add_red_line_term(word=word, **given, actor=county.at("DATA_HEAD"), at=AT)


def test_a_red_line_in_the_contents_is_to_be_answered_with_its_clause(county: County) -> None:
    draft = application_ready(county, values={"functions": "在新的机 房中部署车辆定位。"})

    (refusal,) = asked(draft).blocking
    saved(county, draft, {ROOM: "利用现有机房，不新建。"}, functions="在新的机 房中部署车辆定位。")

    assert refusal.message.startswith("“功能要求”中出现机房")
    assert (refusal.clause, refusal.quote[:5]) == ("第六条", "原则上不得")
    assert refusal.missing[0].url.endswith("#id_red-functions-MACHINE_ROOM")
    assert asked(draft)


def test_the_name_of_a_project_is_scanned_as_well(county: County) -> None:
    draft = application_ready(county, name="环卫专网")

    assert "“项目/系统名称”中出现业务专网" in asked(draft).text


def test_what_is_answered_of_a_red_line_may_hold_no_secret(county: County) -> None:
    draft = application_ready(county)

    with pytest.raises(RuleViolationError, match="线下"):
        saved(county, draft, {ROOM: "机房用于涉密系统。"})


def test_a_word_of_the_office_holds_in_contents_and_lines_until_it_is_taken_out(
    county: County,
) -> None:
    lines = [line("ＶＰＮ组网")]
    draft = application_ready(county, lines=lines, values={"objectives": "建成vpn。"})
    assert asked(draft)
    term = added("VPN", county, hint="请说明与政务外网的关系。")

    text = asked(draft).text
    assert "“业务目标”中出现VPN" in text
    assert "预算明细第1行出现红线用语“VPN”，请说明与政务外网的关系。" in text
    assert {r.basis for r in asked(draft).blocking} == {"系统规则"}
    answers = {f"objectives:TERM_{term.pk}": "经政务外网。"}
    saved(
        county, draft, answers, lines=[line("ＶＰＮ组网", answer="租用。")], objectives="建成vpn。"
    )
    assert asked(draft)
    saved(county, draft, answers | {f"objectives:TERM_{term.pk}": ""}, lines=lines)
    assert not asked(draft)

    retire_red_line_term(term, actor=county.at("DATA_HEAD"), at=AT)

    assert asked(draft)
    actions = set(AuditEntry.objects.values_list("action", flat=True))
    assert {AuditAction.RED_LINE_TERM_ADDED, AuditAction.RED_LINE_TERM_RETIRED} <= actions


def test_a_word_may_widen_a_red_line_of_the_measures(county: County) -> None:
    added("数据中心机柜", county, regulation=county.rulebook.regulation, line_code="MACHINE_ROOM")
    draft = application_ready(county, lines=[line("数据中心机柜")])

    assert any(r.rule_id == "T04-R12.2" for r in asked(draft).blocking)


def test_a_word_that_comes_later_does_not_stop_what_was_sent(county: County) -> None:
    sent = send(county, application_ready(county, values={"objectives": "建成VPN。"}))

    add_red_line_term(
        word="VPN",
        regulation=None,
        line_code="",
        hint="",
        actor=county.at("DATA_HEAD"),
        at=later(),
    )

    assert accepted_without_sending(county, sent)


def accepted_without_sending(county: County, sent: Any) -> bool:
    """Let everybody sign what was sent."""
    sign(county, sent, "UNIT_HEAD", at=later())
    sign(county, sent, "DATA_INTAKE", at=later())
    sent.refresh_from_db()
    return bool(sent.status == RecordStatus.PASSED)


def test_a_word_is_added_once_and_only_to_red_lines_that_there_are(county: County) -> None:
    added("VPN", county)
    regulation = county.rulebook.regulation

    with pytest.raises(RuleViolationError, match="已经在表中"):
        added("VPN", county)
    with pytest.raises(RuleViolationError, match="没有这条红线"):
        added("VPN", county, regulation=regulation, line_code="NOTHING")
    with pytest.raises(RuleViolationError, match="不必再加"):
        added("机房", county, regulation=regulation, line_code="MACHINE_ROOM")


def test_the_rule_administrator_keeps_the_words_in_the_browser(county: County, desk: Desk) -> None:
    office = desk(person("rules", county.owner, "RULE_ADMIN", AT))
    room = f"{county.rulebook.regulation_id}:MACHINE_ROOM"
    assert desk(county.at("HANDLER")).get(TERMS).status_code == 403

    assert office.post(TERMS, {"word": "", "place": ""}).status_code == 422
    assert office.post(TERMS, {"word": "机柜间", "place": room}).status_code == 302
    assert office.post(TERMS, {"word": "视频专线", "place": ""}).status_code == 302

    page = office.get(TERMS).content.decode()
    assert "机柜间" in page
    assert "视频专线" in page
    term = RedLineTerm.objects.get(word="机柜间")
    assert term.line_code == "MACHINE_ROOM"
    office.post(reverse("projects:application-red-line-retire", args=[term.pk]))
    assert "机柜间" not in office.get(TERMS).content.decode()


def test_the_page_asks_for_the_answer_and_keeps_it(county: County, desk: Desk) -> None:
    draft = application_ready(county, values={"functions": "接入机房。"})
    officer: Client = desk(county.at("HANDLER"))
    box = "red-functions-MACHINE_ROOM"

    shown = officer.get(record_url(draft)).content.decode()
    posted = typed(kept(draft), op="save", **{box: "利用现有机房。"})
    officer.post(record_url(draft), posted)

    assert f'name="{box}"' in shown
    assert kept(draft).red_line_answers == {ROOM: "利用现有机房。"}
    assert "利用现有机房。" in officer.get(record_url(draft)).content.decode()


def test_projects_of_a_unit_that_together_pass_a_threshold_are_pointed_out(
    county: County, desk: Desk
) -> None:
    first = application_ready(county, name="环卫车辆定位")
    assert splitting_of(fresh(first.project)) is None
    second = application_ready(
        county, name="燃气报装窗口", lines=[line(unit_price=Decimal(600_000))]
    )
    application_ready(county, name="学籍档案", unit=OTHER_OWNER)

    found = splitting_of(fresh(second.project))

    assert found is not None
    assert found.total == Decimal(1_100_000)
    assert [one.name for one in found.others] == ["环卫车辆定位"]
    assert [one.amount for one in found.thresholds] == [Decimal(1_000_000)]
    shown = desk(county.at("HANDLER")).get(record_url(second)).content.decode()
    assert "化整为零核对" in shown
    assert "合计 110" in shown
    appraisal = accepted(county, second)
    reviewed = desk(county.at("DATA_REVIEW")).get(record_url(appraisal)).content.decode()
    assert "化整为零核对" in reviewed


def test_projects_more_than_a_year_apart_are_not_added_up(county: County) -> None:
    application_ready(county, name="环卫车辆定位", at=AT.replace(year=2025, month=1))
    second = application_ready(
        county, name="燃气报装窗口", lines=[line(unit_price=Decimal(600_000))]
    )

    assert splitting_of(fresh(second.project)) is None
