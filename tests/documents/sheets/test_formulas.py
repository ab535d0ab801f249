"""Computed boxes: what a declaration says of them is what comes out."""

from documents.sheets import catalog
from documents.sheets.carried import from_json, to_json
from documents.sheets.formulas import computed_values


def test_the_level_of_a_risk_is_its_probability_times_its_impact() -> None:
    risks = [{"probability": "3", "impact": "4"}, {"probability": "5", "impact": None}]

    computed = computed_values(catalog.get("risk_register"), {"risks": risks})

    assert [row["level"] for row in computed["risks"]] == ["12", None]  # type: ignore[attr-defined]


def test_scores_are_the_mean_of_those_who_scored_and_are_summed_by_group() -> None:
    scores = [
        {"group": "BUSINESS", "expert_1": "8", "expert_2": "9"},
        {"group": "BUSINESS", "expert_1": "7", "expert_2": "x", "expert_3": ""},
        {"group": "FINANCE", "expert_1": "10", "expert_2": "9", "expert_3": "9"},
    ]

    computed = computed_values(catalog.get("score_summary"), {"scores": scores})

    assert [row["mean"] for row in computed["scores"]] == ["8.5", "7", "9.33"]  # type: ignore[attr-defined]
    assert (computed["business_total"], computed["finance_total"]) == ("15.5", "9.33")
    assert computed["total"] == "24.83"


def test_money_is_multiplied_and_summed_to_the_cent() -> None:
    lines = [{"quantity": "3", "price": "1000.10"}, {"quantity": "0.5", "price": "2000"}]

    computed = computed_values(catalog.get("budget_application"), {"budget_lines": lines})

    assert [row["total"] for row in computed["budget_lines"]] == ["3000.30", "1000.00"]  # type: ignore[attr-defined]
    assert computed["lines_total"] == "4000.30"


def test_nothing_entered_computes_nothing() -> None:
    for sheet in catalog.all():
        for value in computed_values(sheet, {}).values():
            assert not value, sheet.code


def test_every_formula_names_boxes_that_are_there() -> None:
    for sheet in catalog.all():
        for formula in sheet.formulas:
            box = sheet.field(formula.into)
            rows = box if formula.column else sheet.field(formula.table) if formula.table else None
            known = {c.code for c in rows.columns} if rows else {f.code for f in sheet.fields()}
            assert set(formula.of) | ({formula.column} - {""}) <= known, (sheet.code, formula)


def test_a_frozen_sheet_says_nothing_of_where_it_is_filled_in() -> None:
    sheet = catalog.get("risk_register")

    frozen = from_json(to_json(sheet))

    assert (frozen.stages, frozen.formulas) == ((), ())
    assert list(frozen.fields()) == list(sheet.fields())
