"""Every declared sheet, from its boxes to paper and workbook."""

import io
from collections.abc import Iterator

import openpyxl
import pytest
from django.http import QueryDict

from documents.forms import build_form, sheet_errors
from documents.rendering import sheet_pdf
from documents.sheets import catalog
from documents.sheets.layout import GridRow, PrintLayout, lay_out
from documents.sheets.shapes import Field, FieldKind, Sheet
from documents.spreadsheets import sheet_workbook
from tests.documents.pdf_text import text_of
from tests.documents.samples import snapshot_of, values_of

CODES = [sheet.code for sheet in catalog.all()]
NEEDED = {
    "requirement_application",
    "appraisal",
    "test_report",
    "trial_operation",
    "final_acceptance",
    "requirement_change",
    "initiation",
    "change_request",
    "final_accounts",
    "annual_plan",
    "risk_register",
    "contract",
    "progress_report",
    "appropriation",
    "payment",
    "information_system",
    "maintenance_record",
    "performance_targets",
    "self_evaluation",
    "evaluation",
    "archive",
    "standing_change",
    "requirement_specification",
    "design_scheme",
    "test_scheme",
    "user_trial_report",
    "budget_application",
    "startup_application",
    "task_book",
    "work_plan",
    "authorization",
    "feasibility_study",
    "crypto_scheme",
    "summary_report",
    "record_filing",
    "demand_request",
    "expert_argument",
    "score_summary",
    "termination_review",
    "acceptance_package",
    "acceptance_report",
    "rectification_report",
}


@pytest.fixture(params=CODES)
def sheet(request: pytest.FixtureRequest) -> Sheet:
    found: Sheet = catalog.get(request.param)
    return found


@pytest.fixture
def layout(sheet: Sheet) -> PrintLayout:
    return lay_out(
        sheet,
        snapshot_of(sheet),
        verification_code="7K2M-QX4D-9RTB-HWZ3",
        verification_url="/verify/7K2M-QX4D-9RTB-HWZ3/",
    )


def joined(text: str) -> str:
    return "".join(text.split())


def cell_texts(content: bytes) -> Iterator[str]:
    page = openpyxl.load_workbook(io.BytesIO(content)).active
    assert page is not None
    for row in page.iter_rows():
        for cell in row:
            if isinstance(cell.value, int | float):
                yield shown(cell.value, cell.number_format)
            elif cell.value is not None:
                yield str(cell.value)


def shown(value: float, number_format: str) -> str:
    """Show a number as the workbook does, for the formats we write."""
    decimals = len(number_format.partition(".")[2])
    return f"{value:,.{decimals}f}" if "," in number_format else f"{value:.{decimals}f}"


def test_every_form_of_the_regulations_is_declared() -> None:
    assert set(CODES) >= NEEDED


def test_the_same_stands_on_paper_in_the_workbook_and_in_the_snapshot(
    layout: PrintLayout,
) -> None:
    paper = text_of(sheet_pdf(layout))
    workbook = joined("".join(cell_texts(sheet_workbook(layout))))

    for text in map(joined, layout.texts()):
        assert text in paper
        assert text in workbook


def test_each_entered_value_is_laid_out(sheet: Sheet, layout: PrintLayout) -> None:
    said = joined("".join(layout.texts()))

    for field in sheet.fields():
        for text in entered_texts(field, values_of(sheet)[field.code]):
            assert joined(text) in said, field.code


def entered_texts(field: Field, value: object) -> Iterator[str]:
    if isinstance(value, list) and field.is_table:
        for row in value:
            for column in field.columns:
                yield from entered_texts(column, row[column.code])
    elif field.kind in {FieldKind.TEXT, FieldKind.LONG_TEXT, FieldKind.PERSON, FieldKind.UNIT}:
        yield str(value)


@pytest.mark.parametrize("code", ["payment", "annual_plan"])
def test_a_print_is_the_same_to_the_byte(code: str) -> None:
    layout = lay_out(catalog.get(code), snapshot_of(catalog.get(code)))

    assert sheet_pdf(layout) == sheet_pdf(layout)


def posted(sheet: Sheet) -> QueryDict:
    """Post a full sheet as a browser would."""
    data = QueryDict(mutable=True)
    for field in sheet.fields():
        value = values_of(sheet)[field.code]
        if not field.is_table:
            post(data, field, field.code, value)
            continue
        assert isinstance(value, list)
        for number, row in enumerate(value):
            for column in field.columns:
                post(data, column, f"{field.code}-{number}-{column.code}", row[column.code])
    return data


def post(data: QueryDict, field: Field, name: str, value: object) -> None:
    if isinstance(value, list):
        data.setlist(name, value)
    elif isinstance(value, bool):
        data[name] = "yes" if value else "no"
    elif field.kind is FieldKind.MONEY:
        data[name] = f"{value}元"
    else:
        data[name] = str(value)


def test_what_is_typed_is_what_is_kept(sheet: Sheet) -> None:
    form = build_form(sheet, data=posted(sheet))

    assert form.is_valid(), form.errors.as_text()
    kept = form.values()
    for field in sheet.fields():
        if field.computed:
            assert field.code not in kept
        elif not field.is_table:
            assert kept[field.code] == values_of(sheet)[field.code]
    assert not sheet_errors(sheet, kept)


def test_an_empty_draft_is_kept_and_an_empty_submission_names_every_box(sheet: Sheet) -> None:
    draft = build_form(sheet, data=QueryDict(), draft=True)

    assert draft.is_valid()
    named = {code for code, _ in sheet_errors(sheet, draft.values())}
    assert named == {f.code for f in sheet.fields() if f.required and not f.computed}
    assert bool(named) is not build_form(sheet, data=QueryDict()).is_valid()


@pytest.mark.parametrize("code", ["final_acceptance", "risk_register"])
def test_an_unfilled_sheet_prints_with_empty_boxes(code: str) -> None:
    sheet = catalog.get(code)
    blank = lay_out(sheet, {"values": {}, "title": sheet.title})

    paper = text_of(sheet_pdf(blank))

    assert joined(sheet.title) in paper
    assert all(isinstance(row, GridRow) or row.pairs for b in blank.blocks for row in b.rows)
