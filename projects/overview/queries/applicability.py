"""Which regulations apply to a project that somebody has in mind (适用性判定)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import combinations

from approvals.calendars.queries import working_calendar
from projects.regulations.interpreter import applies, judge_line, wins
from projects.regulations.interpreter.scoping import Applicability
from projects.regulations.models import PrecedenceDecision, RulebookVersion
from projects.regulations.queries import rulebook_of
from projects.regulations.rulebook import LineWord, Rulebook
from projects.regulations.rulebook.demands.scope import scope_demands
from projects.regulations.rulebook.walking import facts_of_condition

type Told = Mapping[str, object]
OWNER_KIND = "project.owner_kind"
_AMOUNTS = (".total_amount", ".amount")
_FISCAL = ".fiscal_amount"
_LINE_KINDS, _ALL_EXCLUDED = ".line_kinds", ".excluded_only"
EXCLUDED = "EXCLUDED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What somebody has in mind: whose it is, what it costs, what it consists of."""

    owner_kind: str = ""
    amount: Decimal | None = None
    fiscal_amount: Decimal | None = None
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one rulebook says to the plan: whether it applies, and which lines it keeps out."""

    version: RulebookVersion
    rulebook: Rulebook
    result: Applicability
    lines: tuple[tuple[str, tuple[LineWord, ...]], ...]
    questions: tuple[str, ...]

    @property
    def tint(self) -> str:
        """The tint of the answer."""
        return {True: "ok", False: "mute", None: "warn"}[self.result.applies]

    @property
    def is_draft(self) -> bool:
        """Whether the text is only out for comment."""
        return self.rulebook.status == "DRAFT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Two rulebooks that both apply, and which of them wins."""

    one: Finding
    other: Finding
    winner: str
    words: str
    is_open: bool


def find(
    versions: Iterable[RulebookVersion],
    plan: Plan,
    answers: Mapping[str, Told],
    on: date,
) -> list[Finding]:
    """Ask every rulebook; `answers` holds by its code what else was said to its own questions."""
    return [_ask(version, plan, answers, on) for version in versions]


def _ask(version: RulebookVersion, plan: Plan, answers: Mapping[str, Told], on: date) -> Finding:
    rulebook = rulebook_of(version)
    lines = tuple((line, judge_line(rulebook, line)) for line in plan.lines)
    asked = sorted({fact for rule in scope_demands(rulebook) for fact in _facts_of(rule)})
    known = {fact: value for fact in asked if (value := _told(fact, plan, lines)) is not None}
    own = answers.get(rulebook.code, {})
    return Finding(
        version=version,
        rulebook=rulebook,
        result=applies(rulebook, {**known, **own}, on, working_calendar()),
        lines=lines,
        questions=tuple(fact for fact in asked if fact not in known and _may_be_asked(fact)),
    )


def _facts_of(rule: object) -> frozenset[str]:
    conditions = (getattr(rule, "condition", None), getattr(rule, "when", None))
    found: frozenset[str] = frozenset()
    for condition in conditions:
        if condition is not None:
            found |= facts_of_condition(condition)
    return found


def _may_be_asked(fact: str) -> bool:
    return not fact.endswith((_LINE_KINDS, _ALL_EXCLUDED)) and fact != OWNER_KIND


def _told(
    fact: str, plan: Plan, lines: Sequence[tuple[str, tuple[LineWord, ...]]]
) -> object | None:
    """Return what the plan says about a fact, None where it says nothing."""
    if fact == OWNER_KIND:
        return plan.owner_kind or None
    if fact.endswith(_FISCAL):
        return plan.fiscal_amount
    if fact.endswith(_AMOUNTS):
        return plan.amount
    if not lines:
        return None
    kept_out = [[w.code for w in words if w.kind == EXCLUDED] for _, words in lines]
    if fact.endswith(_LINE_KINDS):
        return tuple(code for codes in kept_out for code in codes)
    return all(kept_out) if fact.endswith(_ALL_EXCLUDED) else None


def conflicts(findings: Iterable[Finding]) -> list[Conflict]:
    """Return which of every two regulations that apply wins, and why."""
    applying = [one for one in findings if one.result.applies and not one.is_draft]
    rulings = _rulings(applying)
    return [_conflict(one, other, rulings) for one, other in combinations(applying, 2)]


def _rulings(findings: Iterable[Finding]) -> dict[frozenset[int], PrecedenceDecision]:
    ids = [finding.version.regulation_id for finding in findings]
    found = PrecedenceDecision.objects.filter(first__in=ids, second__in=ids)
    return {
        frozenset((ruling.first_id, ruling.second_id)): ruling
        for ruling in found.select_related("winner")
    }


def _conflict(
    one: Finding, other: Finding, rulings: Mapping[frozenset[int], PrecedenceDecision]
) -> Conflict:
    ranking = wins(one.rulebook, other.rulebook)
    winner, words = (ranking.winner.title if ranking.winner else ""), ranking.words
    pair = frozenset((one.version.regulation_id, other.version.regulation_id))
    ruling = rulings.get(pair)
    if ranking.winner is None and ruling is not None:
        winner = ruling.winner.title
        words = f"{ruling.decided_by_label}已确定：{ruling.reason}"
    return Conflict(
        one=one, other=other, winner=winner, words=words, is_open=ranking.winner is None
    )
