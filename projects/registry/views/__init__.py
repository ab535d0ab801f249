"""Pages of records and papers: one page for a record of any kind, for all roles."""

from projects.registry.views.explaining import explain_access, my_access
from projects.registry.views.fetching import require_right, visible_project, visible_record
from projects.registry.views.forms import form_list
from projects.registry.views.letters import letter_new, letter_numbers, letter_void, letters
from projects.registry.views.life import appoint_member, end_member, enter_next_stage
from projects.registry.views.papers import attach_paper, remove_paper
from projects.registry.views.pins import decide_pin, pin, pins
from projects.registry.views.pins import take_back as take_back_pin
from projects.registry.views.records import (
    discard_record,
    open_record,
    print_record,
    record,
    withdraw_record,
)
from projects.registry.views.shown import opinion_events, paper_files, route_steps

__all__ = [
    "appoint_member",
    "attach_paper",
    "decide_pin",
    "discard_record",
    "end_member",
    "enter_next_stage",
    "explain_access",
    "form_list",
    "letter_new",
    "letter_numbers",
    "letter_void",
    "letters",
    "my_access",
    "open_record",
    "opinion_events",
    "paper_files",
    "pin",
    "pins",
    "print_record",
    "record",
    "remove_paper",
    "require_right",
    "route_steps",
    "take_back_pin",
    "visible_project",
    "visible_record",
    "withdraw_record",
]
