"""Facts that nothing delivers, or that hold something else than the question asks."""

import difflib
from collections.abc import Iterator

from pydantic import BaseModel

from projects.regulations.rulebook.clocks import Clock
from projects.regulations.rulebook.contents import Contents
from projects.regulations.rulebook.facts import Fact, FactKind
from projects.regulations.rulebook.figures import Term
from projects.regulations.rulebook.tree import Place, fact_fields, said_in
from projects.regulations.rulebook.vocabulary import vocabulary_of

_FIGURES = frozenset({FactKind.AMOUNT, FactKind.NUMBER})
_DAYS = frozenset({FactKind.DAY})
_FITTING: dict[str, frozenset[FactKind]] = {
    "fact_true": frozenset({FactKind.TRUTH}),
    "fact_in": frozenset({FactKind.CODE, FactKind.TEXT, FactKind.NUMBER}),
    "holds_all": frozenset({FactKind.CODES}),
    "holds_any": frozenset({FactKind.CODES}),
    "lines_free_of": frozenset({FactKind.CODES}),
    "sets_apart": frozenset({FactKind.CODES, FactKind.CODE, FactKind.NUMBER, FactKind.TEXT}),
    "text_free_of": frozenset({FactKind.TEXT}),
    "number": _FIGURES,
    "is_odd": _FIGURES,
    "not_before": _DAYS,
    "not_after": _DAYS,
    "ahead": _DAYS,
    "in_season": _DAYS,
    "table_has_rows": frozenset({FactKind.NUMBER, FactKind.CODES}),
}
_NOT_DAYS = {"count_fact": frozenset({FactKind.NUMBER})}
_TERMS = frozenset({FactKind.AMOUNT, FactKind.NUMBER})
_PARTS = frozenset({FactKind.AMOUNTS})


def unknown_facts(book: Contents) -> Iterator[tuple[Place, str]]:
    """Find the facts that are not there, or do not fit the question asked of them."""
    known = vocabulary_of(book)
    for place, piece in book.pieces:
        for field in fact_fields(type(piece)):
            name = said_in(piece, field)
            if not isinstance(name, str):
                continue
            if name not in known:
                yield (*place, field), f"未知的事实：{name}。{_near(name, known)}"
            else:
                yield from _unfit((*place, field), piece, known[name])


def fitting_kinds(test: str) -> frozenset[FactKind] | None:
    """Return what a fact must hold for a question to be asked of it; None where anything fits."""
    return _FITTING.get(test)


def _unfit(place: Place, piece: BaseModel, fact: Fact) -> Iterator[tuple[Place, str]]:
    test = getattr(piece, "test", None)
    fitting = _FITTING.get(test) if test else None
    if isinstance(piece, Term):
        fitting = _PARTS if piece.part is not None else _TERMS
    elif isinstance(piece, Clock):
        fitting = _DAYS
    fitting = _NOT_DAYS.get(str(place[-1]), fitting)
    if fitting is not None and fact.kind not in fitting:
        yield place, f"“{fact.label}”是{fact.kind.label}，不能这样比较。"


def _near(name: str, known: dict[str, Fact]) -> str:
    near = difflib.get_close_matches(name, known, n=3, cutoff=0.6)
    return f"是不是{'、'.join(near)}？" if near else ""
