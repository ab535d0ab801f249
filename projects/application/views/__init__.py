"""Pages of the application stage."""

from projects.application.views.appraisals import appraise
from projects.application.views.calls import call, call_list, cancel, decide_late, late
from projects.application.views.editing import draft, edit
from projects.application.views.red_lines import red_lines, retire_red_line
from projects.application.views.starting import start

__all__ = [
    "appraise",
    "call",
    "call_list",
    "cancel",
    "decide_late",
    "draft",
    "edit",
    "late",
    "red_lines",
    "retire_red_line",
    "start",
]
