"""Scores: items by their own method, means over the experts, floors, grades and the pass mark."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from projects.regulations.rulebook.scores import ScoreItem, ScoreSheet

HUNDRED = Decimal(100)

# What one expert gives an item: points, the code of a step, a percentage, a number of misses,
# yes or no; None is "not applicable" where the item allows that. A missing item is not rated.
type Rating = Decimal | str | int | bool | None
type Ratings = Mapping[str, Rating]


class BadRatingError(ValueError):
    """A rating that its item does not allow; the message tells the expert."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """The outcome of a scoring sheet."""

    sheet: ScoreSheet
    total: Decimal | None
    by_item: Mapping[str, Decimal]
    experts: int
    grade: str
    grade_label: str
    below_floor: tuple[str, ...]
    passed: bool

    @property
    def facts(self) -> dict[str, object]:
        """What a rulebook may ask about it."""
        name = self.sheet.code
        return {
            f"score.{name}": self.total,
            f"grade.{name}": self.grade or None,
            f"score.{name}.below_floor": self.below_floor,
        }


@dataclass(frozen=True, slots=True)
class _Mark:
    """What an item earned of what it could earn; nothing where it does not apply."""

    earned: Decimal
    possible: Decimal


def score(sheet: ScoreSheet, ratings: Sequence[Ratings]) -> Score:
    """Score a sheet by the ratings of its experts; who has not rated everything does not count.

    The highest and the lowest totals are dropped as the sheet says, the rest are averaged,
    and only the result is rounded.
    """
    sheets = [one for one in (_of_expert(sheet, given) for given in ratings) if one is not None]
    counted = sorted(sheets, key=lambda marks: marks[""])
    kept = counted[sheet.drop_lowest : len(counted) - sheet.drop_highest or None]
    if len(sheets) < sheet.experts or not kept:
        return _no_score(sheet, len(sheets))
    means = {code: _mean([m[code] for m in kept if code in m]) for one in kept for code in one}
    total = sheet.rounding.round(means.pop(""))
    floors = {item.code: item.floor for item in _all(sheet.items) if item.floor is not None}
    low = tuple(code for code, floor in floors.items() if means.get(code, floor) < floor)
    grade = next((band for band in sheet.grades if band.holds(total)), None)
    return Score(
        sheet=sheet,
        total=total,
        by_item={code: sheet.rounding.round(mean) for code, mean in means.items()},
        experts=len(sheets),
        grade=grade.code if grade else "",
        grade_label=grade.label if grade else "",
        below_floor=low,
        passed=not low and (sheet.pass_mark is None or total >= sheet.pass_mark),
    )


def _mean(figures: list[Decimal]) -> Decimal:
    return sum(figures, Decimal(0)) / len(figures)


def _no_score(sheet: ScoreSheet, experts: int) -> Score:
    return Score(
        sheet=sheet,
        total=None,
        by_item={},
        experts=experts,
        grade="",
        grade_label="",
        below_floor=(),
        passed=False,
    )


def _all(items: Sequence[ScoreItem]) -> list[ScoreItem]:
    return [one for item in items for one in (item, *_all(item.parts))]


def _of_expert(sheet: ScoreSheet, given: Ratings) -> dict[str, Decimal] | None:
    """Return what one expert gave, by item and under "" in all; None if something is missing."""
    leaves = [item for item in _all(sheet.items) if not item.parts]
    if any(item.code not in given for item in leaves):
        return None
    marks: dict[str, Decimal] = {}
    whole = _together(list(sheet.items), sheet.total, given, marks)
    if whole is None:
        return None
    return marks | {"": whole.earned}


def _together(
    items: list[ScoreItem], points: Decimal, given: Ratings, marks: dict[str, Decimal]
) -> _Mark | None:
    """Add up items; the weight of those that do not apply goes to the others."""
    earned = possible = Decimal(0)
    for item in items:
        mark = (
            _together(list(item.parts), item.points, given, marks)
            if item.parts
            else _leaf(item, given[item.code])
        )
        if mark is not None:
            marks[item.code] = mark.earned
            earned, possible = earned + mark.earned, possible + mark.possible
    return _Mark(earned / possible * points, points) if possible else None


def _leaf(item: ScoreItem, rating: Rating) -> _Mark | None:
    if rating is None:
        if not item.may_not_apply:
            raise BadRatingError(f"指标“{item.label}”不能评为不适用。")
        return None
    earned = _earned(item, rating)
    if not 0 <= earned <= item.points:
        raise BadRatingError(f"指标“{item.label}”的得分应在0到{item.points:f}之间。")
    return _Mark(earned, item.points)


def _earned(item: ScoreItem, rating: Rating) -> Decimal:
    match item.mode, rating:
        case "STEPS", str():
            found = next((step.points for step in item.steps if step.code == rating), None)
            if found is not None:
                return found
        case "YES_NO", bool():
            return item.points if rating else Decimal(0)
        case (("POINTS" | "SHARE" | "DEDUCT"), bool()):
            pass
        case "POINTS", Decimal() | int():
            return Decimal(rating)
        case "SHARE", Decimal() | int():
            return item.points * min(Decimal(rating), HUNDRED) / HUNDRED
        case "DEDUCT", int():
            return max(Decimal(0), item.points - item.deduct * rating)
        case _:
            pass
    raise BadRatingError(f"指标“{item.label}”的评分填写有误。")
