"""What a project that was taken over from a ledger still owes its past (补录项目尚欠的材料)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from projects.registry.models import Record, RecordStatus
from projects.registry.rules import Gatekeeper, past_kinds


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """One record of the past, and the papers that its rulebook asks for with it."""

    label: str
    stage: str
    papers: tuple[str, ...]


def owed_of(keeper: Gatekeeper, records: Iterable[Record]) -> list[Owed]:
    """Return what the rulebook asks of the stages before the project was taken over."""
    passed = {record.kind for record in records if record.status == RecordStatus.PASSED}
    return list(_owed(keeper, passed))


def _owed(keeper: Gatekeeper, passed: set[str]) -> Iterator[Owed]:
    for kind in past_kinds(keeper.project):
        if kind.code in passed or kind.is_repeatable or not keeper.applies(kind):
            continue
        verdict = keeper.judge(kind.gate_code)
        papers = (m.label for refusal in verdict.refusals for m in refusal.missing)
        yield Owed(
            label=kind.label,
            stage=kind.stages[-1].label,
            papers=tuple(paper for paper in dict.fromkeys(papers) if paper != kind.label),
        )
