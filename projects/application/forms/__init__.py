"""Forms of the application stage; the sheets themselves come from their declarations."""

from projects.application.forms.calls import CallForm, CancelForm, LateAnswerForm, LateForm
from projects.application.forms.pages import (
    LIKE,
    LINES,
    AnswersForm,
    PageForm,
    ReviewForm,
    StartForm,
    application_form,
    lines_from,
    readable_values,
    without_tables,
)

__all__ = [
    "LIKE",
    "LINES",
    "AnswersForm",
    "CallForm",
    "CancelForm",
    "LateAnswerForm",
    "LateForm",
    "PageForm",
    "ReviewForm",
    "StartForm",
    "application_form",
    "lines_from",
    "readable_values",
    "without_tables",
]
