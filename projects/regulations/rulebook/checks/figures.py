"""Figures that cannot be right: bands with gaps and overlaps, shares beyond the whole, days."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise

from projects.regulations.rulebook.conditions import InSeason
from projects.regulations.rulebook.contents import Contents
from projects.regulations.rulebook.panels import Panel
from projects.regulations.rulebook.routes import Ballot
from projects.regulations.rulebook.scope import Band, BandSet
from projects.regulations.rulebook.tree import Place, said_in

HUNDRED = Decimal(100)
LEAP_YEAR = 2024


def gaps_and_overlaps(book: Contents) -> Iterator[tuple[Place, str]]:
    """Find figures that lie in no band or in two."""
    for number, bands in enumerate(book.bands):
        for at, words in faults_of(bands):
            yield ("bands", number, "bands", at), f"分档“{bands.label}”{words}"
    for number, sheet in enumerate(book.score_sheets):
        if sheet.grades:
            grades = BandSet.model_construct(
                code=sheet.code,
                label=sheet.label,
                bands=sheet.grades,
                starts_at=Decimal(0),
                gaps_allowed=False,
                is_money=False,
            )
            for at, words in faults_of(grades, ends_at=sheet.total):
                place = ("score_sheets", number, "grades", at)
                yield place, f"评分表“{sheet.label}”的等级{words}"


def faults_of(bands: BandSet, ends_at: Decimal | None = None) -> Iterator[tuple[int, str]]:
    """Find the gaps and overlaps of bands, each with the number of the band it is told at."""
    order = sorted(range(len(bands.bands)), key=lambda n: _low_end(bands.bands[n]))
    first, last = bands.bands[order[0]], bands.bands[order[-1]]
    unit = "元" if bands.is_money else ""
    begins = first.lower.value if first.lower else bands.starts_at
    if not bands.gaps_allowed and not first.holds(bands.starts_at) and begins >= bands.starts_at:
        yield order[0], f"有空档：{_figure(bands.starts_at)}{unit}不属于任何一档。"
    for one, other in pairwise(order):
        words = _between(bands.bands[one], bands.bands[other], unit)
        if words and not (bands.gaps_allowed and words.startswith("有空档")):
            yield other, words
    reaches = last.upper is None or (ends_at is not None and last.holds(ends_at))
    if last.upper is not None and not reaches and not bands.gaps_allowed:
        yield order[-1], f"有空档：{_figure(last.upper.value)}{unit}以上的没有规定。"


def _low_end(band: Band) -> tuple[bool, Decimal, bool]:
    low = band.lower
    return (low is not None, low.value if low else Decimal(0), low is not None and not low.counts)


def _between(one: Band, other: Band, unit: str) -> str:
    """Say what lies between two bands that follow each other, or in both."""
    high, low = one.upper, other.lower
    if high is None or low is None:
        return f"有重叠：“{one.label}”和“{other.label}”没有分开。"
    if high.value < low.value:
        span = f"{_figure(high.value)}{unit}到{_figure(low.value)}{unit}之间"
        return f"有空档：{span}不属于任何一档。"
    if high.value > low.value:
        span = f"{_figure(low.value)}{unit}到{_figure(high.value)}{unit}之间"
        return f"有重叠：{span}同时属于“{one.label}”和“{other.label}”。"
    figure = f"{_figure(high.value)}{unit}"
    if high.counts and low.counts:
        return f"有重叠：恰好{figure}同时属于“{one.label}”和“{other.label}”。"
    if not high.counts and not low.counts:
        return f"有空档：恰好{figure}不属于任何一档。"
    return ""


def _figure(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def impossible_shares(book: Contents) -> Iterator[tuple[Place, str]]:
    """Find shares of more than everything, and panels that nobody can form."""
    for place, piece in book.pieces:
        if isinstance(piece, Ballot) and piece.percent > HUNDRED:
            yield (*place, "percent"), "同意票比例超过100%。"
        if isinstance(piece, Panel):
            yield from _panel(place, piece)


def _panel(place: Place, panel: Panel) -> Iterator[tuple[Place, str]]:
    most = panel.at_most
    if most is not None and most < panel.at_least:
        yield (*place, "at_most"), f"评审组“{panel.label}”的最多人数少于最少人数。"
    if panel.is_odd and most == panel.at_least and most % 2 == 0:
        yield (*place, "is_odd"), f"评审组“{panel.label}”固定为{most}人，不可能是单数。"
    if panel.attendance is not None and panel.attendance > HUNDRED:
        yield (*place, "attendance"), f"评审组“{panel.label}”的到会比例超过100%。"
    for number, share in enumerate(panel.shares):
        if share.percent is not None and share.percent > HUNDRED:
            yield (*place, "shares", number, "percent"), f"“{share.label}”的比例超过100%。"
        if most is not None and share.at_least > most:
            where = (*place, "shares", number, "at_least")
            yield where, f"“{share.label}”的人数多于评审组的最多人数。"


def impossible_days(book: Contents) -> Iterator[tuple[Place, str]]:
    """Find days that no year has, and periods that end before they begin."""
    for place, piece in book.pieces:
        for field in ("first", "last") if isinstance(piece, InSeason) else ("due_day",):
            text = said_in(piece, field)
            if isinstance(text, str) and not _is_day(text):
                yield (*place, field), f"没有{text}这一天。"
    begins, ends = book.effective_on, book.expires_on
    if begins is not None and ends is not None and ends < begins:
        yield ("expires_on",), "失效日期早于施行日期。"
    for number, duty in enumerate(book.recurring):
        if duty.due_day is not None and duty.every != "YEAR":
            yield ("recurring", number, "due_day"), "固定日期只用于按年的义务。"


def _is_day(text: str) -> bool:
    month, day = map(int, text.split("-"))
    try:
        date(LEAP_YEAR, month, day)
    except ValueError:
        return False
    return True
