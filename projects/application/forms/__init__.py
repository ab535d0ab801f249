"""Forms of the application stage; the sheets themselves come from their declarations."""

from projects.application.forms.calls import CallForm, CancelForm, LateAnswerForm, LateForm
from projects.application.forms.pages import (
    LIKE,
    LINES,
    AnswersForm,
    PageForm,
    RedLineForm,
    ReviewForm,
    StartForm,
    application_form,
    lines_from,
    readable_values,
    without_tables,
)
from projects.application.forms.red_lines import RedLineTermForm

__all__ = [
    "LIKE",
    "LINES",
    "AnswersForm",
    "CallForm",
    "CancelForm",
    "LateAnswerForm",
    "LateForm",
    "PageForm",
    "RedLineForm",
    "RedLineTermForm",
    "ReviewForm",
    "StartForm",
    "application_form",
    "lines_from",
    "readable_values",
    "without_tables",
]
