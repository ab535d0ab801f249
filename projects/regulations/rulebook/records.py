"""Record kinds and their forms (记录种类、表单) as data of the rulebook.

The code of a record kind is the code of the gate that its submission passes. Every field
gives facts named after it (see `vocabulary`), so conditions may ask about anything that a
form asks for. A required field that is empty refuses at the gate, with its own clause.
"""

from decimal import Decimal
from typing import Literal

from pydantic import Field, model_validator

from projects.regulations.rulebook.citations import Rule
from projects.regulations.rulebook.conditions import Condition
from projects.regulations.rulebook.shapes import Choice, Code, FactName, Label, Shape

type ColumnKind = Literal[
    "text",
    "long_text",
    "date",
    "money",
    "number",
    "percent",
    "choice",
    "choices",
    "yes_no",
    "user",
    "unit",
    "post",
]
type BoxKind = ColumnKind | Literal["paper", "table"]


class _Box(Shape):
    """What a field and a column have in common."""

    code: Code = Field(title="字段代码", description="同一表单内不重复；事实名由它组成。")
    label: Label = Field(title="字段名称", description="表单上显示和打印的文字。")
    kind: BoxKind = Field(default="text", title="类型", description="填什么：文字、日期、金额等。")
    required: bool = Field(default=False, title="必填", description="提交时必须填写。")
    hint: str = Field(default="", title="填写说明", description="显示在字段旁边。")
    unit: str = Field(default="", title="单位", description="例如天、人月；金额一律为元。")
    choices: tuple[Choice, ...] = Field(
        default=(), title="可选值", description="选择类字段：直接列出，或者引用清单。"
    )
    among: Code | None = Field(default=None, title="清单", description="选择类字段引用的清单。")
    min: Decimal | None = Field(
        default=None, title="最小值", description="数字、金额和比例的下限。"
    )
    max: Decimal | None = Field(
        default=None, title="最大值", description="数字、金额和比例的上限。"
    )
    rule: Rule | None = Field(
        default=None, title="依据", description="要求填写它的条款；不填就用所在栏目或表单的依据。"
    )


class FormColumn(_Box):
    """One column of a table in a form."""

    kind: ColumnKind = Field(default="text", title="类型", description="这一列填什么。")

    @model_validator(mode="after")
    def _offers_choices(self) -> "FormColumn":
        return _choices_fit(self, self.kind)


class FormField(_Box):
    """One field of a form, or a table in it."""

    required_when: Condition | None = Field(
        default=None, title="何时必填", description="满足条件时必须填写。"
    )
    shown_when: Condition | None = Field(
        default=None, title="何时显示", description="不满足时不显示，也不要求填写。"
    )
    prefill: FactName | None = Field(
        default=None, title="自动带出", description="用哪一项预先填好；可以改。"
    )
    paper_kind: Code | None = Field(
        default=None, title="材料种类", description="类型为材料时，上传哪一种材料。"
    )
    columns: tuple[FormColumn, ...] = Field(
        default=(), title="列", description="类型为表格时的各列。"
    )
    min_rows: int = Field(default=0, ge=0, title="最少行数", description="表格至少填几行。")
    given_rows: tuple[str, ...] = Field(
        default=(), title="固定行", description="表格第一列预先印好的文字。"
    )

    @model_validator(mode="after")
    def _is_whole(self) -> "FormField":
        if (self.kind == "table") != bool(self.columns):
            raise ValueError(f"字段“{self.label}”：表格要写明各列，其他类型没有列。")
        if self.kind == "paper" and self.paper_kind is None:
            raise ValueError(f"字段“{self.label}”：写明上传哪一种材料。")
        if len({column.code for column in self.columns}) < len(self.columns):
            raise ValueError(f"表格“{self.label}”的列代码重复。")
        return _choices_fit(self, self.kind)


class FormBlock(Shape):
    """A titled part of a form (栏目)."""

    code: Code = Field(title="栏目代码", description="同一表单内不重复。")
    label: Label = Field(title="栏目名称", description="例如一、基本信息。")
    note: str = Field(default="", title="说明", description="印在栏目下面。")
    fields: tuple[FormField, ...] = Field(min_length=1, title="字段", description="至少一个。")
    rule: Rule | None = Field(
        default=None, title="依据", description="要求这些字段的条款；字段另有依据的从其依据。"
    )


