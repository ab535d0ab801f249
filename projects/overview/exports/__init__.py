"""What leaves the system across the stages: the ledger, the dossier, the calendar of a project."""

from projects.overview.exports.backfills import faults_workbook, run_backfill
from projects.overview.exports.calendars import clocks_calendar, is_sealed, seal_of
from projects.overview.exports.dossiers import build_dossier
from projects.overview.exports.ledgers import COLUMNS, ledger_listing
from projects.overview.services import DOSSIER

__all__ = [
    "COLUMNS",
    "DOSSIER",
    "build_dossier",
    "clocks_calendar",
    "faults_workbook",
    "is_sealed",
    "ledger_listing",
    "run_backfill",
    "seal_of",
]
