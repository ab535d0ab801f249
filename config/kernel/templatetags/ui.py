"""Filters and tags for every page: icons, statuses, amounts, days, charts.

A built-in library (no `load`). All of it is plain string work, without localisation machinery,
because tables call it for every cell.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.forms import BoundField
from django.template.loader import get_template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from config.kernel import charts
from config.kernel.addresses import address_of
from config.kernel.money import CENT, capital_amount, wan_text, yuan_text
from config.kernel.verdicts import Strength

register = template.Library()

TINTS = ("ok", "warn", "bad", "info", "mute")
TINT_ICONS = {
    "ok": "check",
    "warn": "clock",
    "bad": "alert-triangle",
    "info": "circle-dot",
    "mute": "circle-dashed",
}
MESSAGE_TINTS = {"success": "ok", "warning": "warn", "error": "bad", "info": "info"}
ALERT_ICONS = {"ok": "circle-check", "warn": "alert-triangle", "bad": "alert-circle"}
STRENGTH_LOOKS = {
    Strength.BLOCK: ("bad", "x"),
    Strength.WAIVABLE: ("warn", "alert-triangle"),
    Strength.ADVICE: ("info", "info-circle"),
}
WEEKDAYS = "一二三四五六日"


@lru_cache(maxsize=512)
def icon_html(name: str, css: str = "") -> SafeString:
    """Draw one icon of the sprite; decorative, so the word must stand beside it."""
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>',
        f"i {css}".strip(),
        static("icons.svg"),
        name,
    )


@register.simple_tag
def component(name: str, **facts: object) -> SafeString:
    """Include a component that depends on nothing but these facts, which can be compared.

    The same facts are drawn once in a process, for all pages: what frames a page seldom changes.
    """
    return _component(name, tuple(facts.items()))


@lru_cache(maxsize=1024)
def _component(name: str, facts: tuple[tuple[str, object], ...]) -> SafeString:
    return SafeString(get_template(name).render(dict(facts)))


@register.simple_tag
def address(name: str) -> str:
    """Return where a page without arguments is; `url` looks it up anew each time."""
    return address_of(name)


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """Draw an icon: `{% icon "check" %}`, `{% icon "check" "ok" %}`."""
    return icon_html(name, css)


@register.simple_tag
def status(label: object, tint: str = "mute", icon_name: str = "") -> SafeString:
    """Show a status as icon, word and tint: `{% status "超期" "bad" %}`."""
    known = tint if tint in TINTS else "mute"
    return format_html(
        '<span class="st {}">{}{}</span>',
        known,
        icon_html(icon_name or TINT_ICONS[known]),
        label,
    )


@register.filter
def wan(amount: Decimal | None) -> str:
    """Show yuan as 万元, e.g. 1,268.40; nothing stays a dash."""
    return "—" if amount in {None, ""} else wan_text(Decimal(amount or 0))


@register.filter
def yuan(amount: Decimal | None) -> str:
    """Show yuan with separators, e.g. 1,234.50; nothing stays a dash."""
    return "—" if amount in {None, ""} else yuan_text(Decimal(amount or 0))


@register.filter
def capital(amount: Decimal | None) -> str:
    """Write an amount in capital characters (大写金额); nothing where there is no amount."""
    return "" if amount in {None, ""} else capital_amount(Decimal(amount or 0).quantize(CENT))


@register.filter
def percent(part: Decimal | float | None, whole: Decimal | float | None = 1) -> str:
    """Show a share, e.g. 56.7%; without a whole a dash."""
    if part is None or not whole:
        return "—"
    return f"{Decimal(part) / Decimal(whole) * 100:.1f}%"


@register.filter
def cn_date(day: date | datetime | None) -> str:
    """Write a day as 2026年3月5日; nothing stays a dash."""
    if not day:
        return "—"
    local = _day(day)
    return f"{local.year}年{local.month}月{local.day}日"


@register.filter
def cn_day(day: date | datetime | None) -> str:
    """Write a day of this year's talk, e.g. 3月5日（星期四）."""
    if not day:
        return "—"
    local = _day(day)
    return f"{local.month}月{local.day}日（星期{WEEKDAYS[local.weekday()]}）"


@register.filter
def iso_date(day: date | datetime | None) -> str:
    """Write a day as 2026-03-05, for columns."""
    return _day(day).isoformat() if day else "—"


@register.filter
def cn_time(moment: datetime | None) -> str:
    """Write a moment as 2026-03-05 14:32, local time."""
    return f"{localtime(moment):%Y-%m-%d %H:%M}" if moment else "—"


@register.filter
def workdays_word(days: int | None) -> str:
    """Name a number of working days, e.g. 3个工作日."""
    return "—" if days is None else f"{days}个工作日"


@register.filter
def file_size(size: int | None) -> str:
    """Show a size as people read it, e.g. 1.2 MB."""
    if size is None:
        return "—"
    for unit, step in (("MB", 1 << 20), ("kB", 1 << 10)):
        if size >= step:
            return f"{size / step:,.1f} {unit}"
    return f"{size} 字节"


@register.filter
def message_tint(level: str) -> str:
    """Turn the level of a message into a tint."""
    return MESSAGE_TINTS.get(level, "info")


@register.filter
def alert_icon(tint: str) -> str:
    """Choose the icon of an alert by its tint."""
    return ALERT_ICONS.get(tint, "info-circle")


@register.filter
def signed_wan(amount: Decimal) -> str:
    """Show a difference in 万元 with its sign, e.g. +12.00 or −30.20."""
    if not amount:
        return "0.00"
    return f"{'+' if amount > 0 else '−'}{wan_text(abs(amount))}"


@register.filter
def strength_tint(strength: Strength) -> str:
    """Tint a refusal by how hard it binds."""
    return STRENGTH_LOOKS[strength][0]


@register.filter
def strength_icon(strength: Strength) -> str:
    """Choose the icon of a refusal by how hard it binds."""
    return STRENGTH_LOOKS[strength][1]


@register.simple_tag
def cell(field: BoundField, row: int) -> SafeString:
    """Draw a field in a table row, named for those who do not see the head of the column."""
    return field.as_widget(attrs={"aria-label": f"第 {row} 行{field.label}"})


@register.simple_tag
def svg_bar(
    part: Decimal | float, whole: Decimal | float, label: str, tint: str = ""
) -> SafeString:
    """Draw a progress bar: `{% svg_bar paid contracted "已支付" %}`."""
    return charts.bar(part, whole, label=label, tint=tint)


@register.simple_tag
def bar_chart(rows: Sequence[Mapping[str, Any]], label: str) -> SafeString:
    """Draw horizontal bars; rows of label, value, and optionally text, href, tint."""
    return charts.bars(rows, label=label)


@register.simple_tag
def column_chart(columns: Sequence[Mapping[str, Any]], label: str, unit: str = "") -> SafeString:
    """Draw stacked columns; columns of label and up to three values, and optionally text."""
    return charts.columns(columns, label=label, unit=unit)


@register.simple_tag
def gantt(rows: Sequence[Mapping[str, Any]], today: date, label: str) -> SafeString:
    """Draw a Gantt chart; rows of label, starts_on, ends_on, and optionally share, state, href."""
    return charts.gantt(rows, today=today, label=label)


def _day(day: date | datetime) -> date:
    return localtime(day).date() if isinstance(day, datetime) else day
