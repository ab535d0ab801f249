"""Gathering what a draft may name: from its own lists, and from the installation."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from projects.regulations.editor import lexicon
from projects.regulations.editor.lenient import Raw, lenient
from projects.regulations.editor.schema import fields_of, own_field
from projects.regulations.rulebook import Rulebook
from projects.regulations.rulebook.citations import BINDING_WORDS, SOFT_WORDS
from projects.regulations.rulebook.facts import Fact, built_in_kinds
from projects.regulations.rulebook.gates import APPLICATION, WORDS_FOUND
from projects.regulations.rulebook.life import STAGE_LABELS
from projects.regulations.rulebook.routes import PAPERS
from projects.regulations.rulebook.scope import EXCLUSIVE_WORDS, INCLUSIVE_WORDS
from projects.regulations.rulebook.shapes import Shape
from projects.regulations.rulebook.vocabulary import vocabulary_of

type Options = tuple[tuple[str, str], ...]
type Groups = tuple[tuple[str, Options], ...]

OWN = "本办法"
REGISTERED = (("project_name", "项目名称"), ("plan_year", "年度"), ("amount", "申报金额"))
PLACES = (("regulation", "办法页"), ("project", "项目页"), ("print", "打印件"))


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What stands outside the draft and may be named in it: rows of this installation."""

    named: Mapping[str, Options] = field(default_factory=dict)


class Known:
    """What is known of one draft: what stands in it, and the world around it."""

    def __init__(self, raw: Raw, world: World) -> None:
        self.raw, self.world = raw, world

    @cached_property
    def rulebook(self) -> Rulebook:
        """The draft as far as it can be read."""
        return lenient(self.raw)

    @cached_property
    def vocabulary(self) -> dict[str, Fact]:
        """The facts that the draft may ask about."""
        return vocabulary_of(self.rulebook)

    @property
    def built_in(self) -> dict[str, str]:
        """The kinds of records that every installation has."""
        kinds = {code: label for code, (label, _) in built_in_kinds().items()}
        return dict(self.world.named.get("record_kinds", ())) | kinds

    def of_section(self, of: str) -> list[tuple[str, str]]:
        """Return the members of every list of the draft that bears this name."""
        return [(code, label) for _, code, label in sections(of, self.raw, Rulebook, OWN)]


def sections(of: str, value: Any, shape: type[Shape], group: str) -> Iterator[tuple[str, str, str]]:
    """Walk to every list of this name; its members are grouped by the thing they lie in."""
    if not isinstance(value, Mapping):
        return
    for asked in fields_of(shape):
        inner = value.get(asked.name)
        if asked.shape is None or asked.variants or not inner:
            continue
        members = inner if isinstance(inner, list) else [inner]
        for member in members:
            if asked.name == of and isinstance(inner, list):
                yield from members_of(member, asked.shape, group)
            deeper = _words_of(member) if isinstance(inner, list) else ""
            yield from sections(of, member, asked.shape, deeper or group)


def members_of(member: Any, shape: type[Shape], group: str) -> Iterator[tuple[str, str, str]]:
    own = own_field(shape)
    if isinstance(member, Mapping) and member.get(own):
        yield group, str(member[own]), _words_of(member) or "尚未命名"


def _words_of(member: Any) -> str:
    return (
        str(member.get("label") or member.get("title") or "") if isinstance(member, Mapping) else ""
    )


type Gathered = Iterator[tuple[str, list[tuple[str, str]]]]


def _facts(names: Known) -> Gathered:
    kinds = dict(names.of_section("record_kinds"))
    groups: dict[str, list[tuple[str, str]]] = {}
    seen: set[str] = set()
    for name, fact in names.vocabulary.items():
        source = name.partition(".")[0]
        group = kinds.get(source) or names.built_in.get(source) or _SOURCES.get(source) or "其他"
        words = f"{group}：{fact.label.removeprefix(group).removeprefix('的') or fact.label}"
        while words in seen:
            words += "（另一项）"
        seen.add(words)
        groups.setdefault(group, []).append((name, words))
    yield from groups.items()


def _choices(names: Known) -> Gathered:
    yield from _grouped(sections("choices", names.raw, Rulebook, OWN))
    for of, title in lexicon.CHOSEN_FROM.items():
        yield from _grouped(sections(of, names.raw, Rulebook, title))
    yield "阶段", list(STAGE_LABELS.items())
    yield from ((group, list(options)) for group, options in _standard(names))


def _standard(names: Known) -> Groups:
    """Return the choices of the forms that every installation has."""
    offers = dict(names.world.named.get("offers", ()))
    return tuple(
        (offers.get(of.removeprefix("choices:"), "表单"), options)
        for of, options in names.world.named.items()
        if of.startswith("choices:")
    )


def _grouped(found: Iterator[tuple[str, str, str]]) -> Gathered:
    groups: dict[str, list[tuple[str, str]]] = {}
    for group, code, label in found:
        groups.setdefault(group, []).append((code, label))
    yield from groups.items()


def _answers(names: Known) -> Gathered:
    """Offer every answer that a box or a signer may give."""
    yield from _choices(names)
    steps = [step for gate in names.rulebook.gates for step in gate.route]
    words = [word for step in steps for box in step.fields for word in box.choices]
    yield "签署时填写", [(word, word) for word in dict.fromkeys(words)]


def _scans(names: Known) -> Gathered:
    """Offer the forms that are scanned for words: the draft's own before the system's."""
    facts = [(name, fact.label) for name, fact in names.vocabulary.items() if _is_scan(name)]
    yield OWN, [(n, label) for n, label in facts if not n.startswith(APPLICATION)]
    yield "系统的申报表", [(n, label) for n, label in facts if n.startswith(APPLICATION)]


