"""What the import contracts of pyproject.toml cannot say."""

import ast
import tomllib
from pathlib import Path

from config.services.places import CHECKOUT

APPS = ("projects", "approvals", "documents", "audit")
DRAWERS = {
    "utils.py",
    "helpers.py",
    "common.py",
    "constants.py",
    "misc.py",
    "signals.py",
    "admin.py",
}
FORBIDDEN_NAMES = {"GenericForeignKey", "get_user_model", "receiver"}


def _sources(*tops: str) -> list[Path]:
    return sorted(file for top in tops for file in (CHECKOUT / top).rglob("*.py"))


def _imported(file: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {alias.name for alias in node.names} | {node.module or "."}
    return found


def test_no_file_is_a_drawer_for_everything() -> None:
    drawers = [str(f.relative_to(CHECKOUT)) for f in _sources("config", *APPS) if f.name in DRAWERS]

    assert drawers == []


def test_nobody_builds_on_what_the_house_forbids() -> None:
    guilty = {
        str(file.relative_to(CHECKOUT)): sorted(FORBIDDEN_NAMES & _imported(file))
        for file in _sources(*APPS)
        if FORBIDDEN_NAMES & _imported(file)
    }

    assert guilty == {}


def test_the_kernel_has_no_tables() -> None:
    for file in _sources("config/kernel"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.ClassDef) and "models.Model" in map(ast.unparse, node.bases):
                assert "abstract = True" in ast.unparse(node), f"{file.name}: {node.name}"


def test_settings_are_read_through_django_only() -> None:
    guilty = [
        str(file.relative_to(CHECKOUT))
        for file in _sources("config/kernel", *APPS)
        if any(name.startswith("config.settings") for name in _imported(file))
    ]

    assert guilty == []


def test_the_contracts_are_there_and_cover_every_app() -> None:
    settings = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["tool"]["importlinter"]

    assert set(settings["root_packages"]) == {"config", *APPS}
    assert any(set(APPS) <= set(c.get("layers", [])) for c in settings["contracts"])
