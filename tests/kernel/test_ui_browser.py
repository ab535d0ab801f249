"""The front in a real browser, without a server: pages and files are handed to it directly."""

import mimetypes
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.middleware.csp import ContentSecurityPolicyMiddleware
from django.template.loader import render_to_string
from django.test import RequestFactory
from playwright.sync_api import Page, Route, expect

from config.kernel.money import capital_amount, wan_text
from config.styleguide.views import PAGES, sample_context
from tests.seeing import violations
from tests.waiting import until

STATIC = Path(__file__).resolve().parents[2] / "static"
ADDRESS = "http://front.test"
AMOUNTS = [
    "1409.50", "6007.14", "1680.32", "107000.53", "16409.02", "532", "100000000", "100001000",
    "1000050000", "1000000000000", "1200300000000", "0.05", "0.50", "10", "20030.07", "0"
]  # fmt: skip
Open = Callable[[str], Page]


@pytest.fixture
def answers() -> dict[str, Any]:
    """How a POST is answered; a test may change it."""
    return {"status": 204}


@pytest.fixture
def sent() -> list[str]:
    """What the browser sent by POST: address and body."""
    return []


@pytest.fixture
def open_page(page: Page, sent: list[str], answers: dict[str, Any]) -> Iterator[Open]:
    """Open sample pages under the policy of the product; whatever it forbids fails the test."""
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(f"Uncaught {error}"))
    page.route(f"{ADDRESS}/**", lambda route: _answer(route, sent, answers))

    def opened(name: str) -> Page:
        page.goto(f"{ADDRESS}/styleguide/{name}/")
        page.wait_for_load_state("networkidle")
        return page

    yield opened
    assert not [text for text in complaints if "Security Policy" in text or "Uncaught" in text]


def _answer(route: Route, sent: list[str], answers: dict[str, Any]) -> None:
    path = urlsplit(route.request.url).path
    if route.request.method == "POST":
        sent.append(f"{path} {route.request.post_data or ''}")
        route.fulfill(**answers)
    elif path.startswith("/static/"):
        kind = mimetypes.guess_type(path)[0] or "text/plain"
        route.fulfill(body=(STATIC / path.removeprefix("/static/")).read_bytes(), content_type=kind)
    else:
        name = path.strip("/").removeprefix("styleguide").strip("/")
        template = f"styleguide/{name}.html" if name in PAGES else "styleguide.html"
        fragment = route.request.headers.get("hx-request-type") == "partial"
        route.fulfill(
            body=_drawn(f"{template}#pane" if fragment else template),
            content_type="text/html; charset=utf-8",
            headers={"Content-Security-Policy": _policy()},
        )


def _drawn(template: str) -> str:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    return render_to_string(template, sample_context(), request)


def _policy() -> str:
    request = RequestFactory().get("/")
    middleware = ContentSecurityPolicyMiddleware(lambda _: HttpResponse())
    middleware.process_request(request)
    return str(middleware.process_response(request, HttpResponse())["Content-Security-Policy"])


def _violations(page: Page) -> list[Any]:
    return [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in violations(page)]


@pytest.mark.parametrize("name", ["all", *PAGES])
def test_a_page_is_accessible_and_never_scrolls_sideways(open_page: Open, name: str) -> None:
    page = open_page(name)

    for width in (1920, 1366, 683, 390):
        page.set_viewport_size({"width": width, "height": 800})
        root = "document.documentElement"
        assert page.evaluate(f"{root}.scrollWidth - {root}.clientWidth") == 0, width
    page.set_viewport_size({"width": 1366, "height": 768})
    assert not _violations(page)


def test_the_dark_theme_is_accessible_too(open_page: Open) -> None:
    page = open_page("all")

    page.evaluate("document.documentElement.dataset.theme = 'dark'")

    assert not _violations(page)


def test_a_button_that_may_not_be_pressed_says_why_and_sends_nothing(
    open_page: Open, sent: list[str]
) -> None:
    page = open_page("project")

    page.get_by_role("button", name="申请初步验收").click(force=True)

    expect(page.locator("#live")).to_contain_text("试运行")
    assert not sent


def test_two_clicks_send_a_plain_form_once(open_page: Open, sent: list[str]) -> None:
    page = open_page("all")

    page.evaluate(
        """() => { const button = document.createElement("button");
        document.querySelector("form.card-body").append(button);
        button.click(); button.click(); }"""
    )

    until(page, lambda: bool(sent))
    page.wait_for_load_state("networkidle")
    assert len(sent) == 1


def test_keys_walk_the_queue_and_lead_to_the_decision_without_taking_it(
    open_page: Open, sent: list[str]
) -> None:
    page = open_page("queue")

    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.id") == "row-6"
    page.keyboard.press("k")
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.id") == "row-4"
    page.keyboard.press("a")
    assert page.evaluate("document.activeElement.value") == "approve"
    page.keyboard.press("r")
    assert page.evaluate("document.activeElement.value") == "return"
    assert not sent


