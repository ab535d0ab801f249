"""What is found when a condition is judged."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Finding:
    """Whether a condition holds, and what to tell the reader where it does not."""

    met: bool
    found: tuple[str, ...] = ()
    limit: str = ""
    day: date | None = None
    opens_on: date | None = None


MET = Finding(met=True)
UNMET = Finding(met=False)
