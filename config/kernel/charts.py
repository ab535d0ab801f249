"""Charts as SVG, drawn on the server: no script, real links, sharp in print.

Positions are percentages and there is no viewBox, so text keeps its size at every width.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from config.kernel.periods import add_months

BAR_STEP = 30
GANTT_STEP = 28
GANTT_TOP = 26
LABEL_WIDTH = 26.0
VALUE_WIDTH = 24.0
PLOT_HEIGHT = 180
MOST_MONTH_LABELS = 12
MONTHS_A_YEAR = 12
NICE_STEPS = (1, 2, 2.5, 5, 10)
GRID_LINES = 4


def share(part: Decimal | float, whole: Decimal | float) -> float:
    """Return part of whole in percent, between 0 and 100."""
    return max(0.0, min(100.0, float(part) / float(whole) * 100)) if whole else 0.0


def bar(part: Decimal | float, whole: Decimal | float, *, label: str, tint: str = "") -> SafeString:
    """Draw one thin progress bar."""
    width = f"{share(part, whole):.1f}"
    return format_html(
        '<svg class="bar {}" role="progressbar" aria-label="{}" aria-valuenow="{}" '
        'aria-valuemin="0" aria-valuemax="100"><rect width="{}%" height="6"/></svg>',
        tint,
        label,
        width,
        width,
    )


def bars(rows: Sequence[Mapping[str, Any]], *, label: str) -> SafeString:
    """Draw horizontal bars with their names and values; a funnel is bars in the order of stages."""
    most = max((row["value"] for row in rows), default=0)
    plot = 100 - LABEL_WIDTH - VALUE_WIDTH
    drawn = format_html_join(
        "", "{}", ((_bar_row(row, number, most, plot),) for number, row in enumerate(rows))
    )
    return format_html(
        '<svg class="ch" role="group" aria-label="{}" height="{}">{}</svg>',
        label,
        len(rows) * BAR_STEP + 4,
        drawn,
    )


def _bar_row(row: Mapping[str, Any], number: int, most: Decimal | float, plot: float) -> SafeString:
    top = number * BAR_STEP
    drawn = format_html(
        '<text class="l" x="{}%" dx="-8" y="{}" text-anchor="end">{}</text>'
        '<rect class="ground" x="{}%" y="{}" width="{}%" height="18" rx="2"/>'
        '<rect class="{}" x="{}%" y="{}" width="{}%" height="18" rx="2"/>'
        '<text x="100%" y="{}" text-anchor="end">{}</text>',
        LABEL_WIDTH,
        top + 18,
        row["label"],
        LABEL_WIDTH,
        top + 4,
        plot,
        row.get("tint") or "s1",
        LABEL_WIDTH,
        top + 4,
        f"{share(row['value'], most) / 100 * plot:.2f}",
        top + 18,
        row.get("text") or row["value"],
    )
    return _linked(drawn, row.get("href"))


def columns(stacks: Sequence[Mapping[str, Any]], *, label: str, unit: str = "") -> SafeString:
    """Draw stacked columns over a scale; each stack has a label and up to three values."""
    most = max((sum(map(float, stack["values"])) for stack in stacks), default=0.0)
    step = _nice_step(most)
    ceiling = step * max(1, -(-most // step)) if step else 1.0
    scale = format_html_join("", "{}", ((line,) for line in _scale(step, ceiling, unit)))
    drawn = format_html_join(
        "",
        "{}",
        ((_stack(stack, number, len(stacks), ceiling),) for number, stack in enumerate(stacks)),
    )
    return format_html(
        '<svg class="ch" role="group" aria-label="{}" height="{}">{}{}</svg>',
        label,
        PLOT_HEIGHT + 46,
        scale,
        drawn,
    )


def _nice_step(most: float) -> float:
    if most <= 0:
        return 0.0
    power = 10.0 ** (len(str(int(most))) - 1) / 10
    return next(
        power * factor * scale
        for scale in (1, 10)
        for factor in NICE_STEPS
        if power * factor * scale * GRID_LINES >= most
    )


def _scale(step: float, ceiling: float, unit: str) -> Iterator[SafeString]:
    value = 0.0
    while value <= ceiling:
        y = f"{20 + PLOT_HEIGHT * (1 - value / ceiling):.1f}"
        yield format_html(
            '<line class="g" x1="13%" x2="100%" y1="{}" y2="{}"/>'
            '<text class="axis" x="12%" y="{}" dy="4" text-anchor="end">{}{}</text>',
            y,
            y,
            y,
            f"{value:,.10g}",
            unit,
        )
        if not step:
            return
        value += step


def _stack(stack: Mapping[str, Any], number: int, count: int, ceiling: float) -> SafeString:
    slot = 87 / count
    left, width = 13 + slot * (number + 0.25), slot / 2
    top = 20.0 + PLOT_HEIGHT
    parts = []
    for series, value in enumerate(stack["values"], start=1):
        height = float(value) / ceiling * PLOT_HEIGHT
        top -= height
        parts.append((f"s{series}", f"{left:.2f}", f"{top:.1f}", f"{width:.2f}", f"{height:.1f}"))
    middle = f"{left + width / 2:.2f}"
    drawn = format_html(
        '{}<text x="{}%" y="{}" text-anchor="middle">{}</text>'
        '<text class="l" x="{}%" y="{}" text-anchor="middle">{}</text>',
        format_html_join("", '<rect class="{}" x="{}%" y="{}" width="{}%" height="{}"/>', parts),
        middle,
        f"{top - 6:.1f}",
        stack.get("text") or "",
        middle,
        PLOT_HEIGHT + 40,
        stack["label"],
    )
    return _linked(drawn, stack.get("href"))


def gantt(rows: Sequence[Mapping[str, Any]], *, today: date, label: str) -> SafeString:
    """Draw what was planned from when to when, how far it is, and the line of today."""
    if not rows:
        return SafeString("")
    first = min(row["starts_on"] for row in rows).replace(day=1)
    last = add_months(max(row["ends_on"] for row in rows).replace(day=1), 1)
    height = GANTT_TOP + len(rows) * GANTT_STEP + 24
    months = format_html_join("", "{}", ((m,) for m in _months(first, last, height)))
    drawn = format_html_join(
        "", "{}", ((_task(row, number, first, last),) for number, row in enumerate(rows))
    )
    return format_html(
        '<svg class="ch gantt" role="group" aria-label="{}" height="{}">{}{}{}</svg>',
        label,
        height,
        months,
        drawn,
        _today(today, first, last, height),
    )


def _place(day: date, first: date, last: date) -> float:
    plot = 100 - 16
    return 16 + plot * share((day - first).days, (last - first).days) / 100


def _months(first: date, last: date, height: int) -> Iterator[SafeString]:
    count = (last.year - first.year) * MONTHS_A_YEAR + last.month - first.month
    every = -(-count // MOST_MONTH_LABELS)
    for number in range(0, count, every):
        month = add_months(first, number)
        left, right = _place(month, first, last), _place(add_months(month, every), first, last)
        name = f"{month.month}月"
        if number == 0 or month.month <= every:
            name = f"{month.year % 100}年{name}"
        yield format_html(
            '<line class="g" x1="{}%" x2="{}%" y1="{}" y2="{}"/>'
            '<text class="axis" x="{}%" y="14" text-anchor="middle">{}</text>',
            f"{left:.2f}",
            f"{left:.2f}",
            GANTT_TOP - 4,
            height - 20,
            f"{(left + right) / 2:.2f}",
            name,
        )


def _task(row: Mapping[str, Any], number: int, first: date, last: date) -> SafeString:
    top = GANTT_TOP + number * GANTT_STEP
    left, right = _place(row["starts_on"], first, last), _place(row["ends_on"], first, last)
    width = max(right - left, 0.6)
    state = row.get("state") or "plan"
    done = width * share(row.get("share") or 0, 100) / 100 if state != "plan" else 0.0
    drawn = format_html(
        '<text class="l" x="0" y="{}">{}</text>'
        '<rect class="{}" x="{}%" y="{}" width="{}%" height="16" rx="2"/>'
        '<rect class="fin" x="{}%" y="{}" width="{}%" height="16" rx="2"/>',
        top + 17,
        row["label"],
        state,
        f"{left:.2f}",
        top + 5,
        f"{width:.2f}",
        f"{left:.2f}",
        top + 5,
        f"{done:.2f}",
    )
    return _linked(drawn, row.get("href"))


def _today(today: date, first: date, last: date, height: int) -> SafeString:
    if not first <= today <= last:
        return SafeString("")
    x = _place(today, first, last)
    anchor = "end" if x > 60 else "start"  # noqa: PLR2004 - the words turn away from the edge
    return format_html(
        '<line class="today" x1="{}%" x2="{}%" y1="{}" y2="{}"/>'
        '<text class="todaytext" x="{}%" dx="{}" y="{}" text-anchor="{}">今日 {}月{}日</text>',
        f"{x:.2f}",
        f"{x:.2f}",
        GANTT_TOP - 4,
        height - 4,
        f"{x:.2f}",
        -6 if anchor == "end" else 6,
        height - 6,
        anchor,
        today.month,
        today.day,
    )


def _linked(drawn: SafeString, href: str | None) -> SafeString:
    return format_html('<a href="{}">{}</a>', href, drawn) if href else drawn
