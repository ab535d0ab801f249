"""What the rules of axe find wrong with a page."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# Only what is wrong is sent back: what passed is a megabyte, which nobody reads.
ASK = "axe.run({resultTypes: ['violations']}).then(found => found.violations)"


def violations(page: Page) -> list[Any]:
    """Return what is wrong with a page as it looks now; the rules are loaded once a page."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    found: list[Any] = page.evaluate(ASK)
    return found
