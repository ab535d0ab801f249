"""The forms of the to-do centre."""

from approvals.inbox.forms.batches import BatchForm
from approvals.inbox.forms.deciding import DecideForm
from approvals.inbox.forms.handling import (
    ASK,
    COPY,
    REASSIGN,
    BareForm,
    CopyForm,
    DemandForm,
    HandForm,
    OnceForm,
    PhraseForm,
    ReasonForm,
    WithdrawForm,
)
from approvals.inbox.forms.meetings import AgendaForm, MeetingForm, ResultsForm
from approvals.inbox.forms.queue import FilterBar, QueueFilterForm, SavedViewForm

__all__ = [
    "ASK",
    "COPY",
    "REASSIGN",
    "AgendaForm",
    "BareForm",
    "BatchForm",
    "CopyForm",
    "DecideForm",
    "DemandForm",
    "FilterBar",
    "HandForm",
    "MeetingForm",
    "OnceForm",
    "PhraseForm",
    "QueueFilterForm",
    "ReasonForm",
    "ResultsForm",
    "SavedViewForm",
    "WithdrawForm",
]
