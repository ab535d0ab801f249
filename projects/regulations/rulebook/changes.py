"""Changes (变更) and endings (停建、终止): which way a change goes, and what winding up takes."""

from typing import Literal

from pydantic import Field

from projects.regulations.rulebook.citations import Binding, Cited
from projects.regulations.rulebook.conditions import Condition
from projects.regulations.rulebook.shapes import Choice, Code, Label, Message


class ChangeRoute(Cited):
    """One way a change may go; the first whose condition holds is taken.

    Conditions ask `change.percent`, `change.total_percent`, `change.reason`,
    `change.target_unchanged`, `change.kinds` or any other fact.
    """

    id: Code = Field(title="规则编号", description="同一办法包内不重复。")
    code: Code = Field(title="路径代码", description="事实change.route给出走哪条路径。")
    label: Label = Field(title="路径名称", description="例如自行调整并备案。")
    priority: int = Field(ge=1, title="优先顺序", description="数字小的先判断，不得重复。")
    when: Condition | None = Field(
        default=None, title="适用情形", description="不填就是其余所有变更，放在最后。"
    )
    action: Literal["SELF_FILING", "APPROVAL", "REAPPLY", "REFUSE"] = Field(
        title="怎样办理", description="自行调整并备案、审批、重新报批或者不得变更。"
    )
    gate: Code = Field(title="办理的关口", description="按哪个关口的要求和路线办理。")
    message: Message | None = Field(
        default=None, title="提示", description="告诉经办人为什么走这条路径。"
    )


class Ending(Binding):
    """A suspension or an end before the time, with what must be settled first (清算)."""

    id: Code = Field(title="规则编号", description="同一办法包内不重复。")
    label: Label = Field(title="名称", description="例如终止项目。")
    action: Literal["SUSPEND", "RESUME", "TERMINATE", "WITHDRAW"] = Field(
        title="动作", description="暂停、恢复、终止或者撤回。"
    )
    stages: tuple[Code, ...] = Field(
        default=(), title="阶段", description="在哪些阶段可以；不填就是任何阶段。"
    )
    reasons: tuple[Choice, ...] = Field(
        default=(), title="事由", description="必须选择其中一项；不填就自行写明。"
    )
    when: Condition | None = Field(
        default=None, title="前提", description="满足时才可以；不填就总是可以。"
    )
    settles: tuple[Code, ...] = Field(
        default=(), title="先办的清算", description="这些记录通过后才能终止，例如final_accounts。"
    )
    message: Message | None = Field(default=None, title="提示", description="清算未完成时的提示。")
