"""What stands in a rulebook (办法包): one version of one set of measures, as data."""

from datetime import date
from functools import cached_property
from typing import Literal

from pydantic import Field

from projects.regulations.rulebook.amounts import AmountChain, PaymentPlan
from projects.regulations.rulebook.changes import ChangeRoute, Ending
from projects.regulations.rulebook.citations import Cited
from projects.regulations.rulebook.clocks import AttemptRule, RecurringDuty
from projects.regulations.rulebook.displays import Checklist, Declaration, Exhibit, GlossaryWord
from projects.regulations.rulebook.duties import Duty, RoleRule, Separation
from projects.regulations.rulebook.facts import built_in_kinds
from projects.regulations.rulebook.gates import Gate, LineWord, PaperKind, Veto
from projects.regulations.rulebook.life import STAGE_LABELS, Life, Precondition
from projects.regulations.rulebook.panels import Panel
from projects.regulations.rulebook.plans import Call, PlanRule
from projects.regulations.rulebook.precedence import LegalBasis, Level, Precedence, SourceText
from projects.regulations.rulebook.publication import BlackList, Publication, Sanction
from projects.regulations.rulebook.records import RecordKind
from projects.regulations.rulebook.scope import BandSet, Scope, Setting, WordList
from projects.regulations.rulebook.scores import ScoreSheet
from projects.regulations.rulebook.shapes import Choice, ChoiceList, Code, Label, Shape
from projects.regulations.rulebook.tree import Pieces, Place, entries_in, pieces_of

PROJECT_NAME = "project_name"


