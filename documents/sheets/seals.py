"""Where the seals of a sheet go (签章处): in a row of their own, or beside the rows to sign in.

A row of their own has room for as many seals as anybody needs, but it makes a short form two
pages long. Beside three or four rows that stand there anyway is room for two.
"""

from documents.sheets.layout import PrintLayout

SEAL_MARK = "（签章处）"
FIT_BESIDE = 2
TWO_ROWS = 2
ROWS_HIGH_ENOUGH = (TWO_ROWS, 3, 4)
SHORT_OPINION = 150


def are_beside(layout: PrintLayout) -> bool:
    """Whether the seals of a sheet go beside its rows to sign in."""
    return (
        not layout.landscape
        and len(layout.signatures) in ROWS_HIGH_ENOUGH
        and all(len(one.opinion) <= SHORT_OPINION for one in layout.signatures)
    )


def are_side_by_side(layout: PrintLayout) -> bool:
    """Whether two seals beside the rows stand side by side, not one below the other."""
    return len(layout.signatures) == TWO_ROWS
