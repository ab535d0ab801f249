"""Fields that read what people type and say in a sentence, by name, what is wrong with it."""

import unicodedata
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from config.kernel.credit_codes import credit_code_error, normalise_credit_code
from config.kernel.money import MoneyTextError, capital_amount, parse_money, wan_text
from config.kernel.texts import clean, clean_line

FIRST_DAY = date(1990, 1, 1)
LAST_DAY = date(2099, 12, 31)
DAY_FORMATS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日")


class Echoing(forms.Field):
    """A field whose value is repeated below in other words."""

    def echo(self, value: Any) -> str:
        """Say the value in other words; nothing where there is none."""
        try:
            found = self.to_python(value)
        except ValidationError:
            return ""
        return "" if found is None else self.words(found)

    def words(self, found: Any) -> str:
        """Say a value that was read."""
        return str(found)


class CleanCharField(forms.CharField):
    """One line of text; invisible characters go, rare characters and emoji stay."""

    def to_python(self, value: Any) -> str:
        """Clean before anything is checked."""
        return super().to_python("" if value is None else self.cleaned(str(value))) or ""

    def cleaned(self, text: str) -> str:
        """Make one line of it."""
        return clean_line(text)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Set no maxlength: a browser would cut what is pasted, silently."""
        return {
            name: value
            for name, value in super().widget_attrs(widget).items()
            if name not in {"maxlength", "minlength"}
        }


class CleanTextField(CleanCharField):
    """Text of several lines."""

    widget = forms.Textarea(attrs={"rows": 3})

    def __init__(self, *, max_length: int | None = 5000, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, strip=False, **kwargs)

    def cleaned(self, text: str) -> str:
        """Keep the lines."""
        return clean(text)


class SocialCreditCodeField(CleanCharField):
    """A unified social credit code (统一社会信用代码) with the right check character."""

    def to_python(self, value: Any) -> str:
        """Undo full-width digits, lower case and blanks."""
        return normalise_credit_code(super().to_python(value))

    def validate(self, value: str) -> None:
        """Refuse a code that cannot exist."""
        super().validate(value)
        if value and (error := credit_code_error(value)):
            raise ValidationError(error, code="invalid")


class MoneyField(Echoing):
    """An amount in yuan, or typed in 万元 with `in_wan`; never negative."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "num", "autocomplete": "off"})

    def __init__(
        self, *, in_wan: bool = False, at_least: Decimal = Decimal(0), **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.in_wan = in_wan
        self.at_least = at_least
        self.unit = "万元" if in_wan else "元"
        self.widget.attrs["data-unit"] = self.unit

    def to_python(self, value: Any) -> Decimal | None:
        """Read full-width digits, separators and units."""
        text = "" if value is None else clean_line(str(value))
        if not text:
            return None
        if isinstance(value, Decimal):
            return value
        try:
            return parse_money(text, in_wan=self.in_wan)
        except MoneyTextError as error:
            raise ValidationError(f"{self.label or ''}：{error}", code="invalid") from error

    def validate(self, value: Decimal | None) -> None:
        """Refuse an amount under the least."""
        super().validate(value)
        if value is not None and value < self.at_least:
            raise ValidationError(f"{self.label}不能少于 {self.at_least:,.2f} 元。", code="low")

    def prepare_value(self, value: Any) -> Any:
        """Show the stored yuan in the unit of the field."""
        if isinstance(value, Decimal):
            return wan_text(value).replace(",", "") if self.in_wan else f"{value:.2f}"
        return value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare amounts, not spellings."""
        try:
            return bool(self.to_python(data) != initial)
        except ValidationError:
            return True

    def words(self, found: Decimal) -> str:
        """Repeat the amount in 万元 and capital characters."""
        return f"{wan_text(found)} 万元，{capital_amount(found)}"


class DayField(Echoing, forms.DateField):
    """A day, by the browser's own calendar; Chinese and full-width spellings are read too."""

    def __init__(
        self, *, earliest: date = FIRST_DAY, latest: date = LAST_DAY, **kwargs: Any
    ) -> None:
        kwargs.setdefault("input_formats", DAY_FORMATS)
        kwargs.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        super().__init__(**kwargs)
        self.earliest = earliest
        self.latest = latest

    def to_python(self, value: Any) -> date | None:
        """Read the day as people write it."""
        return super().to_python(
            unicodedata.normalize("NFKC", clean_line(value)) if isinstance(value, str) else value
        )

    def validate(self, value: date | None) -> None:
        """Refuse a day outside the possible years."""
        super().validate(value)
        if value is not None and not self.earliest <= value <= self.latest:
            span = f"{self.earliest.isoformat()} 至 {self.latest.isoformat()}"
            raise ValidationError(f"{self.label}应在 {span} 之间，请核对年份。", code="range")

    def prepare_value(self, value: Any) -> Any:
        """Show a day that was typed in words in the one form a date control takes."""
        try:
            return self.to_python(value) or value
        except ValidationError:
            return value

    def words(self, found: date) -> str:
        """Repeat the day in Chinese, whatever language the browser shows it in."""
        return f"{found.year}年{found.month}月{found.day}日"


class CountField(forms.IntegerField):
    """A whole number, zero or more."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "num", "autocomplete": "off"})

    def __init__(self, *, unit: str = "", min_value: int = 0, **kwargs: Any) -> None:
        super().__init__(min_value=min_value, **kwargs)
        self.unit = unit

    def to_python(self, value: Any) -> int | None:
        """Read full-width digits and separators."""
        text = unicodedata.normalize("NFKC", clean_line(str(value))) if value is not None else ""
        return super().to_python(text.replace(",", ""))


class ChoiceRadio(forms.ChoiceField):
    """One of a few choices, all in sight."""

    widget = forms.RadioSelect


class YesNoField(forms.TypedChoiceField):
    """A question that must be answered; neither answer is preset."""

    widget = forms.RadioSelect

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=[("yes", "是"), ("no", "否")],
            coerce=lambda value: value == "yes",
            empty_value=None,
            **kwargs,
        )

    def prepare_value(self, value: Any) -> Any:
        """Show a stored answer."""
        return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value


def name_errors(field: forms.Field, label: str) -> None:
    """Let a field say by name what is wrong with it; messages of its own stay."""
    kind = type(field)
    standard: dict[str, Any] = {}
    for base in reversed(kind.__mro__):
        standard.update(getattr(base, "default_error_messages", {}))
    for code, message in _messages(field, label).items():
        if field.error_messages.get(code) is standard.get(code):
            field.error_messages[code] = message


def _messages(field: forms.Field, label: str) -> dict[str, str]:
    picks = isinstance(field, forms.ChoiceField)
    verb = "勾选" if isinstance(field, forms.BooleanField) else "选择" if picks else "填写"
    messages = {
        "required": f"请{verb}{label}。",
        "max_length": f"{label}最多 %(limit_value)d 字，现有 %(show_value)d 字，请删减。",
        "min_length": f"{label}至少 %(limit_value)d 字，现有 %(show_value)d 字，请补充。",
        "min_value": f"{label}不能小于 %(limit_value)s。",
        "max_value": f"{label}不能大于 %(limit_value)s。",
    }
    if picks:
        messages["invalid_choice"] = f"{label}没有这个选项，请重新选择。"
    elif isinstance(field, forms.DateField):
        messages["invalid"] = f"{label}不是有效的日期，请按 2026-03-05 的样式填写。"
    elif isinstance(field, forms.IntegerField | forms.DecimalField):
        messages["invalid"] = f"{label}应为数字。"
    return messages