class Contents(Shape):
    """One version of one set of measures."""

    code: Code = Field(title="办法编号", description="例如T5。")
    title: Label = Field(title="办法名称", description="不带书名号。")
    document_number: str = Field(default="", title="文号", description="没有就不填。")
    issuer: str = Field(default="", title="发布机关", description="没有就不填。")
    level: Level = Field(default="COUNTY", title="层级", description="国家、省、市、县或者本单位。")
    status: Literal["IN_FORCE", "DRAFT"] = Field(
        title="文本状态", description="现行有效，或者征求意见稿（只能模拟，不能启用）。"
    )
    version: int = Field(ge=1, title="版本", description="从1开始。")
    issued_on: date | None = Field(default=None, title="公布日期", description="没有就不填。")
    effective_on: date | None = Field(default=None, title="施行日期", description="没有就不填。")
    expires_on: date | None = Field(default=None, title="失效日期", description="含当日仍有效。")
    summary: str = Field(default="", title="简介", description="一两句话。")
    texts: tuple[SourceText, ...] = Field(
        min_length=1, title="文本", description="第一份是办法本身，其余是补充引用的文本。"
    )
    bases: tuple[LegalBasis, ...] = Field(default=(), title="制定依据", description="及效力说明。")
    precedence: tuple[Precedence, ...] = Field(
        default=(), title="优先级", description="与其他办法不一致时以谁为准。"
    )
    settings: tuple[Setting, ...] = Field(
        default=(), title="设置", description="原文没有规定的值；系统默认，非法规规定。"
    )
    lists: tuple[ChoiceList, ...] = Field(default=(), title="清单", description="可选值。")
    word_lists: tuple[WordList, ...] = Field(default=(), title="词表", description="扫描用语。")
    paper_kinds: tuple[PaperKind, ...] = Field(
        default=(), title="材料种类", description="全部材料。"
    )
    roles: tuple[RoleRule, ...] = Field(default=(), title="角色", description="办法所说的角色。")
    duties: tuple[Duty, ...] = Field(default=(), title="职责", description="谁在哪些阶段做什么。")
    separations: tuple[Separation, ...] = Field(
        default=(), title="职责分离", description="同一人不得兼任的角色。"
    )
    scope: Scope = Field(default=Scope(), title="适用范围", description="适用条件和排除情形。")
    bands: tuple[BandSet, ...] = Field(default=(), title="分档", description="按金额或数量分档。")
    red_lines: tuple[LineWord, ...] = Field(
        default=(), title="红线和不纳入的内容", description="按预算行的用语识别。"
    )
    record_kinds: tuple[RecordKind, ...] = Field(
        default=(), title="记录种类", description="新的记录和表单，以及对内置种类的调整。"
    )
    life: Life = Field(default=Life(), title="生命周期", description="阶段和项目类型。")
    preconditions: tuple[Precondition, ...] = Field(
        default=(), title="先后顺序", description="哪些关口必须先通过。"
    )
    gates: tuple[Gate, ...] = Field(min_length=1, title="关口", description="要求、材料和路线。")
    vetoes: tuple[Veto, ...] = Field(default=(), title="一票否决", description="不予办理的情形。")
    declarations: tuple[Declaration, ...] = Field(
        default=(), title="声明", description="提交时要确认的声明。"
    )
    checklists: tuple[Checklist, ...] = Field(
        default=(), title="核对清单", description="要逐项回答的清单。"
    )
    panels: tuple[Panel, ...] = Field(default=(), title="评审组", description="人数、组成和回避。")
    attempts: tuple[AttemptRule, ...] = Field(
        default=(), title="次数和锁定", description="几次不通过以后怎么办。"
    )
    recurring: tuple[RecurringDuty, ...] = Field(
        default=(), title="定期义务", description="按周、月、季、年报送。"
    )
    change_routes: tuple[ChangeRoute, ...] = Field(
        default=(), title="变更路径", description="按优先顺序判断。"
    )
    endings: tuple[Ending, ...] = Field(
        default=(), title="暂停和终止", description="事由、前提和清算。"
    )
    amounts: AmountChain = Field(
        default=AmountChain(), title="金额链", description="估算、概算、预算、合同、决算的控制。"
    )
    payment_plans: tuple[PaymentPlan, ...] = Field(
        default=(), title="付款方案", description="付款节点，比例合计100%。"
    )
    score_sheets: tuple[ScoreSheet, ...] = Field(
        default=(), title="评分表", description="指标、分值、等级。"
    )
    plans: tuple[PlanRule, ...] = Field(
        default=(), title="年度计划", description="时段、数量、优先。"
    )
    calls: tuple[Call, ...] = Field(default=(), title="申报批次", description="起止日期和数量。")
    publications: tuple[Publication, ...] = Field(
        default=(), title="公示公开", description="公示期和内容。"
    )
    sanctions: tuple[Sanction, ...] = Field(
        default=(), title="限制措施", description="对单位、项目、系统或供应商。"
    )
    black_lists: tuple[BlackList, ...] = Field(
        default=(), title="名单", description="黑名单和负面清单。"
    )
    exhibits: tuple[Exhibit, ...] = Field(
        default=(), title="展示", description="原则、规范、帮助、原文缺漏说明。"
    )
    glossary: tuple[GlossaryWord, ...] = Field(default=(), title="术语", description="办法的用词。")

    @property
    def pieces(self) -> Pieces:
        """Everything in the rulebook and itself, with the place where it stands."""
        return (((), self), *self._parts)

    @cached_property
    def _parts(self) -> Pieces:
        # Without itself: what is kept in a rulebook is compared with it, piece by piece.
        return pieces_of(self)[1:]

    @cached_property
    def places(self) -> tuple[tuple[Place, Cited], ...]:
        """Everything that cites a clause, with the place where it stands."""
        return tuple(entries_in(self.pieces))

    @property
    def citations(self) -> tuple[Cited, ...]:
        """Everything in the rulebook that cites a clause."""
        return tuple(entry for _, entry in self.places)

    def gate(self, code: str) -> Gate | None:
        """Return a gate; a moment without a gate demands nothing."""
        return self.gates_by_code.get(code)

    @cached_property
    def gates_by_code(self) -> dict[str, Gate]:
        """The gates by their codes."""
        return {gate.code: gate for gate in self.gates}

    def choices(self, code: str) -> tuple[Choice, ...]:
        """Return the choices of a list, none if these measures have no such list."""
        return next((found.choices for found in self.lists if found.code == code), ())

    def record_kind(self, code: str) -> RecordKind | None:
        """Return what these measures say of a kind of record."""
        return self.record_kinds_by_code.get(code)

    @cached_property
    def record_kinds_by_code(self) -> dict[str, RecordKind]:
        """The kinds of records by their codes."""
        return {kind.code: kind for kind in self.record_kinds}

    @cached_property
    def own_beginning(self) -> str:
        """The form of its own that registers a project, where no stages say what comes first."""
        if self.life.stages:
            return ""
        own = (kind for kind in self.record_kinds if kind.extends is None and not kind.is_off)
        registers = (k.code for k in own if any(box.code == PROJECT_NAME for box in k.fields))
        return next(registers, "")

    def text_of(self, cited: Cited) -> SourceText:
        """Return the text that is cited, by default the measures themselves."""
        return self.texts_by_code[cited.text] if cited.text else self.texts[0]

    @cached_property
    def texts_by_code(self) -> dict[str, SourceText]:
        """The texts by their codes."""
        return {text.code: text for text in self.texts}

    def label_of_gate(self, code: str) -> str:
        """Name a gate or a record kind by the words of these measures."""
        gate, kind = self.gate(code), self.record_kind(code)
        if gate is not None or kind is not None:
            return gate.label if gate else kind.label if kind else code
        return built_in_kinds().get(code, (code, {}))[0]

    def label_of_stage(self, code: str) -> str:
        """Name a stage by the words of these measures, else by the system's."""
        own = next((stage.label for stage in self.life.stages if stage.code == code), None)
        return own or STAGE_LABELS.get(code, code)

    @cached_property
    def labels(self) -> dict[str, str]:
        """What the codes of lists, prohibitions, declarations and checklists are called."""
        found = {c.code: c.label for choices in self.lists for c in choices.choices}
        for kind in self.record_kinds:
            for field in kind.fields:
                found |= {choice.code: choice.label for choice in field.choices}
        found |= {item.code: item.label for c in self.checklists for item in c.items}
        found |= {item.code: item.label for item in self.sanctions}
        found |= {item.code: item.label for item in self.paper_kinds}
        return found | {line.code: line.label for line in self.red_lines}

    @cached_property
    def labels_of_facts(self) -> dict[str, dict[str, str]]:
        """What the codes in one fact are called, where the same code means something else."""
        lists = {found.code: found.choices for found in self.lists}
        found: dict[str, dict[str, str]] = {}
        for kind in self.record_kinds:
            for field in kind.fields:
                name = f"{kind.code}.{field.code}"
                boxes = ((name, field), *((f"{name}.{c.code}", c) for c in field.columns))
                for fact, box in boxes:
                    offered = box.choices or lists.get(box.among or "", ())
                    found[fact] = {choice.code: choice.label for choice in offered}
        for checklist in self.checklists:
            items = {item.code: item.label for item in checklist.items}
            found[f"checklist.{checklist.code}"] = items
            found[f"checklist.{checklist.code}.answered"] = items
        for bands in self.bands:
            found[f"band.{bands.code}"] = {band.code: band.label for band in bands.bands}
        for sheet in self.score_sheets:
            found[f"grade.{sheet.code}"] = {grade.code: grade.label for grade in sheet.grades}
        found["change.route"] = {way.code: way.label for way in self.change_routes}
        found["project.track"] = {track.code: track.label for track in self.life.tracks}
        found["plan.priority"] = {c.code: c.label for plan in self.plans for c in plan.priorities}
        found["project.overdue"] = {duty.id: duty.label for duty in self.recurring}
        return found

    def label_of_role(self, code: str) -> str:
        """Name a role by the words of these measures."""
        return next((role.label for role in self.roles if role.code == code), code)

    @cached_property
    def settings_by_code(self) -> dict[str, object]:
        """The values of the settings."""
        return {setting.code: setting.typed_value for setting in self.settings}

    def codes_of(self, code: str) -> tuple[str, ...]:
        """Return the codes of a list."""
        return self._codes_of_lists.get(code, ())

    @cached_property
    def _codes_of_lists(self) -> dict[str, tuple[str, ...]]:
        return {found.code: tuple(c.code for c in found.choices) for found in self.lists}
