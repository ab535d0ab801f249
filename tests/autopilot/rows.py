"""The declared rows, and the scenes that show that they are enforced."""

from collections.abc import Hashable, Mapping
from functools import cache, partial
from typing import Any

from projects.regulations.coverage import Declaration, Row, declarations, rows
from projects.regulations.coverage.reports import entries_for
from projects.regulations.coverage.shapes import Check
from projects.regulations.services import shipped_packs
from tests.autopilot import scenarios  # noqa: F401 - registers the scenarios in Python
from tests.autopilot.checks import perform
from tests.autopilot.mutants import Mutant, adopt, mutants_of
from tests.autopilot.pilot import Pilot
from tests.autopilot.theatre import BEGIN, Scene
from tests.packs import shipped

type Place = tuple[str, str]
type MutantKey = tuple[str, str, str]


@cache
def packs() -> dict[str, dict[str, Any]]:
    """Return the contents of the shipped packs."""
    return {path.stem: shipped(path.stem).model_dump(mode="json") for path in shipped_packs()}


@cache
def declared() -> dict[str, tuple[Row, Declaration]]:
    """Return the rows with scenarios whose packs are there, a pack after the other."""
    by_id = {row.id: row for row in rows()}
    return {
        row_id: (by_id[row_id], declaration)
        for row_id, declaration in declarations().items()
        if declaration.checks and by_id[row_id].pack in packs()
    }


def pack_of(row_id: str) -> str:
    """Return the name of the pack that answers a row."""
    return declared()[row_id][0].pack


def scenes_of(row_id: str) -> list[Scene]:
    """Return the scenes of a row; each has its key."""
    return [scene_with(row_id, check) for check in declared()[row_id][1].checks]


def scene_with(key: Hashable, check: Check) -> Scene:
    """Return the scene of one check; it is the same for a row and for the rule that it breaks."""
    return Scene(key, _gate(check), partial(perform, check=check), same=repr(check))


def places(pack: str) -> list[Place]:
    """Return the rows of a pack with the entries that serve them."""
    return [
        (row_id, entry)
        for row_id, (row, declaration) in declared().items()
        if row.pack == pack
        for entry in entries_for(declaration, packs()[pack])
    ]


@cache
def mutants_at(place: Place) -> dict[MutantKey, Mutant]:
    """Return the mutants of an entry."""
    content = packs()[pack_of(place[0])]
    return {(*place, mutant.change): mutant for mutant in mutants_of(content, place[1])}


def scenes_with(mutants: Mapping[MutantKey, Mutant]) -> list[Scene]:
    """Return the scenes of the rows of mutants, played under the mutant; each has its key."""
    return [
        Scene(key, _gate(check), partial(_under, mutant, check))
        for key, mutant in mutants.items()
        for check in declared()[key[0]][1].checks
    ]


class UnfitMutantError(Exception):
    """A mutant cannot be put in force at all: that is no proof that anybody noticed it."""


def _under(mutant: Mutant, check: Check, pilot: Pilot) -> None:
    try:
        adopt(pilot, mutant.rulebook)
    except Exception as error:
        raise UnfitMutantError(mutant.entry) from error
    perform(pilot, check)


def _gate(check: Check) -> str:
    return str(check.arguments.get("at", BEGIN))
