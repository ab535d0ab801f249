"""How each row of the table of rules is enforced: the acceptance list, without a database.

`rows.csv` lists what seventeen texts demand and which kinds of enforcement would do; one
YAML file a text declares how the shipped packs answer, and the scenario that shows it. A row
counts as enforced only where all of this holds together; every other row is open, with the
reason.
"""

from projects.regulations.coverage.entries import found_in
from projects.regulations.coverage.reports import Coverage, RowReport, report
from projects.regulations.coverage.shapes import Declaration, Row, declarations, rows

__all__ = [
    "Coverage",
    "Declaration",
    "Row",
    "RowReport",
    "declarations",
    "found_in",
    "report",
    "rows",
]
