"""Asking the rulebook of a project whether its gates are open."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from approvals.calendars.queries import working_calendar
from config.kernel.verdicts import Missing, Refusal, Strength, Verdict
from projects.registry import kinds
from projects.registry.facts import Facts, facts_of
from projects.registry.life import life_of
from projects.registry.models import Project, Record, Stage
from projects.registry.rules.places import newest_by_kind, newest_in, supplies
from projects.regulations.interpreter import judge
from projects.regulations.interpreter.conditions import Situation, evaluate
from projects.regulations.queries import rulebook_of, waived_rules
from projects.regulations.rulebook.conditions import Condition

PLAN = "tab:plan"


def judge_gate(project: Project, gate: str, on: date, facts: Facts | None = None) -> Verdict:
    """Ask the project's rulebook whether a gate is open today."""
    return gatekeeper(project, on, facts).judge(gate)


def gatekeeper(
    project: Project,
    on: date,
    facts: Facts | None = None,
    records: Iterable[Record] | None = None,
) -> "Gatekeeper":
    """Read once what the gates of a project need to be judged."""
    return Gatekeeper(
        project=project,
        on=on,
        facts=facts_of(project) if facts is None else facts,
        waived=waived_rules(project.pk, on),
        newest=None if records is None else newest_by_kind(records),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Gatekeeper:
    """Judges the gates of one project on one day, without a query for each of them."""

    project: Project
    on: date
    facts: Facts
    waived: frozenset[str]
    newest: Mapping[str, Record] | None

    def judge(self, gate: str, step: str | None = None) -> Verdict:
        """Decide whether a gate is open, each missing thing with the page that supplies it.

        With a step of its route it is asked whether that step may agree.
        """
        return self._with_pages(self._judged(gate, step))

    def may_begin(self, kind: kinds.RecordKind) -> Verdict:
        """Decide whether it makes sense to begin a record: what it will itself supply is no bar."""
        outside = (r for r in self._judged(kind.gate_code) if _lies_outside(r, kind.code))
        return self._with_pages(tuple(outside))

    def applies(self, kind: kinds.RecordKind) -> bool:
        """Whether a project of this sort has this kind of record at all."""
        if kind.code in life_of(self.project).skips:
            return False
        when = None if kind.rule is None else kind.rule.when
        return when is None or self.holds(when)

    def holds(self, condition: Condition) -> bool:
        """Whether a condition of the rulebook holds today."""
        rulebook = rulebook_of(self.project.rulebook)
        return evaluate(condition, Situation(rulebook, self.facts, self.on, working_calendar())).met

    def _judged(self, gate: str, step: str | None = None) -> tuple[Refusal, ...]:
        rulebook, calendar = rulebook_of(self.project.rulebook), working_calendar()
        refusals = judge(
            rulebook,
            gate,
            self.facts,
            self.on,
            step=step,
            calendar=calendar,
            waived=self.waived,
            resolve=str,
        ).refusals
        if not self.project.is_backfilled:
            return refusals
        past = frozenset(kind.code for kind in past_kinds(self.project))
        return tuple(_spared(refusal, past) for refusal in refusals)

    def _with_pages(self, refusals: tuple[Refusal, ...]) -> Verdict:
        newest = self.newest
        if newest is None and any(m.url for refusal in refusals for m in refusal.missing):
            newest = newest_in(self.project)
        return Verdict(tuple(_with_pages(refusal, self.project, newest) for refusal in refusals))


def _with_pages(refusal: Refusal, project: Project, newest: Mapping[str, Record] | None) -> Refusal:
    missing = tuple(
        Missing(label=m.label, url=supplies(project, m.url, newest) if m.url else "")
        for m in refusal.missing
    )
    return replace(refusal, missing=missing)


def past_kinds(project: Project) -> list[kinds.RecordKind]:
    """Return the kinds whose time was over when a project was taken over from a ledger (补录)."""
    if not project.is_backfilled:
        return []
    order = list(Stage)
    before = set(order[: order.index(Stage(project.backfilled_into))])
    return [kind for kind in kinds.kinds_of(project) if kind.stages and before >= set(kind.stages)]


def _spared(refusal: Refusal, past: frozenset[str]) -> Refusal:
    """Let what the past owes stand in nobody's way; it stays on the list of what is owed."""
    places = [missing.url for missing in refusal.missing if missing.url]
    if not places or any(_kind_behind(place) not in past for place in places):
        return refusal
    return replace(refusal, strength=Strength.ADVICE)


def _kind_behind(place: str) -> str:
    """Return the kind of record that a place of a rulebook names, or which supplies it."""
    if place == PLAN:
        return "initiation"
    name, _, _ = place.removeprefix("record:").partition("#")
    return name


def _lies_outside(refusal: Refusal, kind: str) -> bool:
    """Whether a refusal lies outside the record itself: another record, a plan, a day to come."""
    if refusal.opens_on is not None:
        return True
    places = [missing.url for missing in refusal.missing if missing.url]
    own = (f"{kind}#", f"record:{kind}", "papers:")
    return bool(places) and not any(place.startswith(own) for place in places)
