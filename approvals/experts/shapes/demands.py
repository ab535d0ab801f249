"""What a panel must look like, who may sit on it, and who must stay away (回避)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import Any, Self

HUNDRED = Decimal(100)
THIRDS = (Fraction(1, 3), Fraction(2, 3))
NEAR = Fraction(1, 10000)

# Why somebody must stay away, by the names that a rulebook uses.
RECUSALS = {
    "OWNER_UNIT": "与建设单位同一单位",
    "CONTRACTOR": "与供应商有利害关系",
    "KIN": "近亲属在有关单位任职",
    "AUTHOR": "参与过本项目的前期工作",
    "PREVIOUS_ROUND": "参加过前一轮评审",
}
# Nobody judges their own unit, client, family or work, whatever a rulebook leaves unsaid.
ALWAYS = frozenset({"OWNER_UNIT", "CONTRACTOR", "KIN", "AUTHOR"})
HERE_BEFORE = "本次已退出或者已在评审组中"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One expert of the pool as the draw sees them."""

    key: str
    fields: frozenset[str] = frozenset()
    is_external: bool = False
    is_senior: bool = False
    years: int = 0
    ties: frozenset[str] = frozenset()
    seats: int = 0
    cap: int = 0
    is_suspended: bool = False
    is_lapsed: bool = False
    is_here: bool = False

    def to_json(self) -> dict[str, Any]:
        """Write it down, so that the draw can be repeated."""
        return asdict(self) | {"fields": sorted(self.fields), "ties": sorted(self.ties)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Read it back."""
        sets = {"fields": frozenset(data["fields"]), "ties": frozenset(data["ties"])}
        return cls(**{**data, **sets})


def share_of(percent: Decimal) -> Fraction:
    """Return the share that a percentage stands for: 66.67 is two thirds, so six of nine do."""
    said = Fraction(percent) / 100
    return next((third for third in THIRDS if abs(said - third) < NEAR), said)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """A part of the panel that must be large enough: outside experts, seniors, one field."""

    label: str
    of: str
    category: str = ""
    at_least: int = 0
    percent: Decimal | None = None
    is_above: bool = False

    def counts(self, candidate: Candidate) -> bool:
        """Whether an expert counts towards it."""
        match self.of:
            case "EXTERNAL":
                return candidate.is_external
            case "SENIOR":
                return candidate.is_senior
            case "CATEGORY":
                return self.category in candidate.fields
            case _:
                return True

    def needed(self, size: int) -> int:
        """Return how many of a panel of this size it asks for."""
        if self.percent is None:
            return self.at_least
        exact = share_of(self.percent) * size
        by_share = floor(exact) + 1 if self.is_above else ceil(exact)
        return max(self.at_least, by_share)

    def to_json(self) -> dict[str, Any]:
        """Write it down."""
        return asdict(self) | {"percent": None if self.percent is None else str(self.percent)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Read it back."""
        percent = data["percent"]
        return cls(**{**data, "percent": None if percent is None else Decimal(percent)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """What one panel must look like, and on whose word."""

    label: str
    code: str
    size: int
    at_least: int = 1
    at_most: int | None = None
    is_odd: bool = False
    quotas: tuple[Quota, ...] = ()
    least_years: int = 0
    recusals: frozenset[str] = field(default_factory=frozenset)
    reserve: int = 0
    times_as_many: int = 1
    attendance: Decimal | None = None
    basis: str = ""

    def to_json(self) -> dict[str, Any]:
        """Write it down."""
        plain = {one.name: getattr(self, one.name) for one in fields(self)}
        return plain | {
            "quotas": [quota.to_json() for quota in self.quotas],
            "recusals": sorted(self.recusals),
            "attendance": None if self.attendance is None else str(self.attendance),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Read it back."""
        attendance = data["attendance"]
        parts = {
            "quotas": tuple(Quota.from_json(quota) for quota in data["quotas"]),
            "recusals": frozenset(data["recusals"]),
            "attendance": None if attendance is None else Decimal(attendance),
        }
        return cls(**{**data, **parts})

    @property
    def must_come(self) -> int:
        """How many must hand in their scores before the results may be opened."""
        share = Quota(label="", of="", percent=self.attendance or HUNDRED)
        return share.needed(self.size)


def barred(candidate: Candidate, demand: Demand) -> tuple[str, ...]:
    """Return why an expert may not be drawn; nothing if they may."""
    found = []
    if candidate.is_suspended:
        found.append("已停用")
    if candidate.is_lapsed:
        found.append("已不任评审专家")
    if candidate.is_here:
        found.append(HERE_BEFORE)
    binding = ALWAYS | demand.recusals
    found += [RECUSALS[tie] for tie in RECUSALS if tie in candidate.ties and tie in binding]
    if candidate.cap and candidate.seats >= candidate.cap:
        found.append("本年度评审次数已满")
    if candidate.years < demand.least_years:
        found.append(f"从业不满{demand.least_years}年")
    return tuple(found)


def ties_between(
    owned: Mapping[str, frozenset[str]], touched: Mapping[str, frozenset[str]]
) -> frozenset[str]:
    """Return the ties of an expert to what is reviewed.

    `owned` are the names the expert is tied to, `touched` the names the matter has to do with;
    both by the kind of tie, the names already made comparable.
    """
    units, firms = touched.get("units", frozenset()), touched.get("firms", frozenset())
    found = {
        "OWNER_UNIT": owned.get("UNIT", frozenset()) & units,
        "CONTRACTOR": (owned.get("SUPPLIER", frozenset()) | owned.get("UNIT", frozenset())) & firms,
        "KIN": owned.get("KIN", frozenset()) & (units | firms),
        "AUTHOR": owned.get("WORK", frozenset()) & touched.get("works", frozenset()),
    }
    return frozenset(kind for kind, names in found.items() if names)
