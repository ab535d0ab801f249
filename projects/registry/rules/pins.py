"""What would change for a project under another version of its measures, and whether it may."""

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from approvals.calendars.queries import working_calendar
from config.kernel.periods import chinese_day
from config.kernel.verdicts import ALLOWED, Verdict
from projects.registry import kinds
from projects.registry.facts import facts_of
from projects.registry.life import LifeStage, life_of
from projects.registry.models import PinChange, Project, Record, RecordStatus, Stage
from projects.registry.rules.basis import cited
from projects.registry.rules.gates import Gatekeeper, gatekeeper
from projects.registry.rules.members import may_stay_together
from projects.regulations.interpreter import clocks_of
from projects.regulations.models import RulebookVersion
from projects.regulations.queries import rulebook_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """One thing that would change."""

    label: str
    detail: str

    def to_json(self) -> list[str]:
        """Return it as it is kept."""
        return [self.label, self.detail]


def under(project: Project, version: RulebookVersion) -> Project:
    """Return a project as it would be under another version; nothing is written."""
    other = copy.copy(project)
    other._state = copy.copy(project._state)  # noqa: SLF001 - a copy with relations of its own
    other._state.fields_cache = dict(project._state.fields_cache)  # noqa: SLF001
    other.rulebook = version
    place = place_under(other)
    other.life_stage = place.code if place.rule is not None else ""
    other.life_label = place.label if place.rule is not None else ""
    return other


def place_under(project: Project) -> LifeStage:
    """Return the stage of its life in which a project finds itself under its version."""
    return life_of(project).stage_of(project)


def may_ask_for(project: Project, version: RulebookVersion, on: date) -> Verdict:
    """Decide whether a project may go on under another version."""
    if version.pk == project.rulebook_id:
        return cited(project, "项目现在适用的就是这一版本。", None)
    verdict = ALLOWED
    if not version.is_in_force:
        verdict &= cited(project, f"{version}没有启用，不能改用。", None)
    if project.stage == Stage.ARCHIVED:
        verdict &= cited(project, "项目已归档，不再改用其他版本。", None)
    moved = under(project, version)
    phases = {stage.phase for stage in life_of(moved).stages}
    if Stage(project.stage) not in phases:
        label = Stage(project.stage).label
        verdict &= cited(project, f"{version}没有{label}阶段，项目无处安放，不能改用。", None)
    if PinChange.objects.filter(project=project, state=PinChange.State.ASKED).exists():
        verdict &= cited(project, "已有一件改用申请待办理，请先办结或撤回。", None)
    return verdict & may_stay_together(moved, on)


def preview(project: Project, version: RulebookVersion, on: date) -> list[Effect]:
    """Say what would change: stage, kinds, gates, refusals and days."""
    before = gatekeeper(project, on, facts_of(project))
    moved = under(project, version)
    after = gatekeeper(moved, on, facts_of(moved))
    return [
        *_of_stage(project, moved),
        *_of_kinds(project, moved),
        *_of_gates(before, after),
        *_of_refusals(before, after),
        *_of_days(before, after),
    ]


def _of_stage(project: Project, moved: Project) -> Iterator[Effect]:
    if project.stage_label != moved.stage_label:
        yield Effect(label="阶段", detail=f"{project.stage_label} → {moved.stage_label}")


def _of_kinds(project: Project, moved: Project) -> Iterator[Effect]:
    kept, known = kinds.codes_of(project), kinds.codes_of(moved)
    gone = Record.objects.filter(project=project).exclude(kind__in=known)
    for title in (
        gone.exclude(status=RecordStatus.VOID).order_by("pk").values_list("title", flat=True)
    ):
        yield Effect(label="新版本没有这种记录，只供查阅", detail=title)
    for code in known:
        if code not in kept:
            yield Effect(label="新增记录", detail=kinds.label_of(moved, code))


def _of_gates(before: Gatekeeper, after: Gatekeeper) -> Iterator[Effect]:
    old, new = (rulebook_of(one.project.rulebook).gates_by_code for one in (before, after))
    for code in old.keys() - new.keys():
        yield Effect(label="取消关口", detail=old[code].label)
    for code in new.keys() - old.keys():
        yield Effect(label="新增关口", detail=new[code].label)


def _of_refusals(before: Gatekeeper, after: Gatekeeper) -> Iterator[Effect]:
    """Compare the gates that both versions know, of this stage and what is under way."""
    old, new = (rulebook_of(one.project.rulebook).gates_by_code for one in (before, after))
    for code in old.keys() & new.keys():
        was = {refusal.message for refusal in before.judge(code).blocking}
        becomes = {refusal.message: refusal for refusal in after.judge(code).blocking}
        label = new[code].label
        for message in sorted(becomes.keys() - was):
            basis = becomes[message].basis
            yield Effect(label=f"{label}新增要求", detail=f"{message}（{basis}）")
        for message in sorted(was - becomes.keys()):
            yield Effect(label=f"{label}不再要求", detail=message)


def _of_days(before: Gatekeeper, after: Gatekeeper) -> Iterator[Effect]:
    was, becomes = _days(before), _days(after)
    for label in sorted(was.keys() | becomes.keys()):
        old, new = was.get(label), becomes.get(label)
        if old != new:
            words = f"{_day(old)} → {_day(new)}"
            yield Effect(label=f"期限变化：{label}", detail=words)


def _days(keeper: Gatekeeper) -> dict[str, date | None]:
    rulebook = rulebook_of(keeper.project.rulebook)
    running = clocks_of(rulebook, keeper.facts, keeper.on, working_calendar())
    return {f"{one.gate.label}{one.clock.label}": one.latest for one in running if one.latest}


def _day(day: date | None) -> str:
    return "无" if day is None else chinese_day(day)
