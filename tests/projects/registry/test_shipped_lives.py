"""Every shipped pack can be carried: its kinds have sheets, its stages follow possible moves."""

from itertools import pairwise

import pytest

from documents.sheets import carried
from projects.registry.kinds.resolution import resolve
from projects.registry.life import Life, read_life
from projects.registry.models import Project, Stage
from projects.regulations.rulebook import Rulebook
from projects.regulations.services import shipped_packs
from tests.packs import shipped

PACKS = {path.stem: shipped(path.stem) for path in shipped_packs()}


def lives(rulebook: Rulebook) -> list[Life]:
    """Return the life of each track of a rulebook."""
    return [read_life(rulebook, code) for code in ["", *(t.code for t in rulebook.life.tracks)]]


@pytest.mark.parametrize("name", PACKS)
def test_the_stages_of_a_pack_follow_moves_that_a_project_can_make(name: str) -> None:
    field = Project._meta.get_field("stage")
    transitions = field.get_all_transitions(Project)
    possible = {(str(each.source), str(each.target)) for each in transitions}

    moves = {
        (before.phase, after.phase)
        for life in lives(PACKS[name])
        for before, after in pairwise(life.stages)
        if before.phase is not after.phase
    }
    first = {life.stages[0].phase for life in lives(PACKS[name])} - {Stage.APPLICATION}

    assert {(str(old), str(new)) for old, new in moves} <= possible
    assert {("APPLICATION", str(phase)) for phase in first} <= possible


@pytest.mark.parametrize("name", PACKS)
def test_every_kind_of_a_pack_has_a_sheet_that_a_snapshot_can_carry(name: str) -> None:
    for kind in resolve(PACKS[name]):
        assert carried.from_json(carried.to_json(kind.form)) == kind.form
        codes = [field.code for field in kind.form.fields()]
        assert len(codes) == len(set(codes)), (name, kind.code)


@pytest.mark.parametrize("name", PACKS)
def test_every_kind_that_ends_a_stage_of_a_pack_can_be_filled_in_there(name: str) -> None:
    rulebook = PACKS[name]
    known = {kind.code: kind for kind in resolve(rulebook)}

    for stage in rulebook.life.stages:
        for code in stage.ends_with:
            assert code in known, (name, stage.code, code)
            assert stage.code in known[code].places, (name, stage.code, code)
