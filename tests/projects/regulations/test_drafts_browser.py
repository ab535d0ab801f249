"""The editor in a real browser: it keeps itself, redraws itself, and a clause is one click."""

import re

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from projects.regulations.editor.places import at, place_of
from projects.regulations.models import RulebookDraft
from projects.regulations.services import begin_revision
from tests.builders import AT, build_county, person
from tests.projects.application.test_editing_browser import sign_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
RULE = "gates-3-requirements-0"
OVERFLOW = "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"


def test_a_rule_is_rewritten_without_pressing_save(page: Page, live_server: LiveServer) -> None:
    county = build_county()
    author = person("rules_author", county.units["县数据局"], "RULE_ADMIN", AT)
    draft = begin_revision(county.rulebook, actor=author, at=AT)
    sign_in(page.context, live_server.url, author)
    said: list[str] = []
    page.on("console", lambda line: said.append(line.text) if line.type == "error" else None)
    page.goto(f"{live_server.url}/regulations/drafts/{draft.pk}/things/{RULE}/")

    page.locator("#id_message").fill("请先完成数据归集")
    page.locator("#id_condition-test").select_option("all")
    expect(page.locator("#id_condition-of-1-test")).to_be_visible()
    page.locator("[data-cite]").nth(5).click()
    expect(page.locator("#id_quote")).to_have_value(re.compile("^发改部门负责"))

    rule = at(RulebookDraft.objects.get().content, place_of(RULE)).value
    assert rule["message"] == "请先完成数据归集。"
    assert [part.get("test") for part in rule["condition"]["of"]] == ["record_passed", None]
    assert rule["quote"].startswith("发改部门负责")
    for width in (1366, 390):
        page.set_viewport_size({"width": width, "height": 820})
        assert page.evaluate(OVERFLOW) <= 0
    assert said == []


def test_a_way_of_change_keeps_itself_although_a_box_is_called_action(
    page: Page, live_server: LiveServer
) -> None:
    county = build_county()
    author = person("rules_author", county.units["县数据局"], "RULE_ADMIN", AT)
    draft = begin_revision(county.rulebook, actor=author, at=AT)
    sign_in(page.context, live_server.url, author)
    page.goto(f"{live_server.url}/regulations/drafts/{draft.pk}/things/change_routes/")
    page.get_by_role("button", name="新增变更路径").click()

    page.locator("#id_label").fill("微小变更")
    page.locator('[name="when.on"]').check()
    expect(page.locator("#id_when-test")).to_be_visible()
    page.locator("#id_when-test").select_option("any")
    page.locator("#id_priority").fill("77")
    expect(page.locator("#id_when-at_least")).to_be_visible()

    expect(page.locator("#id_priority")).to_have_value("77")
    expect(page.locator("#id_label")).to_have_value("微小变更")
    way = RulebookDraft.objects.get().content["change_routes"][-1]
    assert (way["label"], way["when"]["test"]) == ("微小变更", "any")
