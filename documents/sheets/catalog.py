"""All sheets by their code."""

from importlib import import_module
from pathlib import Path

from documents.sheets.shapes import Sheet

_sheets: dict[str, Sheet] = {}


def load() -> None:
    """Declare the sheets of this app; whoever needs them all before it is ready may ask too."""
    for module in sorted(Path(__file__).parent.glob("declared_*.py")):
        import_module(f"documents.sheets.{module.stem}")


def register(*sheets: Sheet) -> None:
    """Make sheets known; codes of sheets and of the boxes in one sheet are unique."""
    for sheet in sheets:
        if sheet.code in _sheets:
            raise ValueError(f"Sheet {sheet.code!r} is registered twice.")
        codes = [field.code for field in sheet.fields()]
        if twice := {code for code in codes if codes.count(code) > 1}:
            raise ValueError(f"Sheet {sheet.code!r} has two boxes {sorted(twice)}.")
        _sheets[sheet.code] = sheet


def get(code: str) -> Sheet:
    """Return a sheet; `KeyError` if nobody registered it."""
    return _sheets[code]


def all() -> tuple[Sheet, ...]:  # noqa: A001 - reads `catalog.all()`
    """Return every sheet."""
    return tuple(_sheets.values())
