"""Routes that hold where a text is silent: stopping a project and waiving a rule need a decision.

Without one of its own, such a record would take effect as soon as it is sent.
"""

from functools import cache

import yaml

from projects.regulations.rulebook import Rulebook
from projects.regulations.rulebook.gates import Gate
from projects.regulations.services.packs import PACKS


def gates_with_routes(rulebook: Rulebook) -> list[Gate]:
    """Return the gates of a rulebook that somebody decides, the system's defaults included."""
    own = [gate for gate in rulebook.gates if gate.route]
    named = {gate.code for gate in own}
    return [*own, *(gate for gate in _default_gates() if gate.code not in named)]


@cache
def _default_gates() -> tuple[Gate, ...]:
    text = (PACKS / "defaults" / "gates.yaml").read_text(encoding="utf-8")
    return tuple(Gate.model_validate(one) for one in yaml.safe_load(text))
