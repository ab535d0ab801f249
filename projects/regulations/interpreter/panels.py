"""Panels: the facts of those who sit on one, and a draw that can be repeated and proved."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from approvals.experts.shapes import in_drawn_order
from projects.regulations.rulebook.panels import Panel, Share


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody who sits on a panel, and what matters about them."""

    person: str
    is_external: bool = False
    is_senior: bool = False
    is_drawn: bool = False
    is_present: bool = True
    years: int = 0
    categories: frozenset[str] = field(default_factory=frozenset)
    ties: frozenset[str] = field(default_factory=frozenset)  # OWNER_UNIT, CONTRACTOR, KIN …


def panel_facts(
    panel: Panel, members: Collection[Member], candidates: int | None = None
) -> dict[str, object]:
    """Return what a rulebook may ask about a panel."""
    name = f"panel.{panel.code}"
    found: dict[str, object] = {
        f"{name}.size": len(members),
        f"{name}.attended": sum(m.is_present for m in members),
        f"{name}.external": sum(m.is_external for m in members),
        f"{name}.senior": sum(m.is_senior for m in members),
        f"{name}.drawn": sum(m.is_drawn for m in members),
        f"{name}.candidates": candidates,
        f"{name}.least_years": min((m.years for m in members), default=0),
        f"{name}.recused": tuple(sorted(m.person for m in members if m.ties & set(panel.recusals))),
    }
    shares = {f"{name}.{share.code}": _count(share, members) for share in panel.shares}
    return found | shares


def _count(share: Share, members: Iterable[Member]) -> int:
    match share.of:
        case "EXTERNAL":
            return sum(m.is_external for m in members)
        case "SENIOR":
            return sum(m.is_senior for m in members)
        case "DRAWN":
            return sum(m.is_drawn for m in members)
        case "CATEGORY":
            return sum(share.category in m.categories for m in members)


def draw(candidates: Sequence[str], count: int, seed: str) -> tuple[str, ...]:
    """Draw so many candidates at random: anybody with the seed can repeat it and check.

    The order in which the candidates are handed in does not matter.
    """
    return tuple(in_drawn_order(candidates, seed)[:count])
