"""What people fill in to sign in, and to keep units, accounts and posts."""

from approvals.organizations.forms.accounts import (
    CodeForm,
    PasswordForm,
    SignInForm,
)
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
from approvals.organizations.forms.units import MoveForm, UnitFilter, UnitForm
from approvals.organizations.forms.witness import WitnessForm

__all__ = [
    "AccountForm",
    "AppointmentForm",
    "CodeForm",
    "DelegationForm",
    "EndAppointmentForm",
    "KeyAnswerForm",
    "KeyForm",
    "KeyRemovalForm",
    "MoveForm",
    "PasswordForm",
    "PeopleFilter",
    "PostClaimForm",
    "PostForm",
    "SignInForm",
    "UnitFilter",
    "UnitForm",
    "UsernameField",
    "WitnessForm",
]
