"""What leaves the system across the stages: the ledger, the dossier, calendars, blank forms."""

from projects.overview.exports.backfills import faults_workbook, run_backfill
from projects.overview.exports.blanks import draw_blank
from projects.overview.exports.calendars import (
    clocks_calendar,
    deadlines_calendar,
    is_sealed,
    seal_of,
)
from projects.overview.exports.dossiers import build_dossier
from projects.overview.exports.ledgers import COLUMNS, ledger_listing
from projects.overview.exports.prints import draw_together
from projects.overview.services import BLANK, DOSSIER, PRINTS

__all__ = [
    "BLANK",
    "COLUMNS",
    "DOSSIER",
    "PRINTS",
    "build_dossier",
    "clocks_calendar",
    "deadlines_calendar",
    "draw_blank",
    "draw_together",
    "faults_workbook",
    "is_sealed",
    "ledger_listing",
    "run_backfill",
    "seal_of",
]
