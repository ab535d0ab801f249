"""The facts of one project on one day, under one rulebook.

A fact that nobody delivered satisfies nothing: a missing amount counts as 0 in a sum and as
no limit at all, a missing day never opens a period. Settings, bands and the day itself are
facts too, which nobody needs to deliver.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from config.kernel.periods import floor_day
from config.kernel.workdays import Calendar
from projects.regulations.rulebook import Rulebook
from projects.regulations.rulebook.figures import Term
from projects.regulations.rulebook.publication import BlackList, Listed
from projects.regulations.rulebook.scope import BandSet
from projects.regulations.rulebook.shapes import Period

type Facts = Mapping[str, object]

# What follows from other facts by the rulebook; `derived` fills it in.
DERIVED: dict[str, Callable[["Situation"], object]] = {}
# Delivered facts to which the rulebook adds.
COMPLETED = frozenset({"sanctions.active"})
# Facts of a change by their short names, and where the form states them.
ALSO_CALLED = {
    "change.amount": "change_request.change_amount",
    "change.percent": "change_request.share_of_approval",
    "change.total_percent": "change_request.cumulative_share",
    "change.kinds": "change_request.change_kinds",
    "change.reason": "change_request.reason_code",
    "change.target_unchanged": "change_request.target_unchanged",
}


@dataclass(frozen=True, slots=True)
class Situation:
    """The facts of one project on one day, under one rulebook."""

    rulebook: Rulebook
    facts: Facts
    on: date
    calendar: Calendar

    def value(self, fact: str) -> object:
        """Return a fact, as delivered or as it follows from the rulebook; None if unknown."""
        value = self.facts.get(fact)
        if value is not None and fact not in COMPLETED:
            return value
        if fact in DERIVED:
            return DERIVED[fact](self)
        return self._from_the_rulebook(fact)

    def _from_the_rulebook(self, fact: str) -> object:
        source, _, rest = fact.partition(".")
        if fact in ALSO_CALLED:
            return self.value(ALSO_CALLED[fact])
        match source:
            case "today":
                return self.on
            case "setting":
                return self.rulebook.settings_by_code.get(rest)
            case "band" | "score" | "grade" | "listed":
                return self._by_shape(source, rest)
            case _:
                return None

    def delivered_codes(self, fact: str) -> frozenset[str]:
        """Return a set of codes as it was delivered, without what follows from the rulebook."""
        value = self.facts.get(fact)
        return frozenset(map(str, value)) if isinstance(value, tuple | list | set) else frozenset()

    def codes(self, fact: str) -> frozenset[str]:
        """Return a fact that is a set of codes."""
        value = self.value(fact)
        if isinstance(value, str) or not isinstance(value, tuple | list | set | frozenset):
            return frozenset()
        return frozenset(map(str, value))

    def names(self, fact: str) -> frozenset[str]:
        """Return a fact as a set of codes, also where it is a single one."""
        value = self.value(fact)
        if value is None or value == "" or isinstance(value, bool):
            return frozenset()
        return frozenset({str(value)}) if isinstance(value, str | int) else self.codes(fact)

    def day(self, fact: str) -> date | None:
        """Return a fact that is a day."""
        return day_of(self.value(fact))

    @property
    def suspensions(self) -> list[tuple[date, date | None]]:
        """Return from when until when the project rested; None while it still does."""
        pairs = self.facts.get("project.suspensions")
        found = [
            (day_of(since), day_of(until))
            for since, until in (pairs if isinstance(pairs, tuple | list) else ())
        ]
        return [(since, until) for since, until in found if since is not None]

    def figure(self, fact: str) -> Decimal | None:
        """Return a fact that is a number or a sum of money."""
        return figure_of(self.value(fact))

    def sum(self, terms: tuple[Term, ...], *, default: Decimal | None) -> Decimal | None:
        """Add up terms; an unknown one counts as `default`, and None makes all unknown."""
        total = Decimal(0)
        for term in terms:
            value = self._term(term)
            if value is None:
                value = default
            if value is None:
                return None
            total += value * term.times
        return total

    def label_of(self, code: str, fact: str = "") -> str:
        """Name a code: by what the fact holds, else by any list of the rulebook."""
        own = self.rulebook.labels_of_facts.get(fact)
        return (own or {}).get(code) or self.rulebook.labels.get(code, code)

    def _term(self, term: Term) -> Decimal | None:
        if term.fact is None:
            return term.yuan
        value = self.value(term.fact)
        if term.part is not None:
            value = value.get(term.part, Decimal(0)) if isinstance(value, Mapping) else None
        return figure_of(value)

    def _by_shape(self, source: str, code: str) -> object:
        book = self.rulebook
        if source == "band":
            return next((band_code(b, self) for b in book.bands if b.code == code), None)
        if source == "listed":
            return next(
                (names_on(one, self.on) for one in book.black_lists if one.code == code), ()
            )
        sheet = next((s for s in book.score_sheets if s.code == code), None)
        if sheet is None:
            return None
        if source == "score":
            return self.value(sheet.entered) if sheet.entered is not None else None
        total = self.figure(f"score.{code}")
        return next((g.code for g in sheet.grades if total is not None and g.holds(total)), None)


def band_code(bands: BandSet, situation: Situation) -> str | None:
    """Return the code of the band that the measured figure lies in."""
    value = situation.sum(bands.measure, default=None)
    if value is None:
        return None
    return next((band.code for band in bands.bands if band.holds(value)), None)


def names_on(listing: BlackList, on: date) -> tuple[str, ...]:
    """Return the names that stand on a list on this day."""
    return tuple(entry.name for entry in listing.entries if _stands(entry, listing.term, on))


def _stands(entry: Listed, term: Period | None, on: date) -> bool:
    until = entry.until
    if until is None and term is not None:
        until = floor_day(entry.since, term.count, term.unit)
    return entry.since <= on and (until is None or on <= until)


def day_of(value: object) -> date | None:
    """Read a fact as a day; the form of JSON counts too."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, str):
        try:
            return date.fromisoformat(value[:10])
        except ValueError:
            return None
    return value if isinstance(value, date) else None


def figure_of(value: object) -> Decimal | None:
    """Read a fact as a figure; the form of JSON counts too."""
    if isinstance(value, Decimal):
        return value if value.is_finite() else None
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    try:
        figure = Decimal(value.strip() if isinstance(value, str) else value)
    except InvalidOperation:
        return None
    return figure if figure.is_finite() else None