class Outcome(Shape):
    """Which field states the conclusion of a record, and which of its values pass."""

    field: Code = Field(title="结论字段", description="本表单中的选择字段，或者环节填写的结论。")
    passing: tuple[Label, ...] = Field(
        min_length=1, title="视为通过的值", description="例如通过、整改后通过。"
    )
    step: Code | None = Field(
        default=None, title="由哪个环节填写", description="不填就由提交人在表单中填写。"
    )


class SignOff(Shape):
    """A row to sign in, filled from the opinions given at a step of the route."""

    label: Label = Field(title="签署栏名称", description="例如质量控制小组意见。")
    step: Code = Field(title="环节", description="从哪个环节的意见中取。")


class RecordKind(Shape):
    """One kind of record with its form; or a built-in kind relabelled, extended or switched off.

    A kind with `extends` keeps the form and the deeds of the built-in kind and adds its own
    blocks after them.
    """

    code: Code = Field(title="记录代码", description="与关口代码相同；内置种类用内置代码。")
    label: Label = Field(title="记录名称", description="例如软件需求说明书。")
    extends: Code | None = Field(
        default=None, title="扩展的内置种类", description="例如application；不填就是新的种类。"
    )
    is_off: bool = Field(default=False, title="停用", description="本办法不使用这一内置种类。")
    stages: tuple[Code, ...] = Field(
        default=(), title="办理阶段", description="在哪些阶段可以填写；扩展内置种类时可以不填。"
    )
    is_repeatable: bool = Field(default=False, title="可以多次", description="同一项目可填多份。")
    writers: tuple[Code, ...] = Field(
        default=(), title="由谁填写", description="角色代码；不填就是项目经办人。"
    )
    permission: Code = Field(
        default="handle_project", title="填写权限", description="对项目的权限代码。"
    )
    number_pattern: str = Field(
        default="",
        title="编号规则",
        description="例如验收〔{year}〕{serial}号；不填就不编号。",
        pattern=r"^$|\{serial\}",
    )
    certificate: Label | None = Field(
        default=None, title="出具的文书", description="通过后出具的文书名称，例如验收证书。"
    )
    when: Condition | None = Field(
        default=None, title="适用情形", description="只有满足条件的项目才有这种记录。"
    )
    drops: tuple[Code, ...] = Field(
        default=(), title="不用的字段", description="扩展内置种类时，表单中不要的字段代码。"
    )
    blocks: tuple[FormBlock, ...] = Field(default=(), title="栏目", description="表单的各个部分。")
    outcome: Outcome | None = Field(
        default=None, title="结论", description="审批同意但结论不通过的，不算通过。"
    )
    sign_offs: tuple[SignOff, ...] = Field(
        default=(), title="签署栏", description="打印时印出的签署行。"
    )
    rule: Rule | None = Field(
        default=None, title="依据", description="要求这份记录的条款；栏目和字段可以另有依据。"
    )

    @model_validator(mode="after")
    def _is_whole(self) -> "RecordKind":
        if self.extends not in (None, self.code):
            raise ValueError(f"扩展内置种类“{self.extends}”的记录要沿用它的代码。")
        codes = [field.code for field in self.fields]
        if len(set(codes)) < len(codes):
            raise ValueError(f"表单“{self.label}”的字段代码重复。")
        if self.extends is None and not self.is_off and not (self.blocks and self.stages):
            raise ValueError(f"记录“{self.label}”要写明办理阶段和表单栏目。")
        return self

    @property
    def fields(self) -> tuple[FormField, ...]:
        """All fields in the order of the form."""
        return tuple(field for block in self.blocks for field in block.fields)


def _choices_fit[B: _Box](box: B, kind: str) -> B:
    chooses = kind in ("choice", "choices")
    if chooses == (not box.choices and box.among is None):
        raise ValueError(f"字段“{box.label}”：选择类写明可选值或清单，其他类型不写。")
    if box.choices and box.among is not None:
        raise ValueError(f"字段“{box.label}”：可选值和清单二者取一。")
    return box
