"""What a page that came too late would have overwritten, box by box."""

from collections.abc import Mapping
from itertools import takewhile

from config.kernel.verdicts import StaleVersionError
from documents.sheets.shapes import Sheet
from documents.sheets.words import in_words
from projects.registry import kinds
from projects.registry.models import Record
from projects.registry.snapshots import plain

MOST, LONGEST, RUN_UP = 8, 40, 6
NOTHING = "空白"


def require_seen(fresh: Record, version: int, entered: Mapping[str, object], *more: str) -> None:
    """Raise `StaleVersionError` unless the page was true, naming each box that says otherwise."""
    try:
        fresh.require_version(version)
    except StaleVersionError as stale:
        sheet, now = kinds.sheet_of(fresh), kinds.values_of(fresh)
        changes = (*differences(sheet, now, entered), *more)
        raise StaleVersionError(stale.message, changes=changes) from None


def differences(
    sheet: Sheet, now: Mapping[str, object], entered: Mapping[str, object]
) -> tuple[str, ...]:
    """Say of each box of a page that differs what stands there now and what was typed."""
    told = []
    for box in sheet.fields():
        if box.computed or box.code not in entered or box.code not in now:
            continue
        stored, typed = (in_words(box, plain(values[box.code])) for values in (now, entered))
        if stored != typed:
            stored, typed = excerpts(stored, typed)
            told.append(f"“{box.label}”现在是{stored}，您填写的是{typed}。")
    if len(told) > MOST:
        told = [*told[:MOST], f"另有{len(told) - MOST}处不同。"]
    return tuple(told)


def excerpts(one: str, other: str) -> tuple[str, str]:
    """Return both texts short enough to compare, from shortly before they part."""
    common = sum(
        1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    )
    start = common - RUN_UP if max(len(one), len(other)) > LONGEST and common > RUN_UP else 0
    return _excerpt(one, start), _excerpt(other, start)


def _excerpt(text: str, start: int) -> str:
    if not text:
        return NOTHING
    part = text[start : start + LONGEST]
    before, after = "…" if start else "", "…" if start + LONGEST < len(text) else ""
    return f"“{before}{part}{after}”"
