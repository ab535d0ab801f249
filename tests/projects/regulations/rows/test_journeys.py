"""Each regulation runs: a project comes through its whole life, and each rule bars its gate."""

from functools import partial

import pytest

from projects.registry.life import life_of
from tests.autopilot.counters import Bar, bars_of, scene_of
from tests.autopilot.fixtures import staged
from tests.autopilot.pilot import Pilot
from tests.autopilot.rows import packs
from tests.autopilot.theatre import END, Scene, Theatre
from tests.autopilot.values import script_of
from tests.packs import shipped

pytestmark = pytest.mark.django_db


def bars(pack: str) -> list[Bar]:
    """Return the binding rules of a pack that can be broken by a deed."""
    cannot = script_of(pack).unbreakable
    return [bar for bar in bars_of(shipped(pack)) if bar.rule.id not in cannot]


def at_the_end(pilot: Pilot) -> None:
    """See the project at the end of its life."""
    project = pilot.project
    life = life_of(project)
    assert life.next_of(project) is None, f"It stays in {life.stage_of(project).label}."


def ending(pack: str) -> list[Scene]:
    """Return the scene after the last gate."""
    return [Scene((pack, END), END, at_the_end)]


def breaking(pack: str, bar: Bar) -> list[Scene]:
    """Return the scene in which a rule is broken."""
    return [scene_of(pack, bar, shipped(pack))]


@pytest.mark.parametrize(
    "pack",
    [pytest.param(pack, id=pack, marks=staged(pack, partial(ending, pack))) for pack in packs()],
)
def test_a_project_lives_its_whole_life(theatre: Theatre, pack: str) -> None:
    theatre.require((pack, END))


@pytest.mark.parametrize(
    ("pack", "rule"),
    [
        pytest.param(
            pack,
            bar.rule.id,
            id=str(bar.rule.id),
            marks=staged(pack, partial(breaking, pack, bar)),
        )
        for pack in packs()
        for bar in bars(pack)
    ],
)
def test_a_binding_rule_bars_its_gate(theatre: Theatre, pack: str, rule: str) -> None:
    theatre.require((pack, rule))


@pytest.mark.parametrize("pack", packs())
def test_what_cannot_be_broken_is_in_the_pack_and_has_a_reason(pack: str) -> None:
    cannot = script_of(pack).unbreakable

    assert set(cannot) <= {bar.rule.id for bar in bars_of(shipped(pack))}
    assert all(cannot.values())
