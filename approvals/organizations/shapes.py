"""The catalogue of unit kinds and roles that every installation starts with.

They are rows, not enums: rulebooks and posts refer to them by code, and `ensure_catalogue`
writes what is missing. A role belongs to one exclusive group: nobody holds, on one day,
posts of two groups (三员分立), nor of two business roles that are an exclusive pair (互斥岗位).
"""

from dataclasses import dataclass

BUSINESS = "BUSINESS"
SYSTEM_ADMIN = "SYSTEM_ADMIN"
SECURITY_ADMIN = "SECURITY_ADMIN"
AUDIT_ADMIN = "AUDIT_ADMIN"
ADMINISTRATORS = (SYSTEM_ADMIN, SECURITY_ADMIN, AUDIT_ADMIN)

UNIT_KINDS = {
    "OWNER": "建设单位",
    "DATA": "数据部门",
    "NDRC": "发改部门",
    "FINANCE": "财政部门",
    "CYBERSPACE": "网信部门",
    "SECRECY": "保密部门",
    "POLICE": "公安部门",
    "AUDIT": "审计部门",
    "LEADING_GROUP": "领导小组办公室",
    "CONTRACTOR": "承建单位",
    "SUPERVISION": "监理单位",
    "MAINTENANCE": "运维单位",
    "EXPERT": "专家组",
    "ADMINISTRATION": "系统管理",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleShape:
    """One role: where it usually sits, what it may do in one sentence, what it excludes."""

    label: str
    duty: str
    unit_kinds: tuple[str, ...]
    exclusive_group: str = BUSINESS
    at_owner: bool = False

    @property
    def is_administrator(self) -> bool:
        """Whether the role is one of the three separated administrators."""
        return self.exclusive_group != BUSINESS


# Their decisions bind others, so a password alone is not enough (口令之外须动态口令).
SIGNING_ROLES = frozenset(
    {
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
        "LEADING_GROUP",
        "RULE_ADMIN",
        *ADMINISTRATORS,
    }
)

# Whose posts one person never holds on the same day, and why; the database refuses them.
_SUPERVISED = (
    "监理独立于被监理的实施和承建，监理岗位不能由实施、承建单位的人兼任（系统默认，非法规规定）。"
)
EXCLUSIVE_PAIRS = {
    ("CONTRACTOR", "SUPERVISION"): _SUPERVISED,
    ("HANDLER", "SUPERVISION"): _SUPERVISED,
    ("SUPERVISION", "UNIT_HEAD"): _SUPERVISED,
}

# They stand for their whole unit, so its electronic seal is in their hands (用印).
HEAD_ROLES = frozenset({"UNIT_HEAD", "DATA_HEAD", "NDRC_HEAD"})

ROLES = {
    "HANDLER": RoleShape(
        label="经办人",
        duty="填报本单位的申报书和各阶段材料，提交审批，补正退回的事项。",
        unit_kinds=("OWNER",),
        at_owner=True,
    ),
    "UNIT_HEAD": RoleShape(
        label="单位负责人",
        duty="审签本单位提交的事项，查看本单位及下属单位的项目。",
        unit_kinds=("OWNER",),
        at_owner=True,
    ),
    "LEADER_IN_CHARGE": RoleShape(
        label="分管领导",
        duty="审签所分管处室或单位提交的事项。",
        unit_kinds=("OWNER",),
        at_owner=True,
    ),
    "DATA_INTAKE": RoleShape(
        label="数据部门受理",
        duty="受理申报，一次告知需要补正的内容。",
        unit_kinds=("DATA",),
    ),
    "DATA_REVIEW": RoleShape(
        label="数据部门评审",
        duty="组织评审，逐行审定预算，评价绩效。",
        unit_kinds=("DATA",),
    ),
    "DATA_HEAD": RoleShape(
        label="数据部门负责人",
        duty="审定评审意见，签发数据部门的意见。",
        unit_kinds=("DATA",),
    ),
    "NDRC_APPROVAL": RoleShape(
        label="发改审批",
        duty="办理立项审批，拟定批复。",
        unit_kinds=("NDRC",),
    ),
    "NDRC_HEAD": RoleShape(
        label="发改负责人",
        duty="签发立项批复，确认年度计划。",
        unit_kinds=("NDRC",),
    ),
    "FINANCE_BUDGET": RoleShape(
        label="财政预算",
        duty="安排资金来源，下达指标，导出年度计划。",
        unit_kinds=("FINANCE",),
    ),
    "FINANCE_PAYMENT": RoleShape(
        label="财政支付",
        duty="审核支付申请，不超合同、不超指标。",
        unit_kinds=("FINANCE",),
    ),
    "CYBERSPACE_REVIEW": RoleShape(
        label="网信审核",
        duty="会签网络安全方面的意见。",
        unit_kinds=("CYBERSPACE",),
    ),
    "SECRECY_REVIEW": RoleShape(
        label="保密审核",
        duty="会签保密方面的意见。",
        unit_kinds=("SECRECY",),
    ),
    "POLICE_REVIEW": RoleShape(
        label="公安审核",
        duty="会签等级保护方面的意见。",
        unit_kinds=("POLICE",),
    ),
    "AUDIT_READ": RoleShape(
        label="审计查阅",
        duty="查阅全部项目及其留痕，不能修改。",
        unit_kinds=("AUDIT",),
    ),
    "LEADING_GROUP": RoleShape(
        label="领导小组办公室",
        duty="审定重大事项，查看全部项目。",
        unit_kinds=("LEADING_GROUP",),
    ),
    "EXPERT": RoleShape(
        label="评审专家",
        duty="对指定的项目提出评审意见。",
        unit_kinds=("EXPERT",),
    ),
    "SUPERVISION": RoleShape(
        label="监理",
        duty="对承担监理的项目填报监理意见。",
        unit_kinds=("SUPERVISION",),
    ),
    "CONTRACTOR": RoleShape(
        label="承建",
        duty="对承建的项目填报进度。",
        unit_kinds=("CONTRACTOR",),
    ),
    "MAINTENANCE": RoleShape(
        label="运维",
        duty="对承担运维的项目填报运维记录。",
        unit_kinds=("MAINTENANCE",),
    ),
    "RULE_ADMIN": RoleShape(
        label="办法管理员",
        duty="维护办法的条款、关口、材料和流程。",
        unit_kinds=("DATA", "ADMINISTRATION"),
    ),
    SYSTEM_ADMIN: RoleShape(
        label="系统管理员",
        duty="维护单位、人员账号、工作日历和通知渠道；不能授予岗位，不能查看留痕。",
        unit_kinds=("ADMINISTRATION",),
        exclusive_group=SYSTEM_ADMIN,
    ),
    SECURITY_ADMIN: RoleShape(
        label="安全管理员",
        duty="授予和收回岗位，解除登录锁定，保管各单位的签章证书；不能授予自己，不能查看留痕。",
        unit_kinds=("ADMINISTRATION",),
        exclusive_group=SECURITY_ADMIN,
    ),
    AUDIT_ADMIN: RoleShape(
        label="审计管理员",
        duty="查阅、检索、导出留痕，验证留痕链；不能修改任何内容。",
        unit_kinds=("ADMINISTRATION",),
        exclusive_group=AUDIT_ADMIN,
    ),
}
