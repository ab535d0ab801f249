"""Who does what by these measures (职责): roles, duties, and what one person may not be at once."""

from typing import Literal

from pydantic import Field

from projects.regulations.rulebook.citations import Binding, Cited
from projects.regulations.rulebook.life import STAGE_LABELS
from projects.regulations.rulebook.shapes import Code, Label, Message

# The roles that every installation has (a test compares them with those it creates).
SYSTEM_ROLES = frozenset(
    {
        "HANDLER",
        "UNIT_HEAD",
        "LEADER_IN_CHARGE",
        "DATA_INTAKE",
        "DATA_REVIEW",
        "DATA_HEAD",
        "NDRC_APPROVAL",
        "NDRC_HEAD",
        "FINANCE_BUDGET",
        "FINANCE_PAYMENT",
        "CYBERSPACE_REVIEW",
        "SECRECY_REVIEW",
        "POLICE_REVIEW",
        "AUDIT_READ",
        "LEADING_GROUP",
        "EXPERT",
        "SUPERVISION",
        "CONTRACTOR",
        "MAINTENANCE",
        "RULE_ADMIN",
        "SYSTEM_ADMIN",
        "SECURITY_ADMIN",
        "AUDIT_ADMIN",
    }
)

PROJECT_PERMISSIONS = frozenset(
    {
        "view_project",
        "handle_project",
        "review_project",
        "decide_project",
        "plan_project",
        "budget_project",
        "pay_project",
        "evaluate_project",
        "supervise_project",
    }
)


class RoleRule(Binding):
    """A role by the words of the text, bound to a role of the system or new to it."""

    code: Code = Field(title="角色代码", description="环节和职责用它引用这个角色。")
    label: Label = Field(title="角色名称", description="用办法原文的说法，例如质量控制小组。")
    binds: Code | None = Field(
        default=None, title="对应的系统角色", description="不填就新增这个角色。"
    )
    at: Literal["OWNER", "SYSTEM", "PROJECT"] = Field(
        default="SYSTEM",
        title="设在哪里",
        description="建设单位内、主管部门，或者每个项目各自指定。",
    )
    at_least: int = Field(default=0, ge=0, title="最少人数", description="项目中至少几人。")
    at_most: int | None = Field(default=None, ge=1, title="最多人数", description="不填不限。")


class Duty(Cited):
    """What a role does by these measures (职责), in which stages, and the rights it needs.

    `permissions` are rights on a project, `offices` rights that need none.
    """

    id: Code = Field(title="规则编号", description="同一办法包内不重复。")
    role: Code = Field(title="角色", description="角色代码。")
    unit_kind: Code = Field(title="单位类型", description="例如OWNER、DATA、FINANCE。")
    also_unit_kinds: tuple[Code, ...] = Field(
        default=(), title="其他单位类型", description="同一角色还可以设在哪些类型的单位。"
    )
    label: Label = Field(title="职责", description="做什么。")
    stages: tuple[Code, ...] = Field(
        default=tuple(STAGE_LABELS), title="阶段", description="在哪些阶段有这项职责。"
    )
    gates: tuple[Code, ...] = Field(
        default=(), title="关口", description="只限这些关口；不填就不限。"
    )
    permissions: tuple[Code, ...] = Field(
        default=(), title="对项目的权限", description="例如view_project、review_project。"
    )
    offices: tuple[Code, ...] = Field(
        default=(), title="其他权限", description="不针对单个项目的权限。"
    )


class Separation(Binding):
    """Roles that one person may not hold in the same project (职责分离、三员)."""

    id: Code = Field(title="规则编号", description="同一办法包内不重复。")
    roles: tuple[Code, ...] = Field(
        min_length=2, title="互斥的角色", description="同一人在同一项目中只能担任其中一个。"
    )
    within: Literal["PROJECT", "SYSTEM"] = Field(
        default="PROJECT", title="范围", description="在同一项目内互斥，或者在整个系统内互斥。"
    )
    units_too: bool = Field(
        default=False, title="单位也要分开", description="不仅不能是同一人，也不能是同一单位。"
    )
    message: Message = Field(title="提示", description="以句号结尾；{found}是同时担任的角色。")
