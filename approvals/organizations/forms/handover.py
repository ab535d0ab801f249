"""Handing over: who takes what, until when, why."""

from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from approvals.organizations.forms.people import PersonChoice, active_people
from approvals.organizations.holdings import Holding, kinds_held
from approvals.organizations.models import User
from config.kernel.forms import CleanCharField, DayField, UiForm

KEPT, ENDED = "", "end"
FIELD = "item_"


class TakersForm(UiForm):
    """The people who take over: one for all, or up to three."""

    taker = PersonChoice(
        label="接手人", queryset=User.objects.none(), required=False, empty_label="请选择"
    )
    second = PersonChoice(
        label="第二接手人", queryset=User.objects.none(), required=False, empty_label="没有"
    )
    third = PersonChoice(
        label="第三接手人", queryset=User.objects.none(), required=False, empty_label="没有"
    )

    def __init__(self, *args: Any, giver: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = active_people().exclude(pk=giver.pk)
        read = list(people)
        for field in self.fields.values():
            assert isinstance(field, PersonChoice)
            field.queryset = people
            shown = [(person.pk, field.label_from_instance(person)) for person in read]
            field.choices = [("", field.empty_label or ""), *shown]

    def takers(self) -> list[User]:
        """Return who was chosen, nobody twice."""
        if not self.is_valid():
            return []
        chosen = [self.cleaned_data[name] for name in ("taker", "second", "third")]
        return list({person.pk: person for person in chosen if person}.values())


class HandOverForm(UiForm):
    """One choice a thing: who takes it, that it ends, or that it stays."""

    last_day = DayField(
        label="最后一天",
        required=False,
        help_text="岗位交接的日期；不填则立即交接。",
    )
    reason = CleanCharField(label="事由", max_length=200, help_text="例如：调离本单位、退休。")
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, holdings: Sequence[Holding], takers: Sequence[User], **kwargs: Any
    ) -> None:
        self.holdings = list(holdings)
        self.takers = {str(taker.pk): taker for taker in takers}
        initial = {"seen": seal(holdings)} | (kwargs.pop("initial", None) or {})
        super().__init__(*args, initial=initial, **kwargs)
        for item in self.movable:
            self.fields[FIELD + item.key] = self._choice(item)

    @property
    def movable(self) -> list[Holding]:
        """What can be chosen for."""
        return [item for item in self.holdings if not item.follows]

    def _choice(self, item: Holding) -> forms.ChoiceField:
        takers = [] if item.only_ends else [(k, f"交给{p}") for k, p in self.takers.items()]
        ends = [] if item.must_move else [(ENDED, "终止，不移交")]
        first = takers[0][0] if takers else (ENDED if item.only_ends else KEPT)
        return forms.ChoiceField(
            label=item.label,
            choices=[*takers, *ends, (KEPT, "仍由本人负责")],
            required=False,
            initial=first,
        )

    def clean_seen(self) -> str:
        """Refuse a page whose list is no longer true."""
        if self.cleaned_data["seen"] != seal(self.holdings):
            raise ValidationError("名下事项在您打开页面之后有变化，请核对新的清单后再提交。")
        return str(self.cleaned_data["seen"])

    def arguments(self) -> dict[str, Any]:
        """Return who takes what; what stays is not named."""
        chosen = {item.key: self.cleaned_data[FIELD + item.key] for item in self.movable}
        last_day: date | None = self.cleaned_data["last_day"]
        return {
            "choices": {
                key: self.takers.get(value) for key, value in chosen.items() if value != KEPT
            },
            "last_day": last_day,
            "reason": self.cleaned_data["reason"],
        }

    def lines(self) -> list[dict[str, object]]:
        """Return the table: kind by kind, each thing with its field."""
        return [
            {
                "label": label,
                "items": [
                    (item, None if item.follows else self[FIELD + item.key]) for item in items
                ],
            }
            for label, items in kinds_held(self.holdings)
        ]


def seal(holdings: Sequence[Holding]) -> str:
    """Return a mark of a list, by which a page that is no longer true is noticed."""
    return sha256("\n".join(sorted(item.key for item in holdings)).encode()).hexdigest()[:32]
