"""Calls for applications (申报批次): the window, the quota, the papers, who comes late."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from approvals.notifications.models import Notice
from audit.actions import AuditAction
from audit.models import AuditEntry
from config.kernel.verdicts import RuleViolationError, StaleVersionError, Verdict
from documents.models import Document
from projects.application.models import ProjectApplication
from projects.application.services import (
    ask_late_entry,
    cancel_call,
    change_call,
    decide_late_entry,
    open_call,
)
from projects.registry.models import ApplicationCall, LateEntry, Record, RecordStatus
from projects.registry.rules import may_submit
from projects.registry.services import attach_paper, change_standing
from tests.builders import AT, OTHER_OWNER, TODAY, County, application_ready, send, send_back
from tests.documents.samples import pdf, upload
from tests.life import fresh
from tests.projects.application.calls import CALL
from tests.projects.application.conftest import Desk

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
CALLS = reverse("projects:application-calls")


def announced(county: County, opens: date, closes: date, **terms: Any) -> ApplicationCall:
    """Announce a call long before."""
    return open_call(
        **(CALL | terms),
        regulation=county.rulebook.regulation,
        opens_on=opens,
        closes_on=closes,
        actor=county.at("DATA_REVIEW"),
        at=min(AT, AT + (opens - TODAY)) - 30 * DAY,
    )


def on_calls(draft: Record, day: date = TODAY) -> Verdict:
    """Return what the calls say of a record, without what its own form lacks."""
    found = may_submit(Record.objects.select_related("project").get(pk=draft.pk), day)
    return Verdict(tuple(r for r in found.refusals if r.clause.startswith("2026年度")))


def test_without_a_call_for_its_year_a_project_is_filed_on_any_day(county: County) -> None:
    announced(county, TODAY + 9 * DAY, TODAY + 20 * DAY, year=2027)

    assert send(county, application_ready(county)).status == RecordStatus.PENDING


@pytest.mark.parametrize(
    ("days", "is_open"), [(-1, False), (0, True), (5, True), (10, True), (11, False)]
)
def test_a_window_holds_both_its_ends_and_no_day_more(
    county: County, days: int, *, is_open: bool
) -> None:
    announced(county, TODAY, TODAY + 10 * DAY)
    draft = application_ready(county)

    assert bool(on_calls(draft, TODAY + days * DAY)) is is_open


def test_before_the_window_the_first_day_is_named(county: County) -> None:
    opens = TODAY + 7 * DAY
    announced(county, opens, TODAY + 20 * DAY)
    draft = application_ready(county)

    found = on_calls(draft)

    assert (found.opens_on, found.refusals[0].basis) == (
        opens,
        "2026年度第一批申报（县数〔2026〕3号）",
    )
    assert "申报时间是2026年3月9日至2026年3月22日" in found.text
    with pytest.raises(RuleViolationError, match="现在不在申报时段内"):
        send(county, draft)


def test_between_two_windows_the_next_one_is_named(county: County) -> None:
    announced(county, TODAY - 20 * DAY, TODAY - 10 * DAY)
    second = announced(county, TODAY + 10 * DAY, TODAY + 20 * DAY, label="2026年度第二批申报")

    assert on_calls(application_ready(county)).opens_on == second.opens_on


def test_after_the_last_day_the_way_for_late_entries_is_shown(county: County) -> None:
    announced(county, TODAY - 20 * DAY, TODAY - DAY)
    draft = application_ready(county)

    (refusal,) = on_calls(draft).refusals

    assert "已于2026年3月1日截止" in refusal.message
    assert [one.url for one in refusal.missing] == [f"/projects/{draft.project_id}/late/"]


def test_a_call_that_takes_nothing_late_says_so(county: County) -> None:
    announced(county, TODAY - 20 * DAY, TODAY - DAY, accepts_late=False)
    draft = application_ready(county)

    assert "不接受逾期申报" in on_calls(draft).text
    with pytest.raises(RuleViolationError, match="没有接受逾期申报的批次"):
        ask_late_entry(draft.project, reason="工期紧。", actor=county.at("HANDLER"), at=AT)


def test_what_comes_back_to_be_corrected_may_be_sent_after_the_last_day(county: County) -> None:
    announced(county, TODAY - DAY, TODAY)
    sent = send(county, application_ready(county))
    send_back(county, sent, "UNIT_HEAD", why="请补充。", at=AT + DAY)

    assert on_calls(sent, TODAY + 9 * DAY)


def test_a_unit_files_no_more_than_its_quota(county: County) -> None:
    announced(county, TODAY, TODAY + 9 * DAY, quota=1)
    first = application_ready(county, name="环卫监管")
    second = application_ready(county, name="燃气报装窗口")
    other = application_ready(county, name="学籍档案", unit=OTHER_OWNER)
    assert on_calls(second)

    send(county, first)

    assert "最多申报1个项目，县城市管理局已申报1个" in on_calls(second).text
    assert on_calls(other)
    project = fresh(first.project)
    change_standing(
        project, project.withdraw, reason="不再需要。", actor=county.at("HANDLER"), at=AT
    )
    assert on_calls(second)


def test_the_papers_of_a_call_must_be_there(county: County) -> None:
    announced(county, TODAY, TODAY + 9 * DAY, templates=["CONTRACT_TEXT"])
    draft = application_ready(county)

    (refusal,) = on_calls(draft).refusals
    attach_paper(
        draft.project,
        record=None,
        kind="CONTRACT_TEXT",
        upload=upload("合同.pdf", pdf()),
        title="",
        actor=county.at("HANDLER"),
        at=AT,
    )

    assert Document.objects.exists()
    assert [one.label for one in refusal.missing] == ["合同文本"]
    assert on_calls(draft)


def test_who_comes_late_is_let_in_by_somebody_else_until_a_day(county: County) -> None:
    announced(county, TODAY - 20 * DAY, TODAY - DAY)
    draft = application_ready(county)
    asked = ask_late_entry(
        draft.project, reason="上级刚下达任务。", actor=county.at("HANDLER"), at=AT
    )
    assert Notice.objects.filter(user=county.at("DATA_REVIEW"), title__contains="逾期").exists()
    assert not on_calls(draft)
    with pytest.raises(RuleViolationError, match="已有一件逾期申报申请"):
        ask_late_entry(draft.project, reason="再来。", actor=county.at("HANDLER"), at=AT)
    with pytest.raises(RuleViolationError, match="请填写最迟送审日期"):
        answer(county, asked, agrees=True, until=None)
    with pytest.raises(RuleViolationError, match="不能办理自己提出的申请"):
        answer(county, asked, agrees=True, until=TODAY, by="HANDLER")

    answer(county, asked, agrees=True, until=TODAY + DAY)

    assert on_calls(draft, TODAY + DAY)
    assert not on_calls(draft, TODAY + 2 * DAY)
    assert send(county, draft).status == RecordStatus.PENDING
    with pytest.raises(RuleViolationError, match="不能再办理"):
        answer(county, asked, agrees=False, until=None)
    actions = AuditEntry.objects.values_list("action", flat=True)
    assert {AuditAction.LATE_ENTRY_ASKED, AuditAction.LATE_ENTRY_DECIDED} <= set(actions)


def answer(
    county: County,
    asked: LateEntry,
    *,
    agrees: bool,
    until: date | None,
    by: str = "DATA_REVIEW",
) -> LateEntry:
    """Let the data department answer a late entry."""
    return decide_late_entry(
        asked, agrees=agrees, until=until, answer="按规定办理。", actor=county.at(by), at=AT
    )


def test_a_late_entry_counts_for_the_quota(county: County) -> None:
    announced(county, TODAY - 20 * DAY, TODAY - DAY, quota=1)
    late, another = application_ready(county), application_ready(county, name="燃气报装窗口")
    for draft in (late, another):
        asked = ask_late_entry(draft.project, reason="急。", actor=county.at("HANDLER"), at=AT)
        answer(county, asked, agrees=True, until=TODAY + DAY)
    send(county, late)

    assert "已申报1个" in on_calls(another).text


def test_a_refused_late_entry_leaves_the_window_closed(county: County) -> None:
    announced(county, TODAY - 20 * DAY, TODAY - DAY)
    draft = application_ready(county)
    asked = ask_late_entry(draft.project, reason="急。", actor=county.at("HANDLER"), at=AT)

    answer(county, asked, agrees=False, until=None)

    assert not on_calls(draft)
    assert Notice.objects.filter(title__startswith="逾期申报不同意").exists()


def test_a_call_has_sound_days_and_a_name_of_its_own(county: County) -> None:
    announced(county, TODAY, TODAY + DAY)

    for opens, closes, words in (
        (TODAY, TODAY + DAY, "已有名称为"),
        (TODAY + DAY, TODAY, "截止日期早于开始日期"),
    ):
        with pytest.raises(RuleViolationError, match=words):
            announced(county, opens, closes)
    with pytest.raises(RuleViolationError, match="已经过去"):
        open_call(
            **(CALL | {"label": "旧批次"}),
            regulation=county.rulebook.regulation,
            opens_on=TODAY - 9 * DAY,
            closes_on=TODAY - DAY,
            actor=county.at("DATA_REVIEW"),
            at=AT,
        )
    with pytest.raises(ValidationError):
        ApplicationCall(
            **CALL,
            regulation=county.rulebook.regulation,
            opens_on=TODAY,
            closes_on=TODAY - DAY,
            opened_by=county.at("DATA_REVIEW"),
            opened_at=AT,
        ).validate_constraints()


def changed(county: County, call: ApplicationCall, **terms: Any) -> ApplicationCall:
    """Change a call as its page does."""
    names = ("notice_number", "opens_on", "closes_on", "quota", "templates", "accepts_late", "note")
    given = {name: getattr(call, name) for name in names} | {"version": call.version} | terms
    return change_call(call, **given, actor=county.at("DATA_REVIEW"), at=AT)


def test_the_last_day_may_be_put_off_and_the_first_not_moved_once_it_is_past(
    county: County,
) -> None:
    call = announced(county, TODAY - 20 * DAY, TODAY - DAY)
    draft = application_ready(county)

    longer = changed(county, call, closes_on=TODAY + DAY)

    assert on_calls(draft)
    with pytest.raises(RuleViolationError, match="开始日期不能再改"):
        changed(county, longer, opens_on=TODAY)
    with pytest.raises(StaleVersionError):
        changed(county, call, note="旧页面")


def test_a_cancelled_call_closes_nothing_and_cannot_be_changed(county: County) -> None:
    call = announced(county, TODAY + 9 * DAY, TODAY + 20 * DAY)
    draft = application_ready(county)
    assert not on_calls(draft)

    gone = cancel_call(
        call, reason="改期。", version=call.version, actor=county.at("DATA_REVIEW"), at=AT
    )

    assert on_calls(draft)
    with pytest.raises(RuleViolationError, match="已取消"):
        changed(county, gone)


def test_the_data_department_opens_a_call_and_units_see_it(county: County, desk: Desk) -> None:
    office, unit = desk(county.at("DATA_REVIEW")), desk(county.at("HANDLER"))
    posted = {
        "regulation": county.rulebook.regulation.pk,
        "year": "2099",
        "label": "夏季批次",
        "opens_on": "2099年6月1日",
        "closes_on": "2099-06-30",
        "quota": "２",
        "templates": ["CONTRACT_TEXT"],
        "note": "重点支持整合共享。",
    }
    assert unit.post(CALLS, posted).status_code == 403
    refused = office.post(CALLS, posted)
    assert refused.status_code == 422
    assert "申报年度应在" in refused.content.decode()

    year = localdate().year + 1
    shift = {
        "year": str(year),
        "opens_on": f"{year}-06-01",
        "closes_on": f"{year}-06-30",
    }
    opened = office.post(CALLS, posted | shift)

    call = ApplicationCall.objects.get()
    assert opened.url == f"/calls/{call.pk}/"  # type: ignore[attr-defined]
    assert (call.quota, call.templates, call.accepts_late) == (2, ["CONTRACT_TEXT"], False)
    shown = unit.get(opened.url).content.decode()  # type: ignore[attr-defined]
    assert "重点支持整合共享。" in shown
    assert "县城市管理局 0/2 个" in shown
    assert "修改批次" not in shown
    assert "夏季批次" in unit.get(reverse("projects:application-start")).content.decode()
    assert unit.post(f"/calls/{call.pk}/", posted).status_code == 403
    longer = {**posted, **shift, "closes_on": f"{year}-07-31", "version": call.version}
    assert office.post(f"/calls/{call.pk}/", longer).status_code == 302
    assert ApplicationCall.objects.get().closes_on == date(year, 7, 31)
    office.post(f"/calls/{call.pk}/cancel/", {"reason": "改期。", "version": call.version + 1})
    assert ApplicationCall.objects.get().is_cancelled


def test_a_unit_asks_on_the_page_of_its_project_and_the_office_answers_on_that_of_the_call(
    county: County, desk: Desk
) -> None:
    call = announced(county, TODAY - 20 * DAY, TODAY - DAY)
    draft = application_ready(county)
    office, unit = desk(county.at("DATA_REVIEW")), desk(county.at("HANDLER"))
    page = f"/projects/{draft.project_id}/late/"

    assert "申请逾期申报" in unit.get(page).content.decode()
    assert unit.post(page, {"reason": ""}).status_code == 422
    assert unit.post(page, {"reason": "上级任务。"}).status_code == 302
    asked = LateEntry.objects.get()
    listed = office.get(f"/calls/{call.pk}/").content.decode()
    assert "上级任务。" in listed
    decide = f"/calls/{call.pk}/late/{asked.pk}/decide/"
    assert unit.post(decide, {"op": "agree", "answer": "可。"}).status_code == 403
    office.post(decide, {"op": "agree", "answer": "可。", "until": "2999-01-01"})
    office.post(decide, {"op": "agree", "answer": "可。", "until": "2099-01-01"})

    asked.refresh_from_db()
    assert (asked.state, asked.until) == (LateEntry.State.AGREED, date(2099, 1, 1))
    assert "最迟 2099-01-01 送审" in unit.get(page).content.decode()


@pytest.mark.parametrize("page", ["list", "call"])
def test_the_pages_of_calls_take_the_same_queries_for_few_and_for_many(
    county: County, desk: Desk, page: str
) -> None:
    office = desk(county.at("DATA_REVIEW"))
    call = announced(county, TODAY, TODAY + 90 * DAY)
    address = CALLS if page == "list" else f"/calls/{call.pk}/"

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert office.get(address).status_code == 200
        return len(captured)

    def more(number: int) -> None:
        announced(county, TODAY, TODAY + 90 * DAY, label=f"批次{number}")
        send(county, application_ready(county, name=f"第{number}个窗口{chr(0x4E00 + number)}"))
        LateEntry.objects.create(
            call=call,
            project=ProjectApplication.objects.latest("pk").project,
            reason="急。",
            asked_by=county.at("HANDLER"),
            asked_at=AT,
        )

    more(1)
    queries()
    few = queries()
    for number in range(2, 5):
        more(number)

    assert queries() == few
