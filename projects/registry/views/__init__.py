"""Pages of records and papers: one page for a record of any kind, for all roles."""

from projects.registry.views.fetching import require_right, visible_project, visible_record
from projects.registry.views.papers import attach_paper, remove_paper
from projects.registry.views.records import (
    discard_record,
    open_record,
    print_record,
    record,
    withdraw_record,
)
from projects.registry.views.shown import opinion_events, paper_files, route_steps

__all__ = [
    "attach_paper",
    "discard_record",
    "open_record",
    "opinion_events",
    "paper_files",
    "print_record",
    "record",
    "remove_paper",
    "require_right",
    "route_steps",
    "visible_project",
    "visible_record",
    "withdraw_record",
]
