"""The page of an application in a real browser: it keeps itself, with and without scripts."""

import re
from decimal import Decimal

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from approvals.organizations.models import User
from projects.application.models import BudgetLine, ProjectApplication
from projects.application.services import save_application
from projects.registry.rules import record_url
from tests.builders import AT, County, application_ready, application_values, build_county, line
from tests.waiting import until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def committed_county(live_server: LiveServer) -> County:  # noqa: ARG001 - the server sees it
    """A county that the server can see."""
    return build_county()


def sign_in(context: BrowserContext, address: str, user: User) -> None:
    """Let a browser carry the session of a person."""
    client = Client()
    client.force_login(user, backend="approvals.organizations.access.AccountBackend")
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": address}])


@pytest.fixture
def draft(committed_county: County) -> ProjectApplication:
    """A full draft."""
    return application_ready(committed_county)


@pytest.fixture
def opened(
    page: Page, live_server: LiveServer, committed_county: County, draft: ProjectApplication
) -> Page:
    """The page of the draft in the browser of its case officer."""
    sign_in(page.context, live_server.url, committed_county.at("HANDLER"))
    page.goto(live_server.url + record_url(draft))
    return page


def stored(draft: ProjectApplication) -> ProjectApplication:
    """Read the draft again."""
    return ProjectApplication.objects.select_related("project").get(pk=draft.pk)


def test_what_is_typed_keeps_itself_and_the_sums_follow(
    opened: Page, draft: ProjectApplication
) -> None:
    problems: list[str] = []
    opened.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)

    opened.locator("#id_background").fill("自动保存的背景。")
    opened.locator("#id_budget_lines-0-unit_price").fill("３２０")
    expect(opened.locator("#amount-1")).to_have_text("320.00")

    expect(opened.locator("#sums")).to_contain_text("人民币叁佰贰拾万元整")
    assert stored(draft).details["background"] == "自动保存的背景。"
    assert stored(draft).amount == Decimal("3200000.00")
    opened.locator("#id_objectives").fill("再改一处。")
    until(opened, lambda: stored(draft).details["objectives"] == "再改一处。")
    expect(opened.locator("#version")).to_have_value(str(stored(draft).version))
    assert problems == []


def test_a_row_is_added_and_taken_away_and_the_page_stays_where_it_is(
    opened: Page, draft: ProjectApplication
) -> None:
    opened.locator("button[value='add:budget_lines']").click()
    opened.locator("#id_budget_lines-1-item").fill("监理服务")
    opened.locator("#id_budget_lines-1-category").select_option("SUPERVISION")
    opened.locator("#id_budget_lines-1-source").select_option("SELF_RAISED")
    opened.locator("#id_budget_lines-1-quantity").fill("2")
    opened.locator("#id_budget_lines-1-unit_price").fill("1.5")
    opened.locator("#id_budget_lines-1-specification").fill("全过程监理。")
    expect(opened.locator("#sums")).to_contain_text("53.00 万元")

    opened.locator("button[value='remove:budget_lines:0']").click()

    expect(opened.locator("#id_budget_lines-0-item")).to_have_value("监理服务")
    assert [one.name for one in BudgetLine.objects.filter(application=draft)] == ["监理服务"]


def test_the_last_words_wait_for_a_slow_save_and_are_kept(
    opened: Page, draft: ProjectApplication
) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)
        if len(held) > 1:
            route.continue_()

    opened.route(re.compile("/draft/"), hold)
    opened.evaluate(
        "window.asked = 0;"
        "document.addEventListener('htmx:config:request', () => { window.asked += 1 })"
    )
    for number, words in enumerate(("第一句。", "第二句。", "最后一句。"), 1):
        opened.locator("#id_background").fill(words)
        opened.wait_for_function("number => window.asked === number", arg=number)

    assert len(held) == 1
    held[0].continue_()

    until(opened, lambda: stored(draft).details["background"] == "最后一句。")
    version = opened.locator("#version")
    until(opened, lambda: version.input_value() == str(stored(draft).version))


def test_leaving_the_page_keeps_the_last_words(opened: Page, draft: ProjectApplication) -> None:
    opened.locator("#id_background").fill("离开前的最后一句。")

    opened.goto("about:blank")
    until(opened, lambda: stored(draft).details["background"] == "离开前的最后一句。")


def test_somebody_quicker_is_told_and_no_word_is_lost(
    opened: Page, draft: ProjectApplication, committed_county: County
) -> None:
    save_application(
        draft,
        values=application_values(background="同事改的。"),
        lines=[line()],
        answers={},
        version=draft.version,
        actor=committed_county.at("HANDLER"),
        at=AT,
    )

    opened.locator("#id_background").fill("我改的。")

    expect(opened.locator("#conflict")).to_contain_text("没有丢失")
    expect(opened.locator("#id_background")).to_have_value("我改的。")
    assert stored(draft).details["background"] == "同事改的。"
    opened.get_by_role("button", name="以本页内容为准保存").click()
    expect(opened.locator("#msgs")).to_contain_text("草稿已保存")
    assert stored(draft).details["background"] == "我改的。"


def test_without_scripts_rows_are_added_and_the_draft_is_kept(
    browser: Browser, live_server: LiveServer, committed_county: County, draft: ProjectApplication
) -> None:
    context = browser.new_context(java_script_enabled=False)
    sign_in(context, live_server.url, committed_county.at("HANDLER"))
    page = context.new_page()
    page.goto(live_server.url + record_url(draft))

    page.locator("#id_background").fill("没有脚本也能填。")
    page.locator("button[value='add:budget_lines']").click()
    page.locator("#id_budget_lines-1-item").fill("培训")
    page.get_by_role("button", name="保存草稿").last.click()

    assert stored(draft).details["background"] == "没有脚本也能填。"
    assert BudgetLine.objects.filter(application=draft, name="培训").exists()
    context.close()