def _is_scan(name: str) -> bool:
    return name.endswith(f".{WORDS_FOUND}") or name == f"{APPLICATION}.line_kinds"


def _pages(names: Known) -> Gathered:
    yield (
        "材料",
        [(f"papers:{c}", f"上传：{label}") for c, label in names.of_section("paper_kinds")],
    )
    kinds = names.built_in | dict(names.of_section("record_kinds"))
    yield "填写", [(code, f"填写：{label}") for code, label in kinds.items()]
    yield "办理", [(f"record:{code}", f"办理：{label}") for code, label in kinds.items()]
    own = [
        (f"{kind.code}#{box.code}", f"{kind.label}：{box.label}")
        for kind in names.rulebook.record_kinds
        for box in kind.fields
    ]
    yield "栏目", own
    known = {code for code, _ in own}
    yield "系统已有", [o for o in names.world.named.get("pages", ()) if o[0] not in known]
    yield (
        "项目页",
        [("tab:members", "项目成员"), ("tab:papers", "项目材料"), ("tab:plan", "年度计划")],
    )


def _records(names: Known) -> Gathered:
    own = dict(names.of_section("gates")) | dict(names.of_section("record_kinds"))
    yield OWN, list(own.items())
    yield "系统已有", [o for o in names.built_in.items() if o[0] not in own]


def _moments(names: Known) -> Gathered:
    own = names.of_section("record_kinds")
    yield "本办法的事项", own
    codes = {code for code, _ in own}
    yield "系统已有的事项", [o for o in names.built_in.items() if o[0] not in codes]
    stages = names.of_section("stages") or [(c.lower(), w) for c, w in STAGE_LABELS.items()]
    yield "进入阶段", [(f"enter_{code}", f"进入{label}阶段") for code, label in stages]


def _stages(names: Known) -> Gathered:
    own = names.of_section("stages")
    yield OWN, own
    codes = {code for code, _ in own}
    yield "系统的阶段", [o for o in STAGE_LABELS.items() if o[0] not in codes]


def _shown_at(names: Known) -> Gathered:
    yield "页面", list(PLACES)
    yield "关口", names.of_section("gates")
    yield "阶段", names.of_section("stages") or list(STAGE_LABELS.items())


def _built_in(names: Known) -> Gathered:
    yield "系统已有的事项", list(names.built_in.items())


def _registered(_names: Known) -> Gathered:
    """Offer what the register of projects takes over from the first form of a project."""
    yield "项目库", list(REGISTERED)


def _dropped(names: Known) -> Gathered:
    """Offer the boxes of the forms that the draft takes over from the system."""
    extended = {kind.get("extends") for kind in names.raw.get("record_kinds") or ()}
    for code, (label, boxes) in built_in_kinds().items():
        if code in extended:
            found = [(name.split(".")[1], fact.label) for name, fact in boxes.items()]
            yield label, [o for o in found if not o[0].isdecimal()]


def _form_parts(names: Known) -> Gathered:
    """Offer the parts that forms consist of: what an opinion may be about."""
    own = {kind.code: kind.label for kind in names.rulebook.record_kinds}
    yield from ((label, parts_of(names, code)) for code, label in (names.built_in | own).items())
    yield PAPERS, [(PAPERS, PAPERS)]


def parts_of(names: Known, code: str) -> list[tuple[str, str]]:
    """Return the parts of one form: those it takes over, and its own."""
    kind = names.rulebook.record_kind(code)
    base = names.world.named.get(f"parts:{(kind and kind.extends) or code}", ())
    return [*base, *((block.label, block.label) for block in (kind.blocks if kind else ()))]


def _words(_names: Known) -> Gathered:
    yield "必须遵守", [(word, word) for word in BINDING_WORDS]
    yield "可以豁免", [(word, word) for word in SOFT_WORDS]


def _bounds(_names: Known) -> Gathered:
    yield "含本数", [(word, word) for word in INCLUSIVE_WORDS]
    yield "不含本数", [(word, word) for word in EXCLUSIVE_WORDS]


SPECIAL = {
    "facts": _facts,
    "choices": _choices,
    "nodes": _choices,
    "answers": _answers,
    "scans": _scans,
    "pages": _pages,
    "records": _records,
    "moments": _moments,
    "stages": _stages,
    "shown_at": _shown_at,
    "built_in": _built_in,
    "registered": _registered,
    "dropped": _dropped,
    "form_parts": _form_parts,
    "words": _words,
    "bounds": _bounds,
}
_SOURCES = {
    "project": "项目",
    "today": "日期",
    "signer": "签署",
    "signed": "签署",
    "declarations": "声明",
    "sanctions": "限制措施",
    "call": "申报批次",
    "change": "变更",
    "record": "记录",
    "papers": "材料",
    "application": "申报",
    "appraisal": "评审",
    "initiation": "立项",
    "plan": "年度计划",
    "contract": "合同",
    "appropriation": "指标下达",
    "payment": "支付",
    "final_accounts": "决算",
    "test_report": "测试",
    "trial": "试运行",
    "acceptance": "验收",
    "data": "数据",
    "operation": "运维",
    "evaluation": "绩效",
    "setting": "设置",
    "band": "分档",
    "score": "评分",
    "grade": "评分",
    "checklist": "核对清单",
    "panel": "评审组",
    "publication": "公示",
    "listed": "名单",
}
