"""Pages across the stages: workbench, ledger, project page."""

from projects.overview.views.ledger import export_ledger, ledger
from projects.overview.views.project import calendar, dossier, project
from projects.overview.views.workbench import workbench

__all__ = ["calendar", "dossier", "export_ledger", "ledger", "project", "workbench"]
