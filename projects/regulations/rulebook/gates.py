"""Gates (关口): what is demanded when a record is sent or a stage entered, and who decides."""

from typing import Literal

from pydantic import Field, model_validator

from projects.regulations.rulebook.citations import Binding
from projects.regulations.rulebook.clocks import Clock
from projects.regulations.rulebook.conditions import Condition, LinesFreeOf, Not
from projects.regulations.rulebook.routes import RouteStep
from projects.regulations.rulebook.shapes import (
    Choice,
    Code,
    FactName,
    Label,
    Message,
    MissingItem,
    Shape,
)

APPLICATION, WORDS_FOUND = "application", "red_line_hits"
ANSWER_TO = "red_line_"


class Requirement(Binding):
    """One demand of a gate (要求): what must hold, and what to do where it does not.

    In `message`, `{found}` names what was found wrong, `{limit}` the bound of a sum and
    `{day}` the first or last possible day. With `step` it is judged when that step signs,
    otherwise when the record is sent.
    """

    id: Code = Field(title="规则编号", description="例如T05-R03；同一办法包内不重复。")
    message: Message = Field(
        title="不满足时的提示",
        description="告诉经办人怎么办，以句号结尾；可用{found}、{limit}、{day}。",
    )
    condition: Condition = Field(title="要求", description="必须满足的条件。")
    when: Condition | None = Field(
        default=None, title="适用情形", description="只在满足条件时要求；不填就总是要求。"
    )
    step: Code | None = Field(
        default=None, title="在哪个环节核对", description="不填就在提交时核对。"
    )
    missing: tuple[MissingItem, ...] = Field(
        default=(), title="要补充的内容", description="缺什么，到哪里补。"
    )


class Need(Requirement):
    """The demand that a project needs a form at all: where it does not, nothing else is asked."""


class Bar(Binding):
    """A case in which the answer is no (排除情形、一票否决)."""

    id: Code = Field(title="规则编号", description="同一办法包内不重复。")
    label: Label = Field(title="情形", description="例如未进行档案验收。")
    when: Condition = Field(title="何时属于这种情形", description="满足就不予办理。")
    message: Message = Field(title="提示", description="以句号结尾。")
    missing: tuple[MissingItem, ...] = Field(
        default=(), title="要补充的内容", description="缺什么，到哪里补。"
    )

    @property
    def requirement(self) -> Requirement:
        """The demand that this is not the case."""
        return Requirement.model_validate(
            self.citation
            | {
                "id": self.id,
                "message": self.message,
                "missing": self.missing,
                "condition": Not(test="not", of=self.when),
            }
        )


class Veto(Bar):
    """A case in which a gate refuses whatever else is in order (一票否决)."""

    gate: Code = Field(title="关口", description="在哪个关口否决。")
    step: Code | None = Field(default=None, title="环节", description="不填就在提交时核对。")


class LineWord(Binding):
    """Words that a rule is about, in budget lines or in any form: a prohibition or an exclusion.

    It is a demand of a gate in itself: the codes found in `fact` must not hold this one.
    """

    id: Code = Field(title="规则编号", description="同一办法包内不重复。")
    code: Code = Field(title="内容代码", description="出现这一内容时记的代码。")
    label: Label = Field(title="内容名称", description="例如机房。")
    words: tuple[str, ...] = Field(
        min_length=1, title="识别用语", description="预算行或者表单的文字出现其中一个词就命中。"
    )
    kind: Literal["RED_LINE", "EXCLUDED"] = Field(
        title="性质", description="红线（须说明或豁免）或者不纳入（须拆出）。"
    )
    gate: Code = Field(title="关口", description="在哪个关口核对，通常是application。")
    fact: FactName = Field(
        title="看哪一项",
        description="申报表的红线用application.red_line_hits，不纳入用application.line_kinds；"
        "本办法自己的表单用“记录代码.red_line_hits”，扫描表单的全部文字。",
    )
    message: Message = Field(title="提示", description="以句号结尾。")
    missing: tuple[MissingItem, ...] = Field(
        default=(), title="要补充的内容", description="缺什么，到哪里补。"
    )

    @property
    def scanned_form(self) -> str:
        """The declared form whose texts are scanned; nothing for the system's application."""
        form, _, what = self.fact.partition(".")
        return form if what == WORDS_FOUND and form != APPLICATION else ""

    @property
    def answer(self) -> str:
        """The box of a declared form in which the words are explained; exclusions have none."""
        return f"{ANSWER_TO}{self.code}" if self.scanned_form and self.kind == "RED_LINE" else ""

    @property
    def requirement(self) -> Requirement:
        """The demand that no line is of this kind."""
        missing = self.missing
        if self.answer and not missing:
            page = f"{self.scanned_form}#{self.answer}"
            missing = (MissingItem(label=f"{self.label}：红线用语说明", page=page),)
        return Requirement.model_validate(
            self.citation
            | {
                "id": self.id,
                "message": self.message,
                "missing": missing,
                "condition": LinesFreeOf(test="lines_free_of", fact=self.fact, values=(self.code,)),
            }
        )


class Paper(Binding):
    """A document that a gate demands (材料)."""

    id: Code = Field(title="规则编号", description="同一办法包内不重复。")
    kind: Code = Field(title="材料种类", description="本办法材料种类的代码。")
    when: Condition | None = Field(
        default=None, title="适用情形", description="例如改扩建、涉密、有业务数据时才要求。"
    )
    step: Code | None = Field(
        default=None, title="在哪个环节核对", description="不填就在提交时核对。"
    )


class Gate(Shape):
    """The moment a record is sent, a stage entered, or another matter decided (关口)."""

    code: Code = Field(title="关口代码", description="与记录种类代码相同，或enter_阶段。")
    label: Label = Field(title="关口名称", description="例如项目申报。")
    kind: Literal["RECORD", "STAGE", "MATTER"] = Field(
        default="RECORD", title="性质", description="提交记录、进入阶段或者其他事项。"
    )
    stage: Code | None = Field(
        default=None, title="所在阶段", description="阶段代码；不填不限阶段。"
    )
    note: str = Field(default="", title="说明", description="显示在关口旁边。")
    judges_scope: bool = Field(
        default=False, title="核对适用范围", description="在这个关口一并核对适用范围。"
    )
    requirements: tuple[Requirement, ...] = Field(
        default=(), title="要求", description="必须满足的条件。"
    )
    papers: tuple[Paper, ...] = Field(default=(), title="材料", description="必须提交的材料。")
    route: tuple[RouteStep, ...] = Field(
        default=(), title="审批路线", description="依次办理的环节；不填就提交即生效。"
    )
    clocks: tuple[Clock, ...] = Field(
        default=(), title="时限", description="从某个日期起算的期间。"
    )

    @model_validator(mode="after")
    def _names_each_step_once(self) -> "Gate":
        codes = [step.code for step in self.route]
        if len(codes) != len(set(codes)):
            raise ValueError(f"关口“{self.label}”的环节代码重复。")
        return self


class PaperKind(Choice):
    """A kind of document that this rulebook speaks of."""
