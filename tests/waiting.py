"""Waiting for what a browser sets going, as long as a busy machine may need."""

from collections.abc import Callable

from playwright.sync_api import Page

PATIENCE = 60_000
STEP = 50


def until(page: Page, holds: Callable[[], bool]) -> None:
    """Wait until something holds; the browser goes on meanwhile."""
    for _ in range(PATIENCE // STEP):
        if holds():
            return
        page.wait_for_timeout(STEP)
    raise AssertionError("What the browser should have set going did not happen.")
