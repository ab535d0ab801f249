"""Tables of the registry."""

from projects.registry.models.backfill import LedgerBatch, LedgerMapping
from projects.registry.models.calls import ApplicationCall, LateEntry
from projects.registry.models.letters import OfficialLetter
from projects.registry.models.members import ProjectMember
from projects.registry.models.numbers import NumberSeries
from projects.registry.models.permissions import (
    ProjectGroupObjectPermission,
    ProjectUserObjectPermission,
)
from projects.registry.models.pins import PinChange
from projects.registry.models.project import AllowedMove, Project, ProjectUnit, Stage, Standing
from projects.registry.models.records import ProjectDocument, Record, RecordStatus, StandingChange

__all__ = [
    "AllowedMove",
    "ApplicationCall",
    "LateEntry",
    "LedgerBatch",
    "LedgerMapping",
    "NumberSeries",
    "OfficialLetter",
    "PinChange",
    "Project",
    "ProjectDocument",
    "ProjectGroupObjectPermission",
    "ProjectMember",
    "ProjectUnit",
    "ProjectUserObjectPermission",
    "Record",
    "RecordStatus",
    "Stage",
    "Standing",
    "StandingChange",
]
