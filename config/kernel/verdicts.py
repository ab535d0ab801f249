"""Verdicts: the answer to every "may this happen?", together with its reasons.

A refusal is useful only when the reader can act on it, so it carries the clause that
refuses, what is missing and where to supply it, and the first day on which it opens.
"""

from dataclasses import dataclass
from datetime import date
from enum import Enum


class Strength(Enum):
    """How hard a rule binds, by the word its text uses."""

    BLOCK = "BLOCK"  # 不得、必须、须、应、应当
    WAIVABLE = "WAIVABLE"  # 原则上、一般: an approved waiver opens it
    ADVICE = "ADVICE"  # non-normative text: shown, never in the way

    @property
    def label(self) -> str:
        """The word shown beside the refusal."""
        return {"BLOCK": "必须", "WAIVABLE": "原则上", "ADVICE": "提示"}[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """One thing to supply, and the page that supplies it (a path, empty if there is none)."""

    label: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """One reason to refuse, in words that the case officer can act on."""

    message: str
    rule_id: str = ""
    regulation: str = ""
    clause: str = ""
    quote: str = ""
    strength: Strength = Strength.BLOCK
    missing: tuple[Missing, ...] = ()
    opens_on: date | None = None
    is_system_default: bool = False

    @property
    def basis(self) -> str:
        """The clause in full, or the note that no text demands this (依据)."""
        if self.is_system_default:
            return "系统默认，非法规规定"
        return f"《{self.regulation}》{self.clause}" if self.regulation else self.clause


@dataclass(frozen=True, slots=True)
class Verdict:
    """Truthy when nothing stands in the way."""

    refusals: tuple[Refusal, ...] = ()

    def __bool__(self) -> bool:
        return all(refusal.strength is Strength.ADVICE for refusal in self.refusals)

    def __and__(self, other: "Verdict") -> "Verdict":
        return Verdict(self.refusals + other.refusals)

    @property
    def blocking(self) -> tuple[Refusal, ...]:
        """The refusals that stand in the way."""
        return tuple(r for r in self.refusals if r.strength is not Strength.ADVICE)

    @property
    def advice(self) -> tuple[Refusal, ...]:
        """What is only recommended."""
        return tuple(r for r in self.refusals if r.strength is Strength.ADVICE)

    @property
    def is_waivable(self) -> bool:
        """Whether approved waivers alone would open the way."""
        return not self and all(r.strength is Strength.WAIVABLE for r in self.blocking)

    @property
    def opens_on(self) -> date | None:
        """The first possible day, when time is all that is missing; otherwise None."""
        if not self.blocking or any(r.opens_on is None for r in self.blocking):
            return None
        return max(r.opens_on for r in self.blocking if r.opens_on is not None)

    @property
    def text(self) -> str:
        """All blocking reasons in one paragraph."""
        return "".join(refusal.message for refusal in self.blocking)


ALLOWED = Verdict()


def refused(  # noqa: PLR0913 - each word of a refusal has a name of its own
    message: str,
    *,
    rule_id: str = "",
    regulation: str = "",
    clause: str = "",
    quote: str = "",
    strength: Strength = Strength.BLOCK,
    missing: tuple[Missing, ...] = (),
    opens_on: date | None = None,
) -> Verdict:
    """Return a verdict with one refusal."""
    return Verdict(
        (
            Refusal(
                message=message,
                rule_id=rule_id,
                regulation=regulation,
                clause=clause,
                quote=quote,
                strength=strength,
                missing=missing,
                opens_on=opens_on,
            ),
        )
    )


class RuleViolationError(Exception):
    """An action was attempted although its verdict refuses it."""

    def __init__(self, verdict: Verdict) -> None:
        self.verdict = verdict
        super().__init__(verdict.text)


class StaleVersionError(Exception):
    """Somebody else was quicker: the page that was sent no longer shows what is there (409)."""

    def __init__(self, message: str, *, changes: tuple[str, ...] = ()) -> None:
        self.message = message
        self.changes = changes
        super().__init__(message)


def enforce(verdict: Verdict) -> None:
    """Let the caller go on, or raise `RuleViolationError` with every reason."""
    if not verdict:
        raise RuleViolationError(verdict)
