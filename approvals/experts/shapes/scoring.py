"""What is scored and what comes of it, as the pages need it; how is computed by who knows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, Self

CONCLUSIONS = (("PASSED", "通过"), ("AMENDED", "修改完善后通过"), ("FAILED", "不通过"))
POINTS, STEPS, SHARE, DEDUCT, YES_NO = "POINTS", "STEPS", "SHARE", "DEDUCT", "YES_NO"
NOT_APPLICABLE = "-"
LONGEST_FIGURE = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One of the steps of a score."""

    code: str
    label: str
    points: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreBox:
    """One item that an expert rates."""

    code: str
    label: str
    group: str
    points: str
    mode: str = POINTS
    steps: tuple[Step, ...] = ()
    deduct: str = "0"
    floor: str = ""
    may_not_apply: bool = False

    @property
    def hint(self) -> str:
        """Say what may be entered."""
        words = {
            POINTS: f"0 至 {self.points} 分",
            SHARE: f"填写百分比，满分 {self.points} 分",
            DEDUCT: f"填写不符的项数，每项扣 {self.deduct} 分，满分 {self.points} 分",
        }.get(self.mode, f"满分 {self.points} 分")
        return f"{words}，低于 {self.floor} 分则不通过" if self.floor else words

    def read(self, text: str) -> tuple[object, str]:
        """Read what an expert entered: the rating, or a sentence on what is wrong."""
        if text == NOT_APPLICABLE and self.may_not_apply:
            return None, ""
        if not text:
            return None, f"请给“{self.label}”评分。"
        if self.mode == STEPS:
            known = text in {step.code for step in self.steps}
            return text, "" if known else f"“{self.label}”没有这一档，请重新选择。"
        if self.mode == YES_NO:
            return text == "yes", "" if text in {"yes", "no"} else f"请选择“{self.label}”是否符合。"
        return self._figure(text)

    def words(self, text: str) -> str:
        """Say what was entered as the sheet names it."""
        if text == NOT_APPLICABLE:
            return "不适用"
        if self.mode == YES_NO:
            return {"yes": "符合", "no": "不符合"}.get(text, text)
        return next((step.label for step in self.steps if step.code == text), text)

    def _figure(self, text: str) -> tuple[object, str]:
        try:
            figure = Decimal(text) if len(text) <= LONGEST_FIGURE else Decimal("NaN")
        except InvalidOperation:
            figure = Decimal("NaN")
        most = {POINTS: Decimal(self.points), SHARE: Decimal(100), DEDUCT: Decimal(999)}[self.mode]
        if not figure.is_finite() or not 0 <= figure <= most:
            return None, f"“{self.label}”应填写0至{most:f}之间的数。"
        if self.mode == DEDUCT:
            whole = figure == figure.to_integral_value()
            return int(figure), "" if whole else f"“{self.label}”应填写不符的项数，为整数。"
        return str(figure), ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreForm:
    """The scoring sheet of a panel: the items, and the sheet itself for whoever tallies it."""

    label: str
    total: str
    boxes: tuple[ScoreBox, ...]
    note: str = ""
    sheet: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Write it down."""
        names = ("code", "label", "group", "points", "mode", "deduct", "floor", "may_not_apply")
        return {
            "label": self.label,
            "total": self.total,
            "note": self.note,
            "sheet": dict(self.sheet),
            "boxes": [
                {name: getattr(box, name) for name in names}
                | {"steps": [[step.code, step.label, step.points] for step in box.steps]}
                for box in self.boxes
            ],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Read it back."""
        boxes = tuple(
            ScoreBox(
                **{
                    **box,
                    "steps": tuple(
                        Step(code=code, label=label, points=points)
                        for code, label, points in box["steps"]
                    ),
                }
            )
            for box in data["boxes"]
        )
        return cls(**{**data, "boxes": boxes})


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What the scores of a panel come to; without a total where too few have scored."""

    total: str | None
    by_item: Mapping[str, str]
    by_expert: Mapping[str, str]
    dropped: tuple[str, ...] = ()
    below_floor: tuple[str, ...] = ()
    grade: str = ""
    passed: bool = False
    why_not: str = ""
    experts: int = 0
