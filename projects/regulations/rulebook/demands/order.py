"""Demands of order: what must have passed before, when it is time, which way a change goes."""

from collections.abc import Iterator

from projects.regulations.rulebook.changes import ChangeRoute
from projects.regulations.rulebook.conditions import (
    All,
    Condition,
    FactIn,
    FactPresent,
    RecordPassed,
    WithinClock,
)
from projects.regulations.rulebook.contents import Contents
from projects.regulations.rulebook.demands.making import both, demand, equals, no
from projects.regulations.rulebook.gates import Requirement
from projects.regulations.rulebook.life import StageRule

ENDING_GATE, ENDING_FACT = "standing_change", "standing_change.move"


def demands_of_preconditions(book: Contents) -> Iterator[tuple[str, Requirement]]:
    """Demand that one thing has passed before another."""
    for one in book.preconditions:
        later = book.label_of_gate(one.gate)
        yield (
            one.gate,
            demand(
                one,
                all_passed(one.after),
                one.message or f"{{found}}通过后才能办理{later}。",
                # Written in the editor it has no id of its own.
                rule_id=one.id or f"{one.gate}.after.{'-'.join(one.after)}",
                when=one.when,
                missing=[(book.label_of_gate(kind), f"record:{kind}") for kind in one.after],
            ),
        )


def stage_demand(book: Contents, stage: StageRule, leaving_for: str) -> Requirement:
    """Make the demand that a stage is complete before a project goes on."""
    return demand(
        stage.rule,
        all_passed(stage.ends_with),
        f"{stage.label}阶段尚未完成，还缺{{found}}。",
        rule_id=f"stage.{stage.code}.{leaving_for}",
        when=on_tracks_with(book, stage),
        missing=[(book.label_of_gate(kind), f"record:{kind}") for kind in stage.ends_with],
    )


def on_tracks_with(book: Contents, stage: StageRule) -> Condition | None:
    """Return the condition that a project goes through a stage; None where all do."""
    tracks = book.life.tracks
    through = tuple(
        track.code
        for track in tracks
        if stage.code in track.stages and not set(stage.ends_with) & set(track.skips)
    )
    if len(through) == len(tracks):
        return None
    if not through:
        return no(FactPresent(test="fact_present", fact="project.track"))
    return FactIn(test="fact_in", fact="project.track", values=through)


def demands_of_clocks(book: Contents) -> Iterator[tuple[str, Requirement]]:
    """Demand that a gate lies within its clocks, where they bind."""
    for gate in book.gates:
        for clock in gate.clocks:
            if clock.is_enforced:
                words = f"{clock.label}：{{found}}{{day}}，请按时限办理。"
                condition = WithinClock(test="within_clock", clock=str(clock.id))
                yield gate.code, demand(clock, condition, clock.message or words, when=clock.when)


def demands_of_changes(book: Contents) -> Iterator[tuple[str, Requirement]]:
    """Demand that a change goes the way that is its own."""
    own = {r.gate for r in book.change_routes if r.action in ("SELF_FILING", "APPROVAL")}
    own |= {r.gate for r in book.change_routes if r.action == "REFUSE"}
    for route in book.change_routes:
        refused = (gate for gate in sorted(own) if route.action == "REFUSE" or gate != route.gate)
        for gate in refused:
            condition = no(equals("change.route", route.code))
            yield gate, demand(route, condition, _way_out(book, route), part=gate)
    for gate in sorted(own):
        condition = FactPresent(test="fact_present", fact="change.route")
        words = "这项变更不属于本办法规定的任何一种变更路径，请核对变更的金额、事由和目标。"
        yield gate, demand(None, condition, words, rule_id=f"change_routes.{gate}")


def _way_out(book: Contents, route: ChangeRoute) -> str:
    if route.message:
        return route.message
    if route.action == "REFUSE":
        return f"{route.label}：不得这样变更。"
    return f"这项变更应当{route.label}，请办理{book.label_of_gate(route.gate)}。"


def demands_of_endings(book: Contents) -> Iterator[tuple[str, Requirement]]:
    """Demand what must be so before a project is suspended, resumed or ended."""
    for one in book.endings:
        asked = equals(ENDING_FACT, one.action)
        if one.when is not None:
            message = one.message or f"不符合{one.label}的前提。"
            yield ENDING_GATE, demand(one, one.when, message, part="when", when=asked)
        if one.stages:
            stages = FactIn(test="fact_in", fact="project.stage", values=one.stages)
            names = "、".join(book.label_of_stage(stage) for stage in one.stages)
            message = f"{one.label}只能在{names}阶段办理。"
            yield ENDING_GATE, demand(one, stages, message, part="stages", when=asked)
        if one.settles:
            missing = [(book.label_of_gate(kind), f"record:{kind}") for kind in one.settles]
            message = one.message or f"{one.label}以前要先完成清算：{{found}}。"
            passed = all_passed(one.settles)
            yield (
                ENDING_GATE,
                demand(one, passed, message, part="settle", when=asked, missing=missing),
            )
        if one.reasons:
            codes = tuple(reason.code for reason in one.reasons)
            reason = FactIn(test="fact_in", fact="standing_change.reason_code", values=codes)
            names = "、".join(reason.label for reason in one.reasons)
            message = f"请选择{one.label}的事由：{names}。"
            page = [("事由", f"{ENDING_GATE}#reason_code")]
            yield (
                ENDING_GATE,
                demand(one, reason, message, part="reason", when=both(asked, None), missing=page),
            )


def all_passed(kinds: tuple[str, ...]) -> Condition:
    """Return the condition that records of all these kinds have passed."""
    parts = tuple(RecordPassed(test="record_passed", kind=kind) for kind in kinds)
    return parts[0] if len(parts) == 1 else All(test="all", of=parts)
