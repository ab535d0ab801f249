"""Panels whose table of members does not tell what is demanded of the panel."""

from collections.abc import Iterator

from projects.regulations.rulebook.checks.values import not_offered, offered_in
from projects.regulations.rulebook.contents import Contents
from projects.regulations.rulebook.panels import COLUMNS, Panel
from projects.regulations.rulebook.tree import Place
from projects.regulations.rulebook.vocabulary import vocabulary_of


def untold_members(book: Contents) -> Iterator[tuple[Place, str]]:
    """Find columns and categories of a table of members that are asked for and not there."""
    if all(panel.members is None for panel in book.panels):
        return
    known, offered = vocabulary_of(book), offered_in(book)
    for number, panel in enumerate(book.panels):
        place: Place = ("panels", number)
        if panel.members is None or panel.members not in known:
            continue
        for what in sorted(_asked(panel)):
            if panel.fact(what) not in known:
                column = COLUMNS[what].partition(".")[0]
                words = f"评审组“{panel.label}”的成员表没有{column}这一列，无从核对。"
                yield (*place, "members"), words
        for at, share in enumerate(panel.shares):
            if share.category is not None:
                spot = (*place, "shares", at, "category")
                fact = panel.fact("category")
                yield from not_offered(spot, fact, (share.category,), offered)


def _asked(panel: Panel) -> set[str]:
    found = {share.of.lower() for share in panel.shares}
    if panel.draw is not None:
        found.add("drawn")
    if panel.attendance is not None:
        found.add("attended")
    if panel.least_years:
        found.add("least_years")
    if panel.recusals:
        found.add("recused")
    return found
