"""Scores: each method, means over experts, weights that move, floors and grades."""

from decimal import Decimal

import pytest

from projects.regulations.interpreter import score
from projects.regulations.interpreter.scoring import BadRatingError, Ratings
from projects.regulations.rulebook.scores import ScoreSheet
from tests.projects.regulations.language.samples import whole

SHEET = whole().score_sheets[0]
FULL: Ratings = {"quantity": Decimal(100), "quality": "GOOD", "faults": 0, "benefit": Decimal(40)}


def test_the_highest_and_the_lowest_total_are_dropped() -> None:
    poor: Ratings = {**FULL, "quality": "POOR"}
    middling: Ratings = {**FULL, "faults": 2, "benefit": Decimal(31)}

    found = score(SHEET, [FULL, poor, middling])

    assert (found.total, found.grade_label, found.passed) == (Decimal("87.00"), "合格", True)
    assert found.by_item["faults"] == Decimal("6.00")


def test_too_few_experts_give_no_score() -> None:
    found = score(SHEET, [FULL, FULL, {"quantity": Decimal(1)}])

    assert (found.total, found.passed, found.experts) == (None, False, 2)


def test_an_item_that_does_not_apply_leaves_its_weight_to_the_others() -> None:
    none: Ratings = {**FULL, "benefit": None}

    found = score(SHEET, [none, none, none])

    assert (found.total, found.grade) == (Decimal("100.00"), "A")
    with pytest.raises(BadRatingError, match="不能评为不适用"):
        score(SHEET, [{**FULL, "quality": None}] * 3)


def test_a_total_above_the_pass_mark_does_not_pass_below_a_floor() -> None:
    weak: Ratings = {**FULL, "quantity": Decimal(10), "quality": "POOR", "faults": 0}
    sheet = SHEET.model_copy(update={"pass_mark": Decimal(50)})

    found = score(sheet, [weak] * 3)

    assert found.total == Decimal("58.00")
    assert (found.below_floor, found.passed) == (("output",), False)
    assert found.facts["score.performance.below_floor"] == ("output",)


@pytest.mark.parametrize(
    ("ratings", "words"),
    [
        ({"quality": "SPLENDID"}, "填写有误"),
        ({"benefit": Decimal(41)}, "0到40之间"),
        ({"benefit": True}, "填写有误"),
        ({"faults": "two"}, "填写有误"),
    ],
)
def test_a_rating_that_its_item_does_not_allow_is_told(ratings: Ratings, words: str) -> None:
    with pytest.raises(BadRatingError, match=words):
        score(SHEET, [{**FULL, **ratings}] * 3)


@pytest.mark.parametrize(
    ("total", "grade"), [("90", "A"), ("89.99", "B"), ("60", "B"), ("59.99", "C"), ("0", "C")]
)
def test_grades_meet_at_their_bounds(total: str, grade: str) -> None:
    assert [band.code for band in SHEET.grades if band.holds(Decimal(total))] == [grade]


def test_weights_of_layers_are_spread_over_those_that_apply() -> None:
    """密评: eight layers of 100 points; where one does not apply, the rest counts as the whole."""
    weights = {"a": 10, "b": 20, "c": 10, "d": 30, "e": 8, "f": 8, "g": 8, "h": 6}
    sheet = ScoreSheet.model_validate(
        {
            "id": "X-1",
            "code": "crypto",
            "label": "密评",
            "gate": "evaluation",
            "basis": "SYSTEM_DEFAULT",
            "items": [
                {"code": c, "label": c, "points": w, "mode": "SHARE", "may_not_apply": True}
                for c, w in weights.items()
            ],
        }
    )
    ratings: Ratings = dict.fromkeys(weights, Decimal("62.5")) | {"a": None, "d": Decimal(100)}

    found = score(sheet, [ratings])

    assert found.total == Decimal("75.00")  # (60 × 0.625 + 30) ÷ 90
