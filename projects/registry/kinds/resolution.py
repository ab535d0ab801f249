"""Which kinds of records a project has: those of the stages, as its rulebook has them.

A version of a rulebook never changes, so what it makes of the register is worked out once.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

from documents.sheets import carried
from documents.sheets.shapes import Sheet
from projects.registry.kinds.declared import (
    asks_anything,
    declared_kind,
    places_of,
    sheet_of_rule,
)
from projects.registry.kinds.register import all_kinds, find
from projects.registry.kinds.shapes import RecordKind
from projects.registry.models import Project, Record, Stage
from projects.regulations.models import RulebookVersion
from projects.regulations.queries import rulebook_of
from projects.regulations.rulebook import Rulebook
from projects.regulations.rulebook.gates import APPLICATION

# Whatever the measures say of a life: it may be stopped, and a soft rule waived.
ALWAYS = frozenset({"standing_change", "waiver"})

_resolved: dict[tuple[str, int], Mapping[str, RecordKind]] = {}


def kinds_by_code(version: RulebookVersion) -> Mapping[str, RecordKind]:
    """Return the kinds that projects under this version have, in the order of the life cycle."""
    key = (version.digest, version.version)
    if key not in _resolved:
        found = resolve(rulebook_of(version))
        _resolved[key] = {kind.code: kind for kind in found}
    return _resolved[key]


def resolve(rulebook: Rulebook) -> list[RecordKind]:
    """Return the register as a rulebook has it, with its own kinds, in the order of the life."""
    found: dict[str, RecordKind] = {}
    for kind in all_kinds():
        rule = rulebook.record_kind(kind.code)
        if rule is None and not _is_named(kind, rulebook):
            continue
        if rule is None:
            found[kind.code] = _with_questions(kind, rulebook)
        elif not rule.is_off:
            found[kind.code] = declared_kind(rule, kind, rulebook)
    for rule in rulebook.record_kinds:
        if rule.code not in found and not rule.is_off:
            found[rule.code] = declared_kind(rule, None, rulebook)
    return sorted((_placed(kind, rulebook) for kind in found.values()), key=_order(rulebook))


def _is_named(kind: RecordKind, rulebook: Rulebook) -> bool:
    """Whether a rulebook that tells a life of its own has this kind of the stages in it."""
    stages = rulebook.life.stages
    if kind.is_form:
        return not _has_its_own(kind, rulebook)
    if kind.code == APPLICATION and rulebook.own_beginning:
        return rulebook.gate(kind.code) is not None
    if not stages or kind.code in ALWAYS or rulebook.gate(kind.code) is not None:
        return True
    return any(kind.code in (*stage.gates, *stage.ends_with) for stage in stages)


def _has_its_own(kind: RecordKind, rulebook: Rulebook) -> bool:
    """Whether a rulebook declares the form of a sheet itself, by its code or by its name."""
    named = {one.label.partition("（")[0] for one in rulebook.record_kinds if not one.is_off}
    return rulebook.record_kind(kind.sheet) is not None or kind.label in named


def _with_questions(kind: RecordKind, rulebook: Rulebook) -> RecordKind:
    """Add to a kind of the stages what is to be confirmed and answered when it is sent."""
    if not asks_anything(kind.code, rulebook):
        return kind
    return replace(kind, declared=sheet_of_rule(None, kind.form, rulebook, kind.code))


def _placed(kind: RecordKind, rulebook: Rulebook) -> RecordKind:
    places, stages = places_of(kind.rule, kind, rulebook)
    labels = tuple(s.label for s in rulebook.life.stages if s.code in places)
    return replace(kind, places=places, stages=stages, place_labels=labels)


def _order(rulebook: Rulebook) -> Callable[[RecordKind], int]:
    codes = [stage.code for stage in rulebook.life.stages]
    phases = list(Stage)

    def place(kind: RecordKind) -> int:
        if codes:
            return min((codes.index(code) for code in kind.places), default=len(codes))
        return min((phases.index(stage) for stage in kind.stages), default=len(phases))

    return place


def kinds_of(project: Project) -> tuple[RecordKind, ...]:
    """Return the kinds that a project has, in the order of the life cycle."""
    return tuple(kinds_by_code(project.rulebook).values())


def codes_of(project: Project) -> Collection[str]:
    """Return the codes of the kinds that a project has."""
    return kinds_by_code(project.rulebook).keys()


def first_kind(version: RulebookVersion) -> RecordKind | None:
    """Return the kind with which projects begin under this version: 申报, or what it puts first."""
    known, stages = kinds_by_code(version), rulebook_of(version).life.stages
    order = [rulebook_of(version).own_beginning, APPLICATION]
    order += stages[0].gates if stages else ()
    return next((known[code] for code in order if code in known), None)


def begins_projects(version: RulebookVersion) -> bool:
    """Whether projects begin under these measures, and not only have to heed them."""
    is_local = rulebook_of(version).level != "NATIONAL"
    return is_local and first_kind(version) is not None


def in_project(project: Project, code: str) -> RecordKind:
    """Return a kind as a project has it; `KeyError` if its rulebook knows no such kind."""
    return kinds_by_code(project.rulebook)[code]


def of(record: Record) -> RecordKind:
    """Return the kind of a record as its project has it.

    A record outlives its kind when the project moves to a version without it: it is then read
    as it was sent, and nothing more is done with it.
    """
    kind = kinds_by_code(record.project.rulebook).get(record.kind)
    return _of_the_past(record) if kind is None else kind


def _of_the_past(record: Record) -> RecordKind:
    known = find(record.kind)
    if known is not None:
        return known
    sheet = carried.carried_by(record.snapshot or {})
    blank = Sheet(code=record.kind, title=record.title, blocks=())
    return RecordKind(
        code=record.kind, label=record.title, stages=(), sheet=record.kind, declared=sheet or blank
    )


def declared_anywhere(code: str) -> RecordKind | None:
    """Return a kind that some rulebook declares, for lists that span rulebooks."""
    found = _declared(code)
    if found is None:
        for version in RulebookVersion.objects.order_by("pk"):
            kinds_by_code(version)
        found = _declared(code)
    return found


def _declared(code: str) -> RecordKind | None:
    return next((known[code] for known in _resolved.values() if code in known), None)


def label_of(project: Project, code: str) -> str:
    """Name a kind as the project's rulebook does; an unknown one is 其他记录."""
    kind = kinds_by_code(project.rulebook).get(code)
    return "其他记录" if kind is None else kind.label
