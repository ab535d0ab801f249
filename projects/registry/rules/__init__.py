"""When something may happen to a project or a record, by its rulebook and the order of things."""

from projects.registry.rules.calls import begins_project, calls_for, entered_under
from projects.registry.rules.exhibits import exhibits_at
from projects.registry.rules.forms import sheet_to_fill
from projects.registry.rules.gates import Gatekeeper, gatekeeper, judge_gate, past_kinds
from projects.registry.rules.keeping import may_keep
from projects.registry.rules.members import people_for, project_roles
from projects.registry.rules.pins import may_ask_for, preview
from projects.registry.rules.places import newest_by_kind, record_url, supplies
from projects.registry.rules.records import (
    may_open,
    may_save,
    may_still_pass,
    may_submit,
)
from projects.registry.rules.stages import gate_before, may_enter_next, track_of

__all__ = [
    "Gatekeeper",
    "begins_project",
    "calls_for",
    "entered_under",
    "exhibits_at",
    "gate_before",
    "gatekeeper",
    "judge_gate",
    "may_ask_for",
    "may_enter_next",
    "may_keep",
    "may_open",
    "may_save",
    "may_still_pass",
    "may_submit",
    "newest_by_kind",
    "past_kinds",
    "people_for",
    "preview",
    "project_roles",
    "record_url",
    "sheet_to_fill",
    "supplies",
    "track_of",
]
