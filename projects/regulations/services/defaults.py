"""What holds where a text is silent: who decides that a project stops, who fills in its records.

Without a route of its own such a stop, or a waiver, would take effect as soon as it is sent.
"""

from functools import cache
from typing import Any

import yaml

from projects.regulations.rulebook import Rulebook
from projects.regulations.rulebook.gates import Gate
from projects.regulations.services.packs import PACKS


def gates_with_routes(rulebook: Rulebook) -> list[Gate]:
    """Return the gates of a rulebook that somebody decides, the system's defaults included."""
    own = [gate for gate in rulebook.gates if gate.route]
    named = {gate.code for gate in own}
    return [*own, *(gate for gate in _default_gates() if gate.code not in named)]


def default_duties() -> list[dict[str, Any]]:
    """Return the duties with which a new regulation begins."""
    return _read("duties")


@cache
def _default_gates() -> tuple[Gate, ...]:
    return tuple(Gate.model_validate(one) for one in _read("gates"))


def _read(name: str) -> list[dict[str, Any]]:
    text = (PACKS / "defaults" / f"{name}.yaml").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = yaml.safe_load(text)
    return found
