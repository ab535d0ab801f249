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
    KeyForm,
    PhraseForm,
    ReasonForm,
    WithdrawForm,
)
from approvals.inbox.forms.meetings import MeetingForm, ResultsForm
from approvals.inbox.forms.queue import QueueFilterForm

__all__ = [
    "ASK",
    "COPY",
    "REASSIGN",
    "BareForm",
    "BatchForm",
    "CopyForm",
    "DecideForm",
    "DemandForm",
    "HandForm",
    "KeyForm",
    "MeetingForm",
    "PhraseForm",
    "QueueFilterForm",
    "ReasonForm",
    "ResultsForm",
    "WithdrawForm",
]
