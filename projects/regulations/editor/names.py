"""What a draft may name: roles, papers, lists, gates, facts … always by their words."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from projects.regulations.editor.gathering import (
    OWN,
    SPECIAL,
    Groups,
    Known,
    Options,
    World,
    members_of,
    parts_of,
    sections,
)
from projects.regulations.editor.lenient import Raw
from projects.regulations.rulebook import Rulebook
from projects.regulations.rulebook.facts import FactKind
from projects.regulations.rulebook.gates import Gate
from projects.regulations.rulebook.records import FormColumn, FormField, RecordKind
from projects.regulations.rulebook.routes import PAPERS
from projects.regulations.rulebook.shapes import Choice, Shape
from projects.regulations.rulebook.tree import Place
from projects.regulations.rulebook.vocabulary import KIND_OF_SETTING

__all__ = ["Groups", "Names", "Options", "World"]

GONE = "已不存在的内容"
# The lists by which a rulebook replaces the choices of the forms that every installation has.
_LISTS_OF = {
    "application.fund_kinds": "fund_kinds",
    "application.build_type": "build_types",
    "application.object_kind": "object_kinds",
    "application.purpose": "purposes",
    "application.principles": "principles",
    "application.cloud_target": "cloud_targets",
}
PAID_FOR = "payment.node"


def chosen_in(kind: RecordKind | None) -> tuple[FormField, ...]:
    """Return the boxes of a form in which one of several answers is chosen."""
    fields = kind.fields if kind else ()
    return tuple(field for field in fields if field.kind == "choice")


class Names(Known):
    """The names of one draft, each sort gathered once."""

    def __init__(self, raw: Raw, world: World) -> None:
        super().__init__(raw, world)
        self._groups: dict[str, Groups] = {}

    def groups(self, of: str) -> Groups:
        """Return what may be chosen, in groups."""
        if of not in self._groups:
            self._groups[of] = tuple((g, tuple(o)) for g, o in self._gather(of) if o)
        return self._groups[of]

    def groups_at(self, of: str, place: Place) -> Groups:
        """Return what may be chosen at a place: steps of its own gate, boxes of its own form."""
        if of == "nodes":
            return self.values_of({"fact": self._member_at(place).get("node_fact") or PAID_FOR})
        if of == "answers":
            found_here = self._answers_at(place)
            return found_here or self.groups(of)
        if of == "form_parts" and (parts := parts_of(self, self._own_at(place))):
            return ((OWN, (*parts, (PAPERS, PAPERS))),)
        code = self._own_at(place) if of in {"route", "fields"} else ""
        owners: list[tuple[Any, type[Shape]]] = [
            *((one, RecordKind) for one in self.raw.get("record_kinds") or ()),
            *((one, Gate) for one in self.raw.get("gates") or ()),
        ]
        found: dict[str, list[tuple[str, str]]] = {}
        for owner, shape in owners:
            if code and isinstance(owner, Mapping) and owner.get("code") == code:
                found.setdefault(OWN, [])
                for group, own, label in sections(of, owner, shape, OWN):
                    found.setdefault(group, []).append((own, label))
        if not found:
            return self.groups(of)
        return tuple((group, tuple(options)) for group, options in found.items() if options)

    def _own_at(self, place: Place) -> str:
        """Return the gate or the form that a place lies in or speaks of."""
        thing = self._member_at(place)
        return str(thing.get("gate") or thing.get("code") or "")

    def _member_at(self, place: Place) -> Mapping[str, Any]:
        """Return the member of a list of the draft in which a place lies."""
        things = self.raw.get(str(place[0])) if place else None
        number = place[1] if len(place) > 1 else ""
        if not isinstance(things, list) or not isinstance(number, int) or number >= len(things):
            return {}
        return things[number] if isinstance(things[number], Mapping) else {}

    def _answers_at(self, place: Place) -> Groups:
        """Return what the conclusion of a form may be: as its box, or the step, offers it."""
        code = self._own_at(place)
        kind, gate = self.rulebook.record_kind(code), self.rulebook.gate(code)
        boxes = [(f.label, self.values_of({"fact": f"{code}.{f.code}"})) for f in chosen_in(kind)]
        found = [(label, options) for label, groups in boxes for _, options in groups]
        stated = [box for step in (gate.route if gate else ()) for box in step.fields]
        found += [(box.label, tuple((w, w) for w in box.choices)) for box in stated if box.choices]
        return tuple(found)

    def label(self, of: str, code: object) -> str:
        """Name one thing; what is not found any more is said to be gone."""
        return self._labels(of).get(str(code), GONE)

    def code(self, of: str, words: str) -> str:
        """Return what is meant by words that were typed; words that name nothing stay."""
        found = {label: code for code, label in self._labels(of).items()}
        return found.get(words, words)

    def fact_kind(self, name: object) -> FactKind | None:
        """Return what a fact holds."""
        found = self.vocabulary.get(str(name))
        return found.kind if found else None

    def knows(self, of: str, code: object) -> bool:
        """Whether a thing of this sort is there."""
        return str(code) in self._labels(of)

    def kind_of_value(self, inner: Mapping[str, Any]) -> FactKind | None:
        """Return what a value must be: as its fact holds, or as the kind beside it says."""
        if "fact" in inner:
            return self.fact_kind(inner["fact"])
        return KIND_OF_SETTING.get(str(inner.get("kind")))

    def values_of(self, inner: Mapping[str, Any]) -> Groups:
        """Return the values from which one may choose, those of the fact's own field first."""
        if isinstance(inner.get("choices"), list):
            beside = [m for c in inner["choices"] for m in members_of(c, Choice, OWN)]
            return ((OWN, tuple((code, label) for _, code, label in beside)),)
        fact = str(inner.get("fact") or "")
        own_words = self.rulebook.labels_of_facts.get(fact) or {}
        if own_words and fact not in self._boxes:
            return ((OWN, tuple(own_words.items())),)
        box = self._boxes.get(fact)
        own: tuple[Choice, ...] = box.choices if box else ()
        if box is not None and box.among:
            own = self.rulebook.choices(box.among)
        fitting = tuple((choice.code, choice.label) for choice in own)
        if fitting:
            return ((box.label if box else OWN, fitting),)
        standard = self.world.named.get(f"choices:{fact}") or ()
        listed = self.rulebook.choices(_LISTS_OF.get(fact, ""))
        fitting = tuple((choice.code, choice.label) for choice in listed) or standard
        return (("可选值", fitting),) if fitting else self.groups("choices")

    @cached_property
    def _boxes(self) -> dict[str, FormField | FormColumn]:
        """The fields of the draft's own forms, by the facts they make."""
        found: dict[str, FormField | FormColumn] = {}
        for kind in self.rulebook.record_kinds:
            for box in kind.fields:
                found[f"{kind.code}.{box.code}"] = box
                found |= {f"{kind.code}.{box.code}.{c.code}": c for c in box.columns}
        return found

    def _labels(self, of: str) -> dict[str, str]:
        return {code: label for _, options in self.groups(of) for code, label in options}

    def _gather(self, of: str) -> Iterator[tuple[str, list[tuple[str, str]]]]:
        special = SPECIAL.get(of)
        if special is not None:
            yield from special(self)
            return
        inside = list(sections(of, self.raw, Rulebook, OWN))
        groups: dict[str, list[tuple[str, str]]] = {}
        for group, code, label in inside:
            groups.setdefault(group, []).append((code, label))
        yield from groups.items()
        known = {code for _, code, _ in inside}
        yield "系统已有", [o for o in self.world.named.get(of, ()) if o[0] not in known]
