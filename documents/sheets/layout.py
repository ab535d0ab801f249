"""A filled sheet laid out once, for paper, workbook and page alike.

What is said where is decided here; how it looks is decided by whoever draws it. So PDF and
workbook cannot say different things.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from documents.sheets.endings import (
    attachments_of,
    basis_of,
    items_of,
    mapping_of,
    waivers_of,
)
from documents.sheets.letters import Letter, letter_of
from documents.sheets.shapes import Block, Field, FieldKind, Sheet, SignOff
from documents.sheets.widths import widths_of
from documents.sheets.words import (
    as_printed,
    day_in_words,
    in_cell,
    is_blank_row,
    moment_in_words,
    rows_of,
)

NOTHING = "无"
BLANK_ROWS = 2


@dataclass(frozen=True, slots=True)
class Pair:
    """A label and what stands beside it."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class PairRow:
    """One or two pairs beside each other; one alone takes the whole width."""

    pairs: tuple[Pair, ...]
    is_long: bool = False
    is_table: bool = False

    @property
    def is_single(self) -> bool:
        """Whether one pair stands alone."""
        return len(self.pairs) == 1


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column."""

    label: str
    is_figure: bool
    width: int


@dataclass(frozen=True, slots=True)
class GridRow:
    """A table within a block."""

    label: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    is_long: bool = False
    is_table: bool = True

    @property
    def span(self) -> int:
        """How many columns there are, with the running number."""
        return len(self.columns) + 1

    @property
    def cells(self) -> tuple[tuple[tuple[str, bool], ...], ...]:
        """The rows, each cell with whether it is a figure."""
        return tuple(
            tuple((text, column.is_figure) for text, column in zip(row, self.columns, strict=True))
            for row in self.rows
        )


@dataclass(frozen=True, slots=True)
class RowGroup:
    """Rows of one shape that follow each other."""

    is_table: bool
    rows: tuple[PairRow | GridRow, ...]


@dataclass(frozen=True, slots=True)
class LaidBlock:
    """A block with its rows."""

    title: str
    rows: tuple[PairRow | GridRow, ...]
    note: str

    @property
    def groups(self) -> "list[RowGroup]":
        """Neighbouring rows of pairs together, each grid alone: what is drawn as one table."""
        return [
            RowGroup(is_table, tuple(rows))
            for is_table, rows in groupby(self.rows, key=lambda row: row.is_table)
        ]


@dataclass(frozen=True, slots=True)
class Signature:
    """A row to sign in: empty, or filled from an opinion."""

    role: str
    verdict: str = ""
    text: str = ""
    signer: str = ""
    signed_on: str = ""

    @property
    def opinion(self) -> str:
        """Verdict and words in one line."""
        return "：".join(part for part in (self.verdict, self.text) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintLayout:
    """A whole sheet, ready to be drawn."""

    title: str
    number: str
    version: str
    classification: str
    project: str
    project_number: str
    unit: str
    blocks: tuple[LaidBlock, ...]
    signatures: tuple[Signature, ...]
    attachments: tuple[str, ...]
    waivers: tuple[str, ...]
    basis: str
    printed_at: str
    verification_code: str
    verification_url: str
    landscape: bool
    letter: Letter | None = None

    def texts(self) -> Iterator[str]:
        """Walk through everything that a print must show."""
        if self.letter is not None:
            yield from self.letter.texts()
            yield self.verification_code
            return
        yield from (self.title, self.number, self.classification, self.project, self.basis)
        for block in self.blocks:
            yield block.title
            for row in block.rows:
                yield from _texts_of(row)
            yield block.note
        for signature in self.signatures:
            yield from (signature.role, signature.opinion, signature.signer, signature.signed_on)
        yield from (*self.attachments, *self.waivers)
        yield from (self.printed_at, self.verification_code)


def lay_out(
    sheet: Sheet,
    snapshot: Mapping[str, object],
    *,
    verification_code: str = "",
    verification_url: str = "",
) -> PrintLayout:
    """Lay out a sheet from its snapshot."""
    values = mapping_of(snapshot.get("values"))
    project = mapping_of(snapshot.get("project"))
    return PrintLayout(
        title=sheet.title,
        number=str(snapshot.get("number", "")),
        version=f"第{snapshot.get('template_version', sheet.template_version)}版",
        classification=str(snapshot.get("classification", "")),
        project=str(project.get("name", "")),
        project_number=str(project.get("number", "")),
        unit=str(project.get("unit", "")),
        blocks=tuple(_block(block, values) for block in sheet.blocks),
        signatures=tuple(_signatures(sheet.sign_offs, items_of(snapshot.get("opinions")))),
        attachments=attachments_of(snapshot),
        waivers=waivers_of(snapshot),
        basis=basis_of(sheet, snapshot),
        printed_at=moment_in_words(str(snapshot.get("frozen_at", ""))),
        verification_code=verification_code,
        verification_url=verification_url,
        landscape=sheet.landscape,
        letter=letter_of(sheet, values, str(snapshot.get("number", ""))),
    )


def _block(block: Block, values: Mapping[str, object]) -> LaidBlock:
    return LaidBlock(block.title, tuple(_rows(block.fields, values)), block.note)


def _rows(fields: Sequence[Field], values: Mapping[str, object]) -> Iterator[PairRow | GridRow]:
    waiting: list[Pair] = []
    for field in fields:
        if not field.is_wide:
            waiting.append(Pair(field.full_label, as_printed(field, values.get(field.code))))
            if len(waiting) == 2:  # noqa: PLR2004 - two pairs beside each other
                yield PairRow(tuple(waiting))
                waiting = []
            continue
        if waiting:
            yield PairRow(tuple(waiting))
            waiting = []
        yield _wide_row(field, values.get(field.code))
    if waiting:
        yield PairRow(tuple(waiting))


def _wide_row(field: Field, value: object) -> PairRow | GridRow:
    if field.is_table:
        return _grid(field, value)
    pair = Pair(field.full_label, as_printed(field, value))
    return PairRow((pair,), is_long=field.kind is FieldKind.LONG_TEXT)


def _grid(field: Field, value: object) -> GridRow:
    filled = [row for row in rows_of(value) if not is_blank_row(row)] or [
        {field.columns[0].code: first} for first in field.rows
    ]
    rows = [
        tuple(in_cell(column, row.get(column.code)) for column in field.columns) for row in filled
    ]
    if not rows:
        rows = [(NOTHING, *("" for _ in field.columns[1:]))]
    columns = tuple(
        Column(column.full_label, column.is_figure, width)
        for column, width in zip(field.columns, widths_of(field.columns, rows), strict=True)
    )
    return GridRow(field.label, columns, tuple(rows))


def _signatures(
    sign_offs: Sequence[SignOff], opinions: Sequence[Mapping[str, object]]
) -> Iterator[Signature]:
    places = {sign_off.step for sign_off in sign_offs}
    for sign_off in sign_offs:
        given = [opinion for opinion in opinions if opinion.get("step") == sign_off.step]
        if not given:
            yield Signature(sign_off.role_label)
        for opinion in given:
            yield _signature(sign_off.role_label, opinion)
    for opinion in opinions:
        # Sending it is on record as well, but nobody signs for that.
        if opinion.get("step") and opinion["step"] not in places:
            yield _signature(str(opinion.get("step_label", "")), opinion)


def _signature(role: str, opinion: Mapping[str, object]) -> Signature:
    signer = "　".join(
        str(part) for key in ("unit", "post", "name") if (part := opinion.get(key, ""))
    )
    return Signature(
        role,
        verdict=str(opinion.get("verdict_label", "")),
        text=str(opinion.get("text", "")),
        signer=signer,
        signed_on=day_in_words(opinion["date"]) if opinion.get("date") else "",
    )


def _texts_of(row: PairRow | GridRow) -> Iterator[str]:
    if isinstance(row, PairRow):
        for pair in row.pairs:
            yield from (pair.label, pair.value)
        return
    yield row.label
    yield from (column.label for column in row.columns)
    for cells in row.rows:
        yield from cells
