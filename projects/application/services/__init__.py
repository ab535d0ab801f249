"""What users do with applications and appraisals: one function for each button."""

from projects.application.services.appraisals import (
    conclude_appraisal,
    refuse_project,
    save_appraisal,
)
from projects.application.services.drafts import save_application
from projects.application.services.starting import accept_application, start_application

__all__ = [
    "accept_application",
    "conclude_appraisal",
    "refuse_project",
    "save_application",
    "save_appraisal",
    "start_application",
]
