"""Nothing is written and never used.

vulture reads Python only; what a template or a setting names is in use as well.
"""

import ast
import re
import tomllib
from pathlib import Path

from vulture import Vulture

from config.services.places import CHECKOUT

APPS = ("config", "projects", "approvals", "documents", "audit")
KINDS = {"function", "method", "class", "property"}


def _named_elsewhere() -> set[str]:
    """Return the words of templates, scenes and dotted strings, by which things are found."""
    words: set[str] = set()
    rows = (CHECKOUT / "projects/regulations/coverage").glob("*.yaml")
    scripts = (CHECKOUT / "tests/autopilot/values").glob("*.yaml")
    for file in [*(CHECKOUT / "templates").rglob("*.html"), *rows, *scripts]:
        words |= set(re.findall(r"\w+", file.read_text()))
    for file in (source for app in APPS for source in (CHECKOUT / app).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                words |= set(re.findall(r"^[\w.]+$", node.value) and node.value.split("."))
    return words


def test_no_function_class_or_method_is_without_a_caller() -> None:
    settings = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["tool"]["vulture"]
    reader = Vulture(
        ignore_names=settings["ignore_names"], ignore_decorators=settings["ignore_decorators"]
    )
    reader.scavenge(
        [str(CHECKOUT / path) for path in settings["paths"]], exclude=settings["exclude"]
    )
    named = _named_elsewhere()

    unused = [
        f"{Path(item.filename).relative_to(CHECKOUT)}:{item.first_lineno} {item.name}"
        for item in reader.get_unused_code(min_confidence=settings["min_confidence"])
        if item.typ in KINDS and item.name.lstrip("_") not in named
    ]

    assert unused == []
