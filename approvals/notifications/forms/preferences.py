"""How one wants to be told, event by event."""

from typing import Any

from django import forms

from approvals.notifications.models import NoticePreference
from approvals.notifications.shapes import EVENTS
from config.kernel.forms import UiForm


class PreferencesForm(UiForm):
    """One row for each event: mail at once, daily or never; message or not."""

    def __init__(self, *args: Any, current: dict[str, tuple[str, bool]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, event in EVENTS.items():
            mail, message = current[code]
            self.fields[f"mail_{code}"] = forms.ChoiceField(
                label=f"{event.label}：邮件", choices=NoticePreference.Mail.choices, initial=mail
            )
            self.fields[f"message_{code}"] = forms.BooleanField(
                label=f"{event.label}：即时消息", required=False, initial=message
            )

    def rows(self) -> list[dict[str, Any]]:
        """Return the rows as the page draws them."""
        return [
            {
                "event": event,
                "mail": self[f"mail_{code}"],
                "message": self[f"message_{code}"],
            }
            for code, event in EVENTS.items()
        ]

    def arguments(self) -> dict[str, Any]:
        """Hand over the wishes by event."""
        found = self.cleaned_data
        return {
            "wanted": {code: (found[f"mail_{code}"], found[f"message_{code}"]) for code in EVENTS}
        }
