"""Where the seals of a sheet go (签章处): in a row of their own, or beside the rows to sign in.

A row of their own has room for as many seals as anybody needs, but it makes a short form two
pages long. Beside the rows that stand there anyway is room for two: side by side where there are
one or two rows, else one below the other. Those rows stay on one page; long opinions must flow.
"""

from documents.sheets.layout import PrintLayout

SEAL_MARK = "（签章处）"
FIT_BESIDE = 2
MOST_ROWS_BESIDE, MOST_ROWS_SIDE_BY_SIDE = 4, 2
SHORT_OPINION = 150


def are_beside(layout: PrintLayout) -> bool:
    """Whether the seals of a sheet go beside its rows to sign in."""
    return (
        not layout.landscape
        and 0 < len(layout.signatures) <= MOST_ROWS_BESIDE
        and all(len(one.opinion) <= SHORT_OPINION for one in layout.signatures)
    )


def are_side_by_side(layout: PrintLayout) -> bool:
    """Whether two seals beside the rows stand side by side, not one below the other."""
    return len(layout.signatures) <= MOST_ROWS_SIDE_BY_SIDE
