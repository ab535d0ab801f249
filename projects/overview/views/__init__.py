"""Pages across the stages: workbench, ledger, project page."""

from projects.overview.views.ledger import export_ledger, ledger
from projects.overview.views.project import project
from projects.overview.views.workbench import workbench

__all__ = ["export_ledger", "ledger", "project", "workbench"]
