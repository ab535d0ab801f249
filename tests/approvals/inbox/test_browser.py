"""The to-do centre in a real browser: by keyboard, without scripts, at three widths."""

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from approvals.flows.models import ApprovalProcess
from approvals.organizations.models import User
from tests.approvals.flows.town import ROUTE, SHORT, Town, agree, open_task
from tests.approvals.inbox.conftest import Desk
from tests.seeing import violations

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SERIOUS = {"serious", "critical"}
WIDTHS = (390, 1366, 1920)

type Seat = Callable[..., Page]


@pytest.fixture
def monday() -> None:
    """Let the clock run: browser and server must agree on the day."""


@pytest.fixture
def seat(live_server: LiveServer, browser: Browser, desk: Desk) -> Iterator[Seat]:
    """Sit somebody down at the browser."""
    contexts = []

    def sit(user: User, *, scripts: bool = True, width: int = 1366, lax: bool = False) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            java_script_enabled=scripts,
            viewport={"width": width, "height": 800},
            bypass_csp=lax,
            locale="zh-CN",
        )
        session = desk(user).cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
        )
        contexts.append(context)
        return context.new_page()

    yield sit
    for context in contexts:
        context.close()


def test_the_keyboard_leads_from_one_matter_to_the_next(town: Town, seat: Seat) -> None:
    for label in ("环城路", "滨江路", "湖滨路"):
        town.send(SHORT, label=label)
    page = seat(town.clerk)
    page.goto("/todo/")

    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("#pane h2")).to_have_text("滨江路")
    page.keyboard.press("a")
    page.keyboard.press("Enter")

    expect(page.locator("#pane .alert.ok")).to_contain_text("已办理：同意“滨江路”。")
    expect(page.locator("#pane h2")).to_have_text("湖滨路")
    expect(page.locator("table.todo tr.cur")).to_contain_text("湖滨路")
    expect(page.locator("table.todo")).not_to_contain_text("滨江路")
    expect(page.locator("#todo-total")).to_have_text("2")
    assert ApprovalProcess.objects.get(subject_label="滨江路").status == "APPROVED"


def test_the_slower_of_two_keeps_the_words_in_the_box(town: Town, seat: Seat) -> None:
    process = town.send(ROUTE)
    page = seat(town.clerk)
    page.goto(f"/todo/{open_task(process, '受理岗').pk}/")
    page.get_by_label("意见", exact=True).fill("我的理由。")
    agree(open_task(process, "受理二岗"), town.colleague)

    page.get_by_role("button", name="退回补正").click()

    expect(page.locator("#decide")).to_contain_text("受理乙（数据局受理二岗）")
    expect(page.locator("#kept")).to_have_value("我的理由。")


def test_without_scripts_everything_works_by_forms_and_links(town: Town, seat: Seat) -> None:
    for label in ("环城路", "滨江路"):
        town.send(SHORT, label=label)
    page = seat(town.clerk, scripts=False)
    page.goto("/todo/")

    page.get_by_role("link", name="环城路").click()
    page.get_by_role("button", name="退回补正").click()
    expect(page.locator("#form-errors, .err").first).to_be_visible()
    page.get_by_label("意见", exact=True).fill("补充测算。")
    page.get_by_role("button", name="退回补正").click()

    expect(page.locator("#msgs")).to_contain_text("已办理：退回补正“环城路”。")
    expect(page.locator("#pane h2")).to_have_text("滨江路")


def test_every_page_fits_and_is_readable_by_everybody(town: Town, seat: Seat) -> None:
    process = town.send(ROUTE, label="县域医共体信息平台与电子健康档案互联互通改造工程")
    agree(open_task(process, "受理岗"), town.clerk, opinion="材料齐全。" * 20)
    agree(open_task(process, "网信岗"), town.cyber_signer)
    town.send(SHORT)
    task = open_task(process, "公安岗")
    visits = {
        town.clerk: ("/todo/", "/todo/done/", "/todo/phrases/"),
        town.handler: ("/todo/sent/", f"/todo/process/{process.pk}/"),
        town.police_signer: (f"/todo/{task.pk}/",),
    }

    for user, addresses in visits.items():
        page = seat(user, lax=True)
        for address in addresses:
            page.goto(address)
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 800})
                page.wait_for_function("width => innerWidth === width", arg=width)
                problems = violations(page)
                assert page.evaluate(OVERFLOW) == 0, (address, width)
                serious = [each["id"] for each in problems if each["impact"] in SERIOUS]
                assert serious == [], (address, width)
