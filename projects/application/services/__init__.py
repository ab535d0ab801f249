"""What users do with applications and appraisals: one function for each button."""

from projects.application.services.appraisals import (
    conclude_appraisal,
    refuse_project,
    save_appraisal,
)
from projects.application.services.calls import (
    ask_late_entry,
    cancel_call,
    change_call,
    decide_late_entry,
    open_call,
)
from projects.application.services.drafts import save_application
from projects.application.services.red_lines import add_red_line_term, retire_red_line_term
from projects.application.services.starting import accept_application, start_application

__all__ = [
    "accept_application",
    "add_red_line_term",
    "ask_late_entry",
    "cancel_call",
    "change_call",
    "conclude_appraisal",
    "decide_late_entry",
    "open_call",
    "refuse_project",
    "retire_red_line_term",
    "save_application",
    "save_appraisal",
    "start_application",
]
