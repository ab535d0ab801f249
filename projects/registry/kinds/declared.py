"""What a rulebook declares of records, as kinds and sheets of the registry.

A kind is declared whole, or it extends one of the stages: its sheet goes on, other boxes are
left out or offer what the measures name. What is confirmed and answered when a record is
sent (声明、核对清单) becomes boxes of the same sheet, so it is kept, printed and frozen with it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from documents.sheets.shapes import Block, Field, FieldKind, Sheet, SignOff
from projects.registry.kinds.shapes import RecordKind
from projects.registry.models import Stage
from projects.regulations.queries import role_in
from projects.regulations.rulebook import Rulebook, records
from projects.regulations.rulebook.displays import Checklist
from projects.regulations.rulebook.gates import LineWord

DECLARATIONS = "declarations"
CHECKLIST = "checklist_"
EXPLAIN = "表单中出现下列用语的，说明是否新建、为什么需要；没有出现的不填。"
ITEM, ANSWER, REMARK = "item", "answer", "remark"

_BOXES: Mapping[str, FieldKind] = {
    "text": FieldKind.TEXT,
    "long_text": FieldKind.LONG_TEXT,
    "date": FieldKind.DATE,
    "money": FieldKind.MONEY,
    "number": FieldKind.NUMBER,
    "percent": FieldKind.NUMBER,
    "choice": FieldKind.CHOICE,
    "choices": FieldKind.CHOICES,
    "yes_no": FieldKind.YES_NO,
    "user": FieldKind.PERSON,
    "unit": FieldKind.UNIT,
    "post": FieldKind.TEXT,
    "paper": FieldKind.TEXT,
    "table": FieldKind.TABLE,
}


def declared_kind(
    rule: records.RecordKind, base: RecordKind | None, rulebook: Rulebook
) -> RecordKind:
    """Return a kind as a rulebook declares it, or as it extends one of the stages."""
    kind = base or RecordKind(
        code=rule.code,
        label=rule.label,
        stages=(),
        sheet=rule.code,
        is_repeatable=rule.is_repeatable,
        permission=f"projects.{rule.permission}",
        is_numbered=bool(rule.number_pattern),
    )
    outcome = rule.outcome
    return replace(
        kind,
        label=rule.label,
        declared=sheet_of_rule(rule, None if base is None else base.form, rulebook),
        rule=rule,
        writers=tuple(role_in(rulebook, role) for role in rule.writers),
        number_pattern=rule.number_pattern,
        outcome="" if outcome is None else outcome.field,
        passing=frozenset() if outcome is None else frozenset(outcome.passing),
        outcome_step="" if outcome is None else outcome.step or "",
    )


def sheet_of_rule(
    rule: records.RecordKind | None, base: Sheet | None, rulebook: Rulebook, code: str = ""
) -> Sheet:
    """Return the sheet of a kind: what it extends, its own blocks, what is to be confirmed."""
    code = code if rule is None else rule.code
    own = () if rule is None else tuple(_block(block, rulebook) for block in rule.blocks)
    asked = tuple(_asked(code, rulebook))
    if base is not None:
        label = base.title if rule is None else rule.label
        kept = tuple(_kept(base, rule, rulebook))
        return replace(base, title=label, blocks=(*kept, *own, *asked))
    assert rule is not None
    return Sheet(
        code=code,
        title=rule.label,
        blocks=(*own, *asked),
        sign_offs=tuple(SignOff(one.label, one.step) for one in rule.sign_offs),
        template_version=rulebook.version,
    )


def _kept(base: Sheet, rule: records.RecordKind | None, rulebook: Rulebook) -> Iterator[Block]:
    """Yield the blocks of a sheet without what is dropped, offering what the measures name.

    A list of the rulebook named after a box (`purposes` for `purpose`) replaces its choices.
    """
    dropped = () if rule is None else rule.drops
    for block in base.blocks:
        fields = tuple(_offering(f, rulebook) for f in block.fields if f.code not in dropped)
        if fields:
            yield replace(block, fields=fields)


def _offering(box: Field, rulebook: Rulebook) -> Field:
    offered = rulebook.choices(f"{box.code}s") or rulebook.choices(box.code)
    if not box.choices or not offered:
        return box
    return replace(box, choices=tuple((choice.code, choice.label) for choice in offered))


def asks_anything(code: str, rulebook: Rulebook) -> bool:
    """Whether something is to be confirmed or answered when a kind is sent."""
    return any(True for _ in _asked(code, rulebook))


def places_of(
    rule: records.RecordKind | None, kind: RecordKind, rulebook: Rulebook
) -> tuple[frozenset[str], tuple[Stage, ...]]:
    """Return where a kind is filled in: by the rulebook's own stages, and by the system's."""
    named = rulebook.life.stages
    wanted = () if rule is None else rule.stages
    if not named:
        return frozenset(), tuple(Stage(code) for code in wanted) or kind.stages
    codes = {stage.code for stage in named}
    if wanted:
        found = [
            s for s in named if s.code in wanted or (s.phase in wanted and s.phase not in codes)
        ]
    else:
        found = [s for s in named if kind.code in s.gates]
        found = found or [s for s in named if Stage(s.phase) in kind.stages]
    phases = tuple(dict.fromkeys(Stage(stage.phase) for stage in found))
    return frozenset(stage.code for stage in found), phases


def _block(block: records.FormBlock, rulebook: Rulebook) -> Block:
    return Block(block.label, tuple(_box(field, rulebook) for field in block.fields), block.note)


def _box(field: records.FormField, rulebook: Rulebook) -> Field:
    box = _plain(field, field.kind, rulebook)
    if field.kind == "paper":
        return replace(box, hint=field.hint or "请在“附件”中上传，此处填写份数或说明。")
    return replace(
        box,
        columns=tuple(_plain(column, column.kind, rulebook) for column in field.columns),
        rows=field.given_rows,
    )


def _plain(box: records.FormField | records.FormColumn, kind: str, rulebook: Rulebook) -> Field:
    offered = rulebook.choices(box.among) if box.among else box.choices
    return Field(
        code=box.code,
        label=box.label,
        kind=_BOXES[kind],
        required=box.required,
        choices=tuple((choice.code, choice.label) for choice in offered),
        hint=box.hint,
        unit="%" if kind == "percent" else box.unit,
        min=box.min,
        max=box.max,
    )


def _asked(code: str, rulebook: Rulebook) -> Iterator[Block]:
    """Yield what is confirmed and answered by whoever sends a record of this kind."""
    stated = [d for d in rulebook.declarations if d.gate == code and d.step is None]
    if stated:
        known = tuple((one.code, one.statement) for one in stated)
        yield Block("声明", (Field(DECLARATIONS, "声明", FieldKind.CHOICES, choices=known),))
    touched = [line for line in rulebook.red_lines if line.answer and line.scanned_form == code]
    if touched:
        yield Block("红线用语说明", tuple(map(_explained, touched)), EXPLAIN)
    for checklist in rulebook.checklists:
        if checklist.gate == code and checklist.step is None:
            yield Block(checklist.label, (_checklist(checklist),))


def _explained(line: LineWord) -> Field:
    """Ask what a touched red line is about; where no such word occurs, nothing is asked."""
    words = "、".join(line.words)
    return Field(line.answer, line.label, FieldKind.LONG_TEXT, hint=f"出现{words}等用语时填写。")


def _checklist(checklist: Checklist) -> Field:
    return Field(
        code=f"{CHECKLIST}{checklist.code}",
        label=checklist.label,
        kind=FieldKind.TABLE,
        columns=(
            Field(ITEM, "核对内容", share=6),
            Field(ANSWER, "是否符合", FieldKind.YES_NO, share=1),
            Field(REMARK, "说明", share=3),
        ),
        rows=tuple(item.label for item in checklist.items),
    )
