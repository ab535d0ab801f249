"""Publication (公示公开) and sanctions (限制): what must be shown, and who is kept out."""

from datetime import date
from typing import Literal

from pydantic import Field

from projects.regulations.rulebook.citations import Binding
from projects.regulations.rulebook.conditions import Condition
from projects.regulations.rulebook.shapes import Code, FactName, Label, Message, Period, Shape


class Publication(Binding):
    """Something that must be published for a time before a gate opens (公示期)."""

    id: Code = Field(title="规则编号", description="同一办法包内不重复。")
    code: Code = Field(title="公示代码", description="事实publication.代码.since给出公示开始日期。")
    label: Label = Field(title="公示名称", description="例如评审结果公示。")
    gate: Code = Field(title="挡住的关口", description="公示期满才能办理的关口。")
    period: Period | None = Field(
        default=None, title="公示期", description="自公示次日起算；不填就只要求公开。"
    )
    content: str = Field(default="", title="公示内容", description="要公布哪些内容。")
    place: str = Field(default="", title="公示渠道", description="在哪里公布。")
    when: Condition | None = Field(default=None, title="适用情形", description="何时需要公示。")
    since: FactName | None = Field(
        default=None,
        title="开始日期",
        description="公示开始日期填在哪个表单字段；不填就用publication.代码.since。",
    )
    objections: FactName | None = Field(
        default=None,
        title="未处理的异议",
        description="填在哪个是否字段；不填就用publication.代码.objections。",
    )
    objections_block: bool = Field(
        default=True, title="异议未处理不得继续", description="有未处理的异议时挡住。"
    )
    message: Message | None = Field(default=None, title="提示", description="可用{day}。")

    @property
    def since_fact(self) -> str:
        """The fact that tells the day on which it was published."""
        return self.since or f"publication.{self.code}.since"

    @property
    def objections_fact(self) -> str:
        """The fact that tells whether an objection is open."""
        return self.objections or f"publication.{self.code}.objections"


class Sanction(Binding):
    """What is closed to a unit, a project, a system or a supplier, and for how long (限制措施)."""

    id: Code = Field(title="规则编号", description="同一办法包内不重复。")
    code: Code = Field(title="措施代码", description="事实sanctions.active中出现它就生效。")
    label: Label = Field(title="措施名称", description="例如暂停安排运维经费。")
    target: Literal["PROJECT", "UNIT", "SYSTEM", "SUPPLIER"] = Field(
        title="对谁", description="项目、单位、系统或者供应商。"
    )
    when: Condition | None = Field(
        default=None, title="由什么引起", description="满足就应当采取；不填就由主管部门决定。"
    )
    rung: int = Field(
        default=1, ge=1, title="第几级", description="整改、通报、暂停、终止依次加重。"
    )
    term: Period | None = Field(default=None, title="期限", description="不填就直到解除。")
    closes: tuple[Code, ...] = Field(
        default=(), title="不予办理的关口", description="措施有效时这些关口不予办理。"
    )
    message: Message = Field(title="提示", description="以句号结尾。")


class Listed(Shape):
    """One name on a list, and until when."""

    name: Label = Field(title="名称", description="与表单中填写的名称或代码一致。")
    since: date = Field(title="列入日期", description="含当日。")
    until: date | None = Field(
        default=None, title="移出日期", description="含当日；不填按期限计算。"
    )
    reason: str = Field(default="", title="事由", description="为什么列入。")


class BlackList(Binding):
    """Names that are kept out for a term (黑名单、负面清单)."""

    id: Code = Field(title="规则编号", description="同一办法包内不重复。")
    code: Code = Field(title="名单代码", description="事实listed.代码给出名单上的全部名称。")
    label: Label = Field(title="名单名称", description="例如不良行为供应商名单。")
    subject: Literal["SUPPLIER", "EXPERT", "UNIT"] = Field(
        title="对谁", description="供应商、专家或者单位。"
    )
    fact: FactName = Field(title="核对什么", description="哪一项不得出现在名单上。")
    gate: Code = Field(title="关口", description="在哪个关口核对。")
    term: Period | None = Field(
        default=None, title="期限", description="列入多久；不填就直到移出。"
    )
    entries: tuple[Listed, ...] = Field(
        default=(), title="名单", description="列入的名称；期满自动移出。"
    )
    message: Message = Field(title="提示", description="以句号结尾；{found}是名单上的名称。")
