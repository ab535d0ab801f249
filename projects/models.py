"""All tables of the life cycle, for Django to find."""

from projects.acceptance.models import DataResource, FinalAcceptance, TestReport, TrialOperation
from projects.application.models import (
    Appraisal,
    BudgetLine,
    ProjectApplication,
    RedLineTerm,
    SimilarProject,
)
from projects.construction.models import ChangeRequest, Milestone, ProgressReport
from projects.evaluation.models import ArchiveRecord, Evaluation, Indicator, SelfEvaluation
from projects.finance.models import Appropriation, FinalAccounts, Payment
from projects.initiation.models import Initiation
from projects.operation.models import InformationSystem, MaintenanceRecord
from projects.planning.models import AnnualPlan, PlanItem
from projects.procurement.models import Contract
from projects.registry.models import (
    AllowedMove,
    ApplicationCall,
    LateEntry,
    NumberSeries,
    PinChange,
    Project,
    ProjectDocument,
    ProjectGroupObjectPermission,
    ProjectMember,
    ProjectUnit,
    ProjectUserObjectPermission,
    Record,
    StandingChange,
)
from projects.regulations.models import Regulation, RulebookDraft, RulebookVersion, Waiver

__all__ = [
    "AllowedMove",
    "AnnualPlan",
    "ApplicationCall",
    "Appraisal",
    "Appropriation",
    "ArchiveRecord",
    "BudgetLine",
    "ChangeRequest",
    "Contract",
    "DataResource",
    "Evaluation",
    "FinalAcceptance",
    "FinalAccounts",
    "Indicator",
    "InformationSystem",
    "Initiation",
    "LateEntry",
    "MaintenanceRecord",
    "Milestone",
    "NumberSeries",
    "Payment",
    "PinChange",
    "PlanItem",
    "ProgressReport",
    "Project",
    "ProjectApplication",
    "ProjectDocument",
    "ProjectGroupObjectPermission",
    "ProjectMember",
    "ProjectUnit",
    "ProjectUserObjectPermission",
    "Record",
    "RedLineTerm",
    "Regulation",
    "RulebookDraft",
    "RulebookVersion",
    "SelfEvaluation",
    "SimilarProject",
    "StandingChange",
    "TestReport",
    "TrialOperation",
    "Waiver",
]
