"""Nothing grows so large that a reader has to scroll for the point of it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.services.places import CHECKOUT

PYTHON = ("config", "projects", "approvals", "documents", "audit")
LONGEST_FILE = 300
LONGEST_SETTINGS = 200
LONGEST_FUNCTION = 40
LONGEST_PAGE = 120
LONGEST_COMPONENT = 60


def _sources() -> list[Path]:
    files = [file for top in PYTHON for file in (CHECKOUT / top).rglob("*.py")]
    return sorted(file for file in files if "migrations" not in file.parts)


def _lines(file: Path) -> int:
    return len(file.read_text().splitlines())


def _name(file: Path) -> str:
    return str(file.relative_to(CHECKOUT))


def _functions(file: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{_name(file)}:{node.name}", (node.end_lineno or 0) - node.lineno + 1


def test_no_file_is_longer_than_it_may_be() -> None:
    long = {_name(file): _lines(file) for file in _sources() if _lines(file) > LONGEST_FILE}

    assert long == {}


def test_no_settings_file_is_a_monolith() -> None:
    files = (CHECKOUT / "config/settings").glob("*.py")

    assert {_name(f): _lines(f) for f in files if _lines(f) > LONGEST_SETTINGS} == {}


def test_no_function_is_longer_than_a_screen() -> None:
    functions = [found for file in _sources() for found in _functions(file)]

    assert {name: length for name, length in functions if length > LONGEST_FUNCTION} == {}


@pytest.mark.parametrize(
    ("pattern", "most"),
    [("components/**/*.html", LONGEST_COMPONENT), ("*/**/*.html", LONGEST_PAGE)],
)
def test_no_template_is_longer_than_it_may_be(pattern: str, most: int) -> None:
    files = sorted((CHECKOUT / "templates").glob(pattern))

    assert {_name(f): _lines(f) for f in files if _lines(f) > most} == {}
