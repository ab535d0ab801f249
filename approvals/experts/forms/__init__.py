"""The forms of the pool and of reviews."""

from approvals.experts.forms.pool import (
    ExpertForm,
    FieldForm,
    NewExpertForm,
    NewFieldForm,
    PoolFilter,
    ReasonForm,
    TieForm,
)
from approvals.experts.forms.reviews import (
    ConclusionForm,
    ConveneForm,
    DeadlineForm,
    DeclarationForm,
    RefillForm,
    ReleaseForm,
    ScoresForm,
)

__all__ = [
    "ConclusionForm",
    "ConveneForm",
    "DeadlineForm",
    "DeclarationForm",
    "ExpertForm",
    "FieldForm",
    "NewExpertForm",
    "NewFieldForm",
    "PoolFilter",
    "ReasonForm",
    "RefillForm",
    "ReleaseForm",
    "ScoresForm",
    "TieForm",
]
