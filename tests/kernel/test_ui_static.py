"""The front as files: one palette with enough contrast, a strict CSP, small and pinned."""

import gzip
import hashlib
import json
import re
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory

from config.kernel.templatetags import ui
from config.styleguide.views import PAGES, sample_context

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "static"
SHEET = (STATIC / "css/app.css").read_text()
PAGES_OF_THE_SCREEN = [
    path
    for path in sorted((ROOT / "templates").rglob("*.html"))
    if "print" not in path.relative_to(ROOT).parts
]
TOKEN_BLOCKS = re.compile(r"(?::root|\[data-theme=dark\]) \{[^}]*\}")
LITERAL_COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|rgba?\(", re.IGNORECASE)
ICON = re.compile(r"""\{% icon "([a-z0-9-]+)"|icon_name="([a-z0-9-]+)\"""")
FORBIDDEN = re.compile(
    r"""\sstyle\s*=|<style\b|<script(?![^>]*\ssrc=)|\son[a-z]+\s*=|hx-on|hx-vals=['"]js:|hx-trigger="[^"]*\["""
)
LARGEST_FIRST_VIEW = 36_000
TEXT, BORDER = 4.5, 3.0
PAIRS = [
    ("ink", "surface", TEXT), ("ink-2", "surface", TEXT), ("ink-3", "surface", TEXT),
    ("ink-3", "bg", TEXT), ("ink-3", "sunk", TEXT), ("ink-2", "brand-100", TEXT),
    ("ink-2", "sunk", TEXT), ("ink-3", "mute-bg", TEXT), ("brand-600", "surface", TEXT),
    ("brand-600", "bg", TEXT), ("brand-700", "brand-50", TEXT), ("brand-700", "brand-100", TEXT),
    ("on-brand", "brand-600", TEXT), ("on-brand", "brand-700", TEXT), ("top-ink", "top", TEXT),
    ("top-soft", "top", TEXT), ("top-ink", "top-edge", TEXT), ("top-edge", "top-soft", TEXT),
    ("ok", "ok-bg", TEXT), ("warn", "warn-bg", TEXT), ("bad", "bad-bg", TEXT),
    ("info", "info-bg", TEXT), ("mute", "mute-bg", TEXT), ("ok", "surface", TEXT),
    ("warn", "surface", TEXT), ("bad", "surface", TEXT), ("brand-600", "bad-bg", TEXT),
    ("field", "surface", BORDER), ("focus", "surface", BORDER), ("focus", "bg", BORDER),
    ("top-focus", "top", BORDER),
]  # fmt: skip


def _tokens(selector: str) -> dict[str, str]:
    block = re.search(re.escape(selector) + r" \{([^}]*)\}", SHEET)
    assert block
    return dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{3,6});", block.group(1)))


def _luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    channels = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
def test_every_pair_of_colours_has_enough_contrast(
    theme: str, ink: str, ground: str, least: float
) -> None:
    tokens = _tokens(":root") | (_tokens("[data-theme=dark]") if theme == "dark" else {})

    light, dark = sorted((_luminance(tokens[ink]), _luminance(tokens[ground])), reverse=True)

    assert (light + 0.05) / (dark + 0.05) >= least


def test_colours_stand_in_the_tokens_only() -> None:
    assert not LITERAL_COLOUR.findall(TOKEN_BLOCKS.sub("", SHEET))


def test_every_token_that_is_used_is_defined() -> None:
    used = set(re.findall(r"var\(--([a-z0-9-]+)\)", SHEET))

    assert used <= set(re.findall(r"--([a-z0-9-]+):", SHEET))


def test_no_page_carries_what_the_content_security_policy_forbids() -> None:
    found = {
        str(path.relative_to(ROOT)): FORBIDDEN.findall(_without_comments(path))
        for path in PAGES_OF_THE_SCREEN
        if FORBIDDEN.search(_without_comments(path))
    }

    assert not found


def test_every_template_compiles() -> None:
    for path in PAGES_OF_THE_SCREEN:
        get_template(str(path.relative_to(ROOT / "templates")))


def test_every_component_opens_with_what_it_takes() -> None:
    silent = [
        path.name
        for path in (ROOT / "templates/components").glob("*.html")
        if not path.read_text().startswith("{% comment %}")
    ]

    assert not silent


def test_every_icon_that_is_named_is_in_the_sprite() -> None:
    sprite = set(re.findall(r'<symbol id="([a-z0-9-]+)"', (STATIC / "icons.svg").read_text()))
    named = {
        name
        for path in PAGES_OF_THE_SCREEN
        for pair in ICON.findall(path.read_text())
        for name in pair
        if name
    }
    named |= {*ui.TINT_ICONS.values(), *ui.ALERT_ICONS.values(), "info-circle"}

    assert not named - sprite
    assert sprite == set((STATIC / "icons.txt").read_text().split())


def test_no_icon_is_carried_that_nothing_names() -> None:
    named: set[str] = set()
    for folder in ("approvals", "audit", "config", "documents", "projects", "templates"):
        for path in (*(ROOT / folder).rglob("*.py"), *(ROOT / folder).rglob("*.html")):
            named |= set(re.findall(r"""["']([a-z0-9-]+)["']""", path.read_text()))

    assert not set((STATIC / "icons.txt").read_text().split()) - named


def test_foreign_files_are_the_ones_that_were_pinned() -> None:
    listed = dict(re.findall(r"\| `([^`]+)` \|.*\| `([0-9a-f]{64})` \|", _read("vendor/VENDOR.md")))
    manifest = json.loads(_read("vendor/vendor.json"))

    assert set(listed) == {
        target for package in manifest["packages"] for target in package["files"].values()
    } | {"icons.svg"}
    for target, digest in listed.items():
        assert hashlib.sha256((STATIC / target).read_bytes()).hexdigest() == digest


def test_a_first_view_is_light() -> None:
    files = ("css/app.css", "js/app.js", "vendor/htmx/htmx.min.js", "icons.svg", "favicon.svg")

    size = sum(len(gzip.compress((STATIC / name).read_bytes())) for name in files)

    assert size <= LARGEST_FIRST_VIEW


@pytest.mark.parametrize("page", ["", *PAGES])
def test_every_sample_page_is_drawn_without_an_undefined_variable(page: str) -> None:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()

    drawn = render_to_string(
        f"styleguide/{page}.html" if page else "styleguide.html", sample_context(), request
    )

    assert "跳到正文" in drawn
    assert not re.findall(r"\{[{%]", drawn)


def test_an_error_page_needs_nothing_but_itself() -> None:
    for page in ("400", "403_csrf", "413", "500", "507"):
        assert "回到工作台" in render_to_string(f"{page}.html")


def _without_comments(path: Path) -> str:
    return re.sub(r"\{% comment %\}.*?\{% endcomment %\}", "", path.read_text(), flags=re.DOTALL)


def _read(name: str) -> str:
    return (STATIC / name).read_text()
