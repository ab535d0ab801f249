"""Codes that refer to something else in the rulebook, and whether it is there."""

from collections.abc import Iterator, Mapping

from projects.regulations.rulebook import (
    amounts,
    changes,
    citations,
    clocks,
    conditions,
    displays,
    duties,
    gates,
    life,
    panels,
    plans,
    publication,
    records,
    routes,
    scores,
)
from projects.regulations.rulebook.contents import Contents
from projects.regulations.rulebook.facts import built_in_kinds
from projects.regulations.rulebook.shapes import Shape
from projects.regulations.rulebook.tree import Place

SORT_LABELS = {
    "gate": "关口",
    "record": "记录种类",
    "built_in": "内置记录种类",
    "stage": "阶段",
    "list": "清单",
    "words": "词表",
    "paper": "材料",
    "text": "文本",
    "panel": "评审组",
    "link": "金额环节",
}
# Which field of which shape names what.
REFERENCES: tuple[tuple[type[Shape], str, str], ...] = (
    (gates.LineWord, "gate", "gate"),
    (gates.Veto, "gate", "gate"),
    (gates.Paper, "kind", "paper"),
    (gates.Gate, "stage", "stage"),
    (life.Precondition, "gate", "gate"),
    (life.Precondition, "after", "record"),
    (life.StageRule, "gates", "gate"),
    (life.StageRule, "ends_with", "gate"),
    (life.Track, "stages", "stage"),
    (life.Track, "skips", "gate"),
    (conditions.RecordPassed, "kind", "record"),
    (conditions.NoOpenRecord, "kinds", "record"),
    (conditions._OfCodes, "among", "list"),  # noqa: SLF001 - the ground of several conditions
    (conditions.TextFreeOf, "words_of", "words"),
    (records._Box, "among", "list"),  # noqa: SLF001 - the ground of fields and columns
    (records.FormField, "paper_kind", "paper"),
    (records.RecordKind, "stages", "stage"),
    (records.RecordKind, "extends", "built_in"),
    (records.RecordKind, "writers", "role"),
    (routes.RouteStep, "roles", "role"),
    (routes.RouteStep, "panel", "panel"),
    (routes.OnExpiry, "to_roles", "role"),
    (routes.Handling, "explained_by", "role"),
    (routes.Weight, "role", "role"),
    (duties.Duty, "role", "role"),
    (duties.Duty, "stages", "stage"),
    (duties.Duty, "gates", "gate"),
    (duties.Separation, "roles", "role"),
    (clocks.Clock, "owner", "role"),
    (clocks.AttemptRule, "gate", "record"),
    (clocks.AttemptRule, "closes", "gate"),
    (clocks.RecurringDuty, "record", "record"),
    (clocks.RecurringDuty, "roles", "role"),
    (clocks.RecurringDuty, "blocks", "gate"),
    (panels.Panel, "gate", "gate"),
    (changes.ChangeRoute, "gate", "gate"),
    (changes.Ending, "settles", "record"),
    (changes.Ending, "stages", "stage"),
    (amounts.Cap, "gate", "gate"),
    (amounts.Cap, "link", "link"),
    (amounts.Cap, "of", "link"),
    (amounts.PaymentPlan, "gate", "gate"),
    (scores.ScoreSheet, "gate", "gate"),
    (plans.PlanRule, "gate", "gate"),
    (plans.PlanRule, "supplement_gate", "gate"),
    (plans.PlanRule, "after", "gate"),
    (plans.PlanRule, "lead", "role"),
    (plans.PlanRule, "joint", "role"),
    (plans.Call, "gate", "gate"),
    (plans.Call, "templates", "paper"),
    (publication.Publication, "gate", "gate"),
    (publication.Sanction, "closes", "gate"),
    (publication.BlackList, "gate", "gate"),
    (displays.Declaration, "gate", "gate"),
    (displays.Checklist, "gate", "gate"),
    (citations.Cited, "text", "text"),
)


def broken_references(book: Contents) -> Iterator[tuple[Place, str]]:
    """Find codes that refer to nothing."""
    known = _known(book)
    for place, sort, code in named_codes(book):
        if sort in known and code not in known[sort]:
            yield place, f"未知的{SORT_LABELS[sort]}：{code}。"


def named_codes(book: Contents) -> Iterator[tuple[Place, str, str]]:
    """Return every code that refers to something, with its place and the sort it is of."""
    for place, piece in book.pieces:
        for shape, field, sort in REFERENCES:
            if isinstance(piece, shape):
                for code in _codes(getattr(piece, field)):
                    yield (*place, field), sort, code


def _codes(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(map(str, value)) if isinstance(value, tuple) else ()


def _known(book: Contents) -> Mapping[str, frozenset[str]]:
    of_gates = frozenset(gate.code for gate in book.gates)
    of_kinds = frozenset(kind.code for kind in book.record_kinds)
    stages = frozenset(stage.code for stage in book.life.stages)
    return {
        "gate": of_gates,
        "record": of_gates | of_kinds | built_in_kinds().keys(),
        "built_in": frozenset(built_in_kinds()),
        "stage": stages | life.STAGE_LABELS.keys(),
        "list": frozenset(found.code for found in book.lists),
        "words": frozenset(found.code for found in book.word_lists),
        "paper": frozenset(kind.code for kind in book.paper_kinds),
        "text": frozenset(text.code for text in book.texts),
        "panel": frozenset(panel.code for panel in book.panels),
        "link": frozenset(link.code for link in book.amounts.links),
    }
