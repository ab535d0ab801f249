"""What stands at the end of a sheet: its papers, the waivers it rests on, and its basis."""

from collections.abc import Mapping, Sequence

from documents.sheets.shapes import Sheet
from documents.sheets.words import day_in_words

type Snapshot = Mapping[str, object]


def attachments_of(snapshot: Snapshot) -> tuple[str, ...]:
    """Name the papers by kind and file."""
    papers = items_of(snapshot.get("attachments"))
    return tuple(f"{paper.get('kind', '')}：{paper.get('name', '')}" for paper in papers)


def waivers_of(snapshot: Snapshot) -> tuple[str, ...]:
    """Say of each waiver from what, why, by whom and until when."""
    return tuple(_waiver(waiver) for waiver in items_of(snapshot.get("waivers")))


def basis_of(sheet: Sheet, snapshot: Snapshot) -> str:
    """Name the measures with their version, and the clauses that ask for the sheet."""
    rulebook = mapping_of(snapshot.get("rulebook"))
    clauses = [str(clause) for clause in _sequence_of(snapshot.get("basis"))]
    title = str(rulebook.get("title", ""))
    version = rulebook.get("version")
    edition = f"（第{version}版）" if version else ""
    named = [f"《{title}》{edition}"] if title else []
    return "；".join([*named, *clauses, *([sheet.basis] if sheet.basis else [])])


def _waiver(waiver: Mapping[str, object]) -> str:
    reason = str(waiver.get("reason", "")).rstrip("。；，")
    until = day_in_words(waiver.get("until", ""))
    return (
        f"豁免{waiver.get('clause', '')}“{waiver.get('quote', '')}”，理由：{reason}，"
        f"批准：{waiver.get('approver', '')}，有效期至{until}"
    )


def mapping_of(value: object) -> Mapping[str, object]:
    """Return what a snapshot keeps as an object, empty where it keeps nothing."""
    return value if isinstance(value, Mapping) else {}


def items_of(value: object) -> list[Mapping[str, object]]:
    """Return what a snapshot keeps as a list of objects."""
    return [item for item in _sequence_of(value) if isinstance(item, Mapping)]


def _sequence_of(value: object) -> Sequence[object]:
    return value if isinstance(value, list | tuple) else ()
