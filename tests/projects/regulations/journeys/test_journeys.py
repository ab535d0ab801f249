"""Each regulation runs: a project comes through its whole life, and each rule bars its gate."""

import pytest

from projects.registry.life import life_of
from tests.autopilot.counters import Bar, bars_of, scene_of
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


def tour(theatre: Theatre, request: pytest.FixtureRequest, pack: str) -> None:
    """Travel through a pack once, breaking on the way every rule that was chosen to be run."""
    chosen = {
        item.callspec.params.get("rule")
        for item in request.session.items
        if item.path == request.node.path and hasattr(item, "callspec")
    }
    rulebook = shipped(pack)
    broken = [bar for bar in bars(pack) if bar.rule.id in chosen]
    scenes = [scene_of(pack, bar, rulebook) for bar in broken]
    theatre.tour(pack, [*scenes, Scene((pack, END), END, at_the_end)])


def grouped(pack: str, *values: object, name: str) -> object:
    """Keep the tests of a pack in one process."""
    return pytest.param(pack, *values, id=name, marks=pytest.mark.xdist_group(f"journey-{pack}"))


@pytest.mark.parametrize("pack", [grouped(pack, name=pack) for pack in packs()])
def test_a_project_lives_its_whole_life(
    theatre: Theatre, request: pytest.FixtureRequest, pack: str
) -> None:
    tour(theatre, request, pack)

    theatre.require((pack, END))


@pytest.mark.parametrize(
    ("pack", "rule"),
    [grouped(pack, bar.rule.id, name=str(bar.rule.id)) for pack in packs() for bar in bars(pack)],
)
def test_a_binding_rule_bars_its_gate(
    theatre: Theatre, request: pytest.FixtureRequest, pack: str, rule: str
) -> None:
    tour(theatre, request, pack)

    theatre.require((pack, rule))


@pytest.mark.parametrize("pack", packs())
def test_what_cannot_be_broken_is_in_the_pack_and_has_a_reason(pack: str) -> None:
    cannot = script_of(pack).unbreakable

    assert set(cannot) <= {bar.rule.id for bar in bars_of(shipped(pack))}
    assert all(cannot.values())
