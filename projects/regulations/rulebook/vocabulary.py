"""The facts that one rulebook may ask about: those of the system and those it makes itself.

| source                    | facts |
| any record kind `k`       | `k.passed` `k.passed_on` `k.submitted_on` `k.count` `k.open` |
|                           | `k.outcome` `k.failed_count` `k.last_failed_on` |
| a field `f` of it         | `k.f`; for money and numbers also `k.f.total` over passed records |
| a table `t` of it         | `k.t` = `k.t.count`, the number of rows |
| a column `c` of the table | `k.t.c` (codes) `.blank`, figures `.sum` `.max` `.min`, money `.by`, |
|                           | yes or no `.yes`, choices `.counts` |
| a declared form `k`       | `k.red_line_hits`, the red lines it touches without a word on them |
| settings, bands, scores   | `setting.s` `band.b` `score.s` `grade.s` |
| checklists                | `checklist.c` `checklist.c.answered` |
| panels                    | `panel.p.size` `.attended` `.external` `.recused` … |
| publications, lists       | `publication.p.since` `publication.p.objections` `listed.l` |
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from projects.regulations.rulebook.contents import Contents
from projects.regulations.rulebook.facts import (
    FACTS,
    SAME_AS_BOX,
    Choices,
    Fact,
    FactKind,
    built_in_kinds,
)
from projects.regulations.rulebook.gates import WORDS_FOUND
from projects.regulations.rulebook.records import FormColumn, FormField, RecordKind

KIND_OF_BOX: dict[str, FactKind] = {
    "text": FactKind.TEXT,
    "long_text": FactKind.TEXT,
    "date": FactKind.DAY,
    "money": FactKind.AMOUNT,
    "number": FactKind.NUMBER,
    "percent": FactKind.NUMBER,
    "choice": FactKind.CODE,
    "choices": FactKind.CODES,
    "yes_no": FactKind.TRUTH,
    "user": FactKind.CODE,
    "unit": FactKind.CODE,
    "post": FactKind.CODE,
    "paper": FactKind.TRUTH,
    "table": FactKind.NUMBER,
}
KIND_OF_SETTING: dict[str, FactKind] = {
    "money": FactKind.AMOUNT,
    "number": FactKind.NUMBER,
    "yes_no": FactKind.TRUTH,
    "text": FactKind.TEXT,
    "choice": FactKind.CODE,
}
_OF_EVERY_RECORD = {
    "passed": ("已通过", FactKind.TRUTH),
    "passed_on": ("通过日期", FactKind.DAY),
    "submitted_on": ("提交日期", FactKind.DAY),
    "open": ("正在办理", FactKind.TRUTH),
    "count": ("已通过的份数", FactKind.NUMBER),
    "outcome": ("结论", FactKind.CODE),
    "failed_count": ("不通过的次数", FactKind.NUMBER),
    "last_failed_on": ("最近一次不通过的日期", FactKind.DAY),
    "expert_conclusion": ("的专家评审结论", FactKind.CODE),
    "expert_score": ("的专家评审总分", FactKind.NUMBER),
}
_OF_EVERY_PANEL = {
    "size": ("人数", FactKind.NUMBER),
    "attended": ("到会人数", FactKind.NUMBER),
    "external": ("外部成员人数", FactKind.NUMBER),
    "senior": ("高级职称人数", FactKind.NUMBER),
    "drawn": ("随机抽取人数", FactKind.NUMBER),
    "candidates": ("候选人数", FactKind.NUMBER),
    "least_years": ("最短从业年限", FactKind.NUMBER),
    "recused": ("应当回避的成员", FactKind.CODES),
    "conclusion": ("评审结论", FactKind.CODE),
}


def vocabulary_of(book: Contents) -> dict[str, Fact]:
    """Return every fact that this rulebook may ask about."""
    found: dict[str, Fact] = {}
    for code, (label, boxes) in built_in_kinds().items():
        found |= _of_record(code, label) | _offering(code, boxes, book)
    for kind in book.record_kinds:
        found |= _of_record(kind.code, kind.label) | facts_of_kind(kind, book)
        if kind.extends is None and not kind.is_off:
            name = f"{kind.code}.{WORDS_FOUND}"
            found[name] = Fact(f"{kind.label}中未作说明的红线内容", FactKind.CODES)
    for name, fact in FACTS.items():
        box = found.get(SAME_AS_BOX.get(name, name))
        found[name] = replace(fact, choices=box.choices) if box else fact
    found |= {f"setting.{s.code}": Fact(s.label, KIND_OF_SETTING[s.kind]) for s in book.settings}
    found |= {f"band.{band.code}": Fact(band.label, FactKind.CODE) for band in book.bands}
    for sheet in book.score_sheets:
        found[f"score.{sheet.code}"] = Fact(f"{sheet.label}总分", FactKind.NUMBER)
        found[f"score.{sheet.code}.below_floor"] = Fact(
            f"{sheet.label}中低于最低分的指标", FactKind.CODES
        )
        found[f"grade.{sheet.code}"] = Fact(f"{sheet.label}等级", FactKind.CODE)
    return found | _of_duties(book)


@dataclass(frozen=True, slots=True)
class Box:
    """A field or a column of a form, as far as facts are concerned."""

    code: str
    label: str
    kind: str
    choices: Choices = ()
    columns: tuple["Box", ...] = ()


def facts_of_kind(kind: RecordKind, book: Contents) -> dict[str, Fact]:
    """Return the facts that the form of a declared record kind makes."""

    def box(declared: FormField | FormColumn, columns: tuple[Box, ...] = ()) -> Box:
        offered = declared.choices or book.choices(declared.among or "")
        choices = tuple((choice.code, choice.label) for choice in offered)
        return Box(declared.code, declared.label, declared.kind, choices, columns)

    boxes = [box(field, tuple(map(box, field.columns))) for field in kind.fields]
    return facts_of_boxes(kind.code, kind.label, boxes)


def facts_of_boxes(code: str, label: str, boxes: Iterable[Box]) -> dict[str, Fact]:
    """Return the facts that the boxes of any form make."""
    found: dict[str, Fact] = {}
    for box in boxes:
        found |= _of_field(f"{code}.{box.code}", f"{label}的{box.label}", box)
    return found


def _offering(code: str, boxes: Mapping[str, Fact], book: Contents) -> dict[str, Fact]:
    """Let a list named after a box of a built-in form (`purposes` for `purpose`) be its choices."""
    found = dict(boxes)
    for name, fact in boxes.items():
        box = name.removeprefix(f"{code}.")
        offered = fact.choices and (book.choices(f"{box}s") or book.choices(box))
        if offered:
            found[name] = replace(fact, choices=tuple((c.code, c.label) for c in offered))
    return found


def _of_record(code: str, label: str) -> dict[str, Fact]:
    return {
        f"{code}.{name}": Fact(f"{label}{words}", kind)
        for name, (words, kind) in _OF_EVERY_RECORD.items()
    }


def _of_field(name: str, label: str, field: Box) -> dict[str, Fact]:
    found = {name: Fact(label, KIND_OF_BOX[field.kind], field.choices)}
    if found[name].kind in (FactKind.AMOUNT, FactKind.NUMBER):
        found[f"{name}.total"] = Fact(f"{label}累计", found[name].kind)
    if field.kind == "table":
        found[f"{name}.count"] = Fact(f"{label}行数", FactKind.NUMBER)
    parts = next((column.choices for column in field.columns if column.kind == "choice"), ())
    for column in field.columns:
        found |= _of_column(f"{name}.{column.code}", f"{label}中的{column.label}", column, parts)
    return found


def _of_column(name: str, label: str, column: Box, parts: Choices) -> dict[str, Fact]:
    kind = KIND_OF_BOX[column.kind]
    found = {
        name: Fact(label, FactKind.CODES, column.choices),
        f"{name}.blank": Fact(f"{label}未填的行数", FactKind.NUMBER),
    }
    if kind in (FactKind.AMOUNT, FactKind.NUMBER):
        found[f"{name}.sum"] = Fact(f"{label}合计", kind)
        found[f"{name}.max"] = Fact(f"{label}最大值", kind)
        found[f"{name}.min"] = Fact(f"{label}最小值", kind)
    if kind is FactKind.TRUTH:
        found[f"{name}.yes"] = Fact(f"{label}为是的行数", FactKind.NUMBER)
    if kind is FactKind.CODE:
        found[f"{name}.counts"] = Fact(f"{label}各值的行数", FactKind.AMOUNTS, column.choices)
    if kind is FactKind.AMOUNT:
        found[f"{name}.by"] = Fact(f"{label}分项合计", FactKind.AMOUNTS, parts)
    return found


def _of_duties(book: Contents) -> dict[str, Fact]:
    found: dict[str, Fact] = {}
    for checklist in book.checklists:
        name = f"checklist.{checklist.code}"
        found[name] = Fact(f"{checklist.label}中已确认的条目", FactKind.CODES)
        found[f"{name}.answered"] = Fact(f"{checklist.label}中已回答的条目", FactKind.CODES)
    for panel in book.panels:
        own: Iterable[tuple[str, tuple[str, FactKind]]] = (
            *_OF_EVERY_PANEL.items(),
            *((share.code, (share.label, FactKind.NUMBER)) for share in panel.shares),
        )
        for name, (words, kind) in own:
            found[f"panel.{panel.code}.{name}"] = Fact(f"{panel.label}{words}", kind)
    for publication in book.publications:
        name = f"publication.{publication.code}"
        found[f"{name}.since"] = Fact(f"{publication.label}开始日期", FactKind.DAY)
        found[f"{name}.objections"] = Fact(f"{publication.label}有未处理的异议", FactKind.TRUTH)
    for listing in book.black_lists:
        found[f"listed.{listing.code}"] = Fact(f"{listing.label}上的名称", FactKind.CODES)
    for plan in book.plans:
        found |= {"plan.priority": Fact("优先类", FactKind.CODE)} if plan.priorities else {}
    return found
