"""Values that a box never holds, and bounds that nothing reaches."""

from collections.abc import Iterator, Mapping

from projects.regulations.rulebook.amounts import PaymentNode
from projects.regulations.rulebook.conditions import (
    FactEquals,
    FactIn,
    HoldsAll,
    HoldsAny,
    LinesFreeOf,
)
from projects.regulations.rulebook.contents import Contents
from projects.regulations.rulebook.figures import Term
from projects.regulations.rulebook.panels import POOLS, Draw
from projects.regulations.rulebook.scores import ScoreItem
from projects.regulations.rulebook.shapes import Shape
from projects.regulations.rulebook.tree import Place
from projects.regulations.rulebook.vocabulary import vocabulary_of

type Offered = Mapping[str, Mapping[str, str]]


def impossible_values(book: Contents) -> Iterator[tuple[Place, str]]:
    """Find comparisons, marks and pools that can never be met."""
    offered = offered_in(book)
    for place, piece in book.pieces:
        if isinstance(piece, Shape):
            yield from _never_held(place, piece, offered)
        if isinstance(piece, Draw) and piece.pool not in POOLS:
            yield (*place, "pool"), f"没有专家库“{piece.pool}”。"
        if isinstance(piece, ScoreItem) and piece.floor is not None and piece.floor > piece.points:
            words = f"指标“{piece.label}”的最低分高于分值，谁也达不到。"
            yield (*place, "floor"), words
    yield from _unanswerable(book, offered)
    for number, sheet in enumerate(book.score_sheets):
        if sheet.pass_mark is not None and sheet.pass_mark > sheet.total:
            place = ("score_sheets", number, "pass_mark")
            yield place, f"评分表“{sheet.label}”的合格分高于总分，谁也达不到。"


def offered_in(book: Contents) -> Offered:
    """Return what each fact may hold, of built-in forms and of those declared here."""
    boxes = {name: dict(fact.choices) for name, fact in vocabulary_of(book).items()}
    return boxes | book.labels_of_facts


def _never_held(place: Place, piece: Shape, offered: Offered) -> Iterator[tuple[Place, str]]:
    match piece:
        case FactEquals():
            yield from not_offered((*place, "value"), piece.fact, (piece.value,), offered)
        case FactIn() | HoldsAll() | HoldsAny() | LinesFreeOf():
            yield from not_offered((*place, "values"), piece.fact, piece.values, offered)
        case Term(fact=str(fact), part=str(part)):
            yield from not_offered((*place, "part"), fact, (part,), offered)


def _unanswerable(book: Contents, offered: Offered) -> Iterator[tuple[Place, str]]:
    """Find parts of a price and conclusions that the boxes of the forms do not offer."""
    for at, plan in enumerate(book.payment_plans):
        for number, node in enumerate(plan.nodes):
            where = ("payment_plans", at, "nodes", number, "code")
            yield from _no_such_node(where, node, offered.get(plan.node_fact) or {})
    for number, kind in enumerate(book.record_kinds):
        outcome = kind.outcome
        if outcome is not None and outcome.step is None:
            place = ("record_kinds", number, "outcome", "passing")
            fact = f"{kind.code}.{outcome.field}"
            yield from not_offered(place, fact, outcome.passing, offered)


def _no_such_node(
    place: Place, node: PaymentNode, offered: Mapping[str, str]
) -> Iterator[tuple[Place, str]]:
    """Find a part of a price that nobody can choose when he asks for money."""
    if offered and node.code not in offered:
        choices = "、".join(offered.values())
        yield place, f"写明节点“{node.label}”是付款节点栏中的哪一项：{choices}。"


def not_offered(
    place: Place, fact: str, values: tuple[object, ...], offered: Offered
) -> Iterator[tuple[Place, str]]:
    """Find values that the choices of a box do not have; other facts are open."""
    known = offered.get(fact) or {}
    for value in values:
        if known and str(value) not in known:
            yield place, f"没有“{value}”这个选项，只有{'、'.join(known.values())}。"
