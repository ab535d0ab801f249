"""Rounding (取舍): each clause may say how its figures are rounded; by default they are not."""

from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from typing import Literal

from pydantic import Field

from projects.regulations.rulebook.shapes import Shape

_MODES = {
    "HALF_UP": ROUND_HALF_UP,
    "HALF_EVEN": ROUND_HALF_EVEN,
    "DOWN": ROUND_DOWN,
    "UP": ROUND_CEILING,
}


class Rounding(Shape):
    """How a figure is rounded: to so many places, and in which direction."""

    places: int = Field(
        default=2, ge=-6, le=8, title="小数位数", description="负数表示取整到十、百、千、万。"
    )
    mode: Literal["HALF_UP", "HALF_EVEN", "DOWN", "UP"] = Field(
        default="HALF_UP", title="方式", description="四舍五入、四舍六入五成双、舍去或者进位。"
    )

    def round(self, value: Decimal) -> Decimal:
        """Round a figure."""
        return value.quantize(Decimal(1).scaleb(-self.places), _MODES[self.mode])
