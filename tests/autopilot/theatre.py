"""One transaction in which a project travels, and scenarios are played at every gate.

A journey costs seconds and a pack has dozens of scenarios. So the way is travelled once: at
each gate the scenarios that begin there are played one after the other, and each is rolled
back before the next. Nothing is ever committed.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import pytest
from django.core.cache import cache
from django.db import connections, transaction

from tests.autopilot.pilot import Pilot, StuckError, new_pilot
from tests.autopilot.world import county_of
from tests.packs import shipped

BEGIN, END = "", "END"
# What `pytest.raises` and `pytest.fail` raise is no Exception.
FAILURES = (Exception, pytest.fail.Exception)


@dataclass(frozen=True)
class Scene:
    """Something played with the project of a pack, standing before a gate.

    What came of it is kept under the key. Scenes that are the same for several keys say so, and
    are played once.
    """

    key: Hashable
    gate: str
    play: Callable[[Pilot], None]
    same: Hashable = None


@dataclass
class Theatre:
    """The tours of one folder of tests; what came of each scene is remembered."""

    results: dict[Hashable, BaseException | None] = field(default_factory=dict)
    toured: set[Hashable] = field(default_factory=set)

    def tour(self, pack: str, scenes: Iterable[Scene], *, name: Hashable = "") -> None:
        """Travel through a pack once, playing all scenes; a second call does nothing.

        A scene at no gate is played before the first; one at `END` after the last. Several
        scenes may share a key: the first that fails tells what came of it.
        """
        if (pack, name) in self.toured:
            return
        self.toured.add((pack, name))
        by_gate: dict[str, list[Scene]] = defaultdict(list)
        for scene in scenes:
            self.results.setdefault(scene.key, None)
            by_gate[scene.gate].append(scene)
        with _curtain():
            self._travel(pack, by_gate)

    def require(self, key: Hashable) -> None:
        """Fail as the scene failed, if it did."""
        error = self.results[key]
        if error is not None:
            raise error

    def _travel(self, pack: str, by_gate: dict[str, list[Scene]]) -> None:
        """Go from gate to gate; every scene not played fails of what kept it from being played."""
        left: BaseException = StuckError(f"The journey of {pack} was broken off.")
        try:
            pilot = new_pilot(county_of(shipped(pack)), script=pack)
            self._play(pilot, by_gate, BEGIN)
            for gate in pilot.order if by_gate else ():
                pilot.stand_before(gate)
                self._play(pilot, by_gate, gate)
                if not by_gate:
                    return
                pilot.go_through(gate)
            self._play(pilot, by_gate, END)
            left = StuckError(f"The journey of {pack} never comes there.")
        except FAILURES as error:
            left = error
        finally:
            for scenes in by_gate.values():
                for scene in scenes:
                    self._note(scene, left)

    def _play(self, pilot: Pilot, by_gate: dict[str, list[Scene]], gate: str) -> None:
        """Play what begins at a gate; what is not played to its end stays in the list."""
        waiting = by_gate.get(gate, [])
        played: dict[Hashable, BaseException | None] = {}
        while waiting:
            scene = waiting[0]
            which = scene.same or scene
            if self.results[scene.key] is None:
                if which not in played:
                    played[which] = _outcome(scene, pilot)
                self._note(scene, played[which])
            del waiting[0]
        by_gate.pop(gate, None)

    def _note(self, scene: Scene, error: BaseException | None) -> None:
        if self.results[scene.key] is None:
            self.results[scene.key] = error


def _outcome(scene: Scene, pilot: Pilot) -> BaseException | None:
    """Play a scene; what it failed of is kept for the test it belongs to."""
    try:
        with _curtain():
            scene.play(replace(pilot))
    except FAILURES as error:
        return error
    return None


@contextmanager
def _curtain() -> Iterator[None]:
    """Take back all that happens inside."""
    cache.clear()
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)
            cache.clear()


@contextmanager
def opened() -> Iterator[Theatre]:
    """Open a theatre; when it closes, everything in it is gone.

    The caller has unblocked the database. Denials are written on the same connection: a
    second one would wait for the lock on the trail, which this transaction holds.
    """
    own = connections["denials"]
    connections["denials"] = connections["default"]
    try:
        with transaction.atomic():
            # Between two scenes a pack may be thought about for longer than a page ever is.
            connections["default"].cursor().execute(
                "SET LOCAL idle_in_transaction_session_timeout = 0"
            )
            yield Theatre()
            transaction.set_rollback(True)
    finally:
        connections["denials"] = own
        cache.clear()
