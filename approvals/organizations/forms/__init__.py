"""What people fill in to sign in, and to keep units, accounts and posts."""

from approvals.organizations.forms.accounts import (
    CodeForm,
    PasswordForm,
    SignInForm,
)
from approvals.organizations.forms.handover import HandOverForm, TakersForm
from approvals.organizations.forms.importing import KINDS, ImportKind, UploadForm, cells_of
from approvals.organizations.forms.keys import (
    KeyAnswerForm,
    KeyForm,
    KeyRemovalForm,
    PostClaimForm,
)
from approvals.organizations.forms.people import (
    AccountForm,
    AppointmentForm,
    DelegationForm,
    EndAppointmentForm,
    PeopleFilter,
    PostForm,
    UsernameField,
)
from approvals.organizations.forms.seals import SealCertificateForm, WithdrawCertificateForm
from approvals.organizations.forms.units import (
    MoveForm,
    ReorganizationForm,
    UnitFilter,
    UnitForm,
)
from approvals.organizations.forms.witness import WitnessForm

__all__ = [
    "KINDS",
    "AccountForm",
    "AppointmentForm",
    "CodeForm",
    "DelegationForm",
    "EndAppointmentForm",
    "HandOverForm",
    "ImportKind",
    "KeyAnswerForm",
    "KeyForm",
    "KeyRemovalForm",
    "MoveForm",
    "PasswordForm",
    "PeopleFilter",
    "PostClaimForm",
    "PostForm",
    "ReorganizationForm",
    "SealCertificateForm",
    "SignInForm",
    "TakersForm",
    "UnitFilter",
    "UnitForm",
    "UploadForm",
    "UsernameField",
    "WithdrawCertificateForm",
    "WitnessForm",
    "cells_of",
]
