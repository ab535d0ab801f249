"""The browser of the distribution reaches the pages of the test."""

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer


@pytest.mark.django_db(transaction=True)
def test_a_stranger_is_led_to_the_login_page(live_server: LiveServer, page: Page) -> None:
    page.goto(f"{live_server.url}/")

    assert "/login/" in page.url
