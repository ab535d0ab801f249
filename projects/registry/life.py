"""The life of a project: the stages of its rulebook in their order, by the track it takes.

A rulebook that names no stages has those of the system. One that names its own may put
several of them into one stage of the system, in an order of its own, and let a kind of
projects (a track) leave some out.
"""

from dataclasses import dataclass

from projects.registry.models import Project, Stage
from projects.regulations.queries import rulebook_of
from projects.regulations.rulebook import Rulebook
from projects.regulations.rulebook.life import StageRule


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeStage:
    """One stage of a life: its name, its place in the system, what must pass before the next."""

    code: str
    label: str
    phase: Stage
    gates: tuple[str, ...] = ()
    ends_with: tuple[str, ...] = ()
    note: str = ""
    rule: StageRule | None = None

    @property
    def entry_gates(self) -> tuple[str, ...]:
        """The names under which a rulebook may keep the gate before this stage."""
        names = (self.code, self.code.lower(), self.phase.value.lower())
        return tuple(dict.fromkeys(f"enter_{name}" for name in names))


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """The stages through which a project goes, and the gates it is spared."""

    stages: tuple[LifeStage, ...]
    skips: frozenset[str] = frozenset()
    is_own: bool = False

    def place_of(self, project: Project) -> int:
        """Return where a project is; a stage that is no longer named is found by the system's."""
        codes = [stage.code for stage in self.stages]
        if project.stage_code in codes:
            return codes.index(project.stage_code)
        phases = [stage.phase for stage in self.stages]
        here = Stage(project.stage)
        return phases.index(here) if here in phases else 0

    def stage_of(self, project: Project) -> LifeStage:
        """Return the stage in which a project is."""
        return self.stages[self.place_of(project)]

    def next_of(self, project: Project) -> LifeStage | None:
        """Return the stage that comes after the present one, if any does."""
        following = self.stages[self.place_of(project) + 1 :]
        return following[0] if following else None

    def last_before(self, project: Project, phase: Stage) -> LifeStage | None:
        """Return the last stage before the present one that lies in a stage of the system."""
        earlier = self.stages[: self.place_of(project)]
        return next((stage for stage in reversed(earlier) if stage.phase is phase), None)


_SYSTEM = tuple(LifeStage(code=stage.value, label=stage.label, phase=stage) for stage in Stage)
_read: dict[tuple[str, int, str], Life] = {}


def life_of(project: Project) -> Life:
    """Return the life of a project under its rulebook, on its track."""
    version = project.rulebook
    key = (version.digest, version.version, project.track)
    if key not in _read:
        _read[key] = read_life(rulebook_of(version), project.track)
    return _read[key]


def read_life(rulebook: Rulebook, track_code: str) -> Life:
    """Read the life of a track out of a rulebook; without a track, the whole of it."""
    named = rulebook.life
    stages = tuple(map(_stage, named.stages)) or _SYSTEM
    track = next((track for track in named.tracks if track.code == track_code), None)
    if track is not None:
        by_code = {stage.code: stage for stage in stages}
        stages = tuple(by_code[code] for code in track.stages if code in by_code)
    if stages[-1].phase is not Stage.ARCHIVED:
        stages = (*stages, _SYSTEM[-1])
    skips = frozenset(track.skips) if track is not None else frozenset()
    # The system's own forms carry a project on by themselves; forms of a text do not.
    is_own = bool(named.stages or named.tracks or rulebook.own_beginning)
    return Life(stages=stages, skips=skips, is_own=is_own)


def _stage(rule: StageRule) -> LifeStage:
    return LifeStage(
        code=rule.code,
        label=rule.label,
        phase=Stage(rule.phase),
        gates=rule.gates,
        ends_with=rule.ends_with,
        note=rule.note,
        rule=rule,
    )
