"""Measuring one thing against its floor, and telling the result."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from statistics import median
from time import perf_counter

WARM_UP = 2


@dataclass(frozen=True, slots=True)
class Measurement:
    """How long a deed takes, and how long the least that it could take."""

    name: str
    milliseconds: float
    floor: str
    floor_milliseconds: float
    rounds: int

    @property
    def ratio(self) -> float:
        """How many times the floor."""
        return self.milliseconds / self.floor_milliseconds


def compare(
    name: str, deed: Callable[[], object], floor_name: str, floor: Callable[[], object], rounds: int
) -> Measurement:
    """Do both by turns, so that a busy machine slows both alike; take the medians."""
    for _ in range(min(WARM_UP, rounds)):
        deed()
        floor()
    pairs = [(_timed(deed), _timed(floor)) for _ in range(rounds)]
    deeds, floors = zip(*pairs, strict=True)
    return Measurement(name, median(deeds), floor_name, median(floors), rounds)


def _timed(deed: Callable[[], object]) -> float:
    start = perf_counter()
    deed()
    return (perf_counter() - start) * 1000


def as_table(found: Sequence[Measurement]) -> str:
    """Write the measurements for people."""
    lines = [f"{'measured':<34}{'ms':>10}  {'floor':<44}{'ms':>10}{'ratio':>9}{'rounds':>8}"]
    lines += [
        f"{one.name:<34}{one.milliseconds:>10.2f}  {one.floor:<44}{one.floor_milliseconds:>10.2f}"
        f"{one.ratio:>9.2f}{one.rounds:>8}"
        for one in found
    ]
    return "\n".join(lines)


def as_json(found: Sequence[Measurement]) -> str:
    """Write the measurements for programs."""
    rows = [{**asdict(one), "ratio": round(one.ratio, 3)} for one in found]
    return json.dumps(rows, ensure_ascii=False, indent=1)
