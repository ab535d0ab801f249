"""What changed between two frozen states of one sheet, box by box and in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from documents.sheets import carried
from documents.sheets.layout import PrintLayout, lay_out
from documents.sheets.words import in_words

NOTHING = "（空）"


@dataclass(frozen=True, slots=True)
class Difference:
    """One box that no longer says what it said."""

    label: str
    before: str
    after: str


def differences(
    code: str, older: Mapping[str, object], newer: Mapping[str, object]
) -> list[Difference]:
    """Compare two snapshots of a sheet, each read by the declaration that it was made with."""
    return [
        Difference(label, before or NOTHING, after or NOTHING)
        for label, before, after in _compared(code, older, newer)
        if before != after
    ]


def _compared(
    code: str, older: Mapping[str, object], newer: Mapping[str, object]
) -> Iterator[tuple[str, str, str]]:
    before, after = _boxes(code, older), _boxes(code, newer)
    for label in dict.fromkeys([*before, *after]):
        yield label, before.get(label, ""), after.get(label, "")
    was, now = (_around(lay_out(carried.sheet_of(code, one), one)) for one in (older, newer))
    for label in was:
        yield label, was[label], now[label]


def _boxes(code: str, snapshot: Mapping[str, object]) -> dict[str, str]:
    values = snapshot.get("values")
    known: Mapping[str, object] = values if isinstance(values, Mapping) else {}
    return {
        field.label: in_words(field, known.get(field.code))
        for field in carried.sheet_of(code, snapshot).fields()
    }


def _around(layout: PrintLayout) -> dict[str, str]:
    signed = (
        f"{one.role} {one.opinion} {one.signer} {one.signed_on}".strip()
        for one in layout.signatures
        if one.signer
    )
    return {
        "文件编号": layout.number,
        "版本": layout.version,
        "密级": layout.classification,
        "项目名称": layout.project,
        "审签意见": "；".join(signed),
        "附件": "；".join(layout.attachments),
        "豁免": "；".join(layout.waivers),
        "依据条款": layout.basis,
    }