def test_opening_a_matter_keeps_the_list_and_leads_the_focus_into_it(open_page: Open) -> None:
    page = open_page("queue")

    page.locator("#row-2").click()

    expect(page.locator("#live")).to_have_text("医保基金智能审核")
    assert page.evaluate("document.activeElement.tagName") == "H2"
    assert page.locator("#row-1").count() == 1
    assert page.locator("#row-2").get_attribute("aria-current") == "true"
    assert page.locator(".todo tr.cur").count() == 1


def test_a_decided_matter_leaves_the_list_and_the_next_one_is_marked(
    open_page: Open, answers: dict[str, Any]
) -> None:
    page = open_page("queue")
    answers |= {
        "status": 200,
        "body": _drawn("styleguide/queue.html#pane"),
        "headers": {"HX-Trigger": '{"decided": {"row": "row-5", "next": "row-6"}}'},
    }

    page.get_by_role("button", name="同意并看下一件").click()

    expect(page.locator("#row-5")).to_have_count(0)
    assert page.locator("#row-6").get_attribute("aria-current") == "true"


def test_what_was_written_stays_when_the_login_has_expired(
    open_page: Open, answers: dict[str, Any]
) -> None:
    page = open_page("queue")
    page.get_by_label("审核意见").fill("写了很久的意见")
    answers |= {"status": 401}

    page.get_by_role("button", name="退回补正").click()

    expect(page.get_by_role("alert").first).to_contain_text("登录已过期")
    assert page.get_by_label("审核意见").input_value() == "写了很久的意见"


def test_a_failure_of_the_server_is_told_and_the_page_stays(
    open_page: Open, answers: dict[str, Any]
) -> None:
    page = open_page("queue")
    page.get_by_label("审核意见").fill("写了很久的意见")
    answers |= {"status": 500, "body": "<!doctype html><h1>系统出错了</h1>"}

    page.get_by_role("button", name="退回补正").click()

    expect(page.locator("#msgs")).to_contain_text("系统出错了")
    assert page.get_by_label("审核意见").input_value() == "写了很久的意见"


def test_keys_are_explained_and_can_be_switched_off(open_page: Open) -> None:
    page = open_page("queue")

    page.keyboard.press("?")
    page.get_by_role("checkbox", name="使用单键操作").uncheck()
    page.get_by_role("button", name="关闭").click()
    page.keyboard.press("j")

    assert page.evaluate("document.activeElement.id") != "row-6"


def test_keys_typed_into_a_field_are_text(open_page: Open) -> None:
    page = open_page("queue")

    page.get_by_label("审核意见").press_sequentially("jar?")

    assert page.get_by_label("审核意见").input_value() == "jar?"


def test_usual_sentences_are_put_behind_what_was_written(open_page: Open) -> None:
    page = open_page("queue")
    page.get_by_label("审核意见").fill("已核对。")

    page.get_by_role("button", name="同意，请按程序办理。").click()

    assert page.get_by_label("审核意见").input_value() == "已核对。\n同意，请按程序办理。"


def test_an_unsaved_draft_is_sent_when_the_page_is_left(open_page: Open, sent: list[str]) -> None:
    page = open_page("form")
    page.evaluate("document.querySelector('[data-draft]').removeAttribute('hx-trigger')")
    page.get_by_label("项目名称").fill("写到一半的名称")

    page.evaluate(
        """() => { Object.defineProperty(document, "visibilityState", { value: "hidden" });
        document.dispatchEvent(new Event("visibilitychange")); }"""
    )

    until(page, lambda: bool(sent))
    assert len(sent) == 1


def test_amounts_are_repeated_while_typing_as_the_server_repeats_them(open_page: Open) -> None:
    page = open_page("form")

    for amount in map(Decimal, AMOUNTS):
        page.get_by_label("申报总投资").fill(str(amount))
        written = f"{wan_text(amount)} 万元，{capital_amount(amount)}"
        assert page.locator("[data-echo=id_amount]").inner_text() == written


def test_an_upload_shows_what_the_server_said_and_renews_its_section_only(
    open_page: Open, sent: list[str], answers: dict[str, Any]
) -> None:
    page = open_page("all")
    page.get_by_label("项目名称").fill("写到一半的名称")
    said = '<div class="alert bad">文件内容不是 PDF，没有保存。</div>'
    answers |= {
        "status": 200,
        "content_type": "text/html; charset=utf-8",
        "body": _drawn("styleguide.html")
        .replace('role="status"></div>', f'role="status">{said}</div>')
        .replace("密码应用方案", "密码应用方案（第 2 版）"),
    }

    page.get_by_label("把文件拖到这里").set_input_files(
        {"name": "报告.pdf", "mimeType": "application/pdf", "buffer": b"MZ"}
    )
    page.get_by_role("button", name="上传").click()

    expect(page.locator("#msgs")).to_contain_text("文件内容不是 PDF，没有保存。")
    expect(page.locator("#papers")).to_contain_text("密码应用方案（第 2 版）")
    assert page.get_by_label("项目名称").input_value() == "写到一半的名称"
    assert len(sent) == 1


def test_an_upload_without_a_file_asks_for_one(open_page: Open, sent: list[str]) -> None:
    page = open_page("all")

    page.get_by_role("button", name="上传").click()

    expect(page.locator("#msgs")).to_contain_text("请先选择要上传的文件。")
    assert not sent
