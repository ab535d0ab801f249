"""One opinion under many tasks."""

from typing import Any
from uuid import UUID, uuid5

from django import forms

from approvals.flows.models import ApprovalTask
from approvals.inbox.forms.handling import OnceForm
from config.kernel.forms import CleanTextField


class BatchForm(OnceForm):
    """Which tasks to agree to, with one opinion; each keeps the version that was seen."""

    opinion = CleanTextField(
        label="意见", initial="同意。", max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )

    @classmethod
    def blank(cls) -> "BatchForm":
        """Return an empty form with a key of its own."""
        return cls(initial={"opinion": "同意。"})

    @property
    def chosen(self) -> dict[int, int]:
        """The tasks ticked, each with the version that was seen."""
        pairs = (str(value).partition("-") for value in self._ticked())
        return {int(pk): int(seen) for pk, _, seen in pairs if pk.isdigit() and seen.isdigit()}

    def _ticked(self) -> list[Any]:
        getlist = getattr(self.data, "getlist", None)
        return list(getlist("task")) if getlist else []

    def key_of(self, task: ApprovalTask) -> UUID | None:
        """Return the key of one task in this form, the same whenever the form is sent."""
        key = self.cleaned_data.get("form_key")
        return uuid5(key, str(task.pk)) if key else None
