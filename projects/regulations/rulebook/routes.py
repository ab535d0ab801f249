"""Routes (审批路线): who decides in which order, in which way, and what happens if nobody does."""

from decimal import Decimal
from typing import Literal

from pydantic import Field, model_validator

from approvals.flows.shapes import MEETING_DAY, MINUTES
from config.kernel.periods import PeriodUnit
from projects.regulations.rulebook.citations import Cited
from projects.regulations.rulebook.conditions import Condition
from projects.regulations.rulebook.shapes import Code, Label, Percent, Shape

type StepKind = Literal[
    "REVIEW",
    "APPROVE",
    "COUNTERSIGN",
    "JOINT_REVIEW",
    "MEETING",
    "FILING",
    "WRITTEN_OPINION",
    "CONSULTATION",
    "EXTERNAL",
    "ANY_OF",
    "BALLOT",
]

# What a consent may cover besides the blocks of a form.
PAPERS = "材料"

STEP_KIND_LABELS: dict[str, str] = {
    "REVIEW": "审核",
    "APPROVE": "审批",
    "COUNTERSIGN": "会签",
    "JOINT_REVIEW": "联审",
    "MEETING": "会议审议",
    "FILING": "备案",
    "WRITTEN_OPINION": "书面意见",
    "CONSULTATION": "征求意见",
    "EXTERNAL": "外部机关决定",
    "ANY_OF": "或签",
    "BALLOT": "票签",
}


class StepField(Shape):
    """Something a signer states besides the opinion."""

    code: Code = Field(title="字段代码", description="例如reply_number。")
    label: Label = Field(title="字段名称", description="例如批复文号。")
    kind: Literal["text", "date", "money", "choice"] = Field(
        default="text", title="类型", description="文字、日期、金额或者选择。"
    )
    required: bool = Field(default=True, title="必填", description="签署时必须填写。")
    choices: tuple[str, ...] = Field(
        default=(), title="可选值", description="类型为选择时列出，例如通过、不通过。"
    )


class OnExpiry(Shape):
    """What happens when the time of a step has run out."""

    action: Literal["REMIND", "ESCALATE", "PASS_ON", "DEEMED_AGREED"] = Field(
        title="逾期怎么办", description="催办、上报、转交他人办理或者视同同意。"
    )
    to_roles: tuple[Code, ...] = Field(default=(), title="转给谁", description="上报或转交的角色。")

    @model_validator(mode="after")
    def _says_to_whom(self) -> "OnExpiry":
        if (self.action in ("ESCALATE", "PASS_ON")) != bool(self.to_roles):
            raise ValueError("上报和转交要写明转给谁，催办和视同同意不写。")
        return self


class Handling(Shape):
    """What is not said by a text, as a rule, and has to be settled for every office."""

    refusal: Literal["AT_ONCE", "AFTER_ALL"] = Field(
        default="AT_ONCE",
        title="会签中有人不同意",
        description="一人不同意即时生效，或者全部办完再定；联审和征求意见总是全部办完再定。",
    )
    vacancy: Literal["FORBID", "SUPERIOR", "ADMIN"] = Field(
        default="FORBID", title="无人在岗", description="办理岗位上没有可以办理的人员时怎么办。"
    )
    own_matter: Literal["OTHERS", "SKIP", "SUPERIOR"] = Field(
        default="OTHERS", title="送审人就是办理人", description="本人的事项轮到本人办理时怎么办。"
    )
    repeat: Literal["SIGN", "SKIP"] = Field(
        default="SIGN", title="与上一环节同一人", description="同一人连续办理两个环节时怎么办。"
    )
    resubmit: Literal["STEPWISE", "DIRECT"] = Field(
        default="STEPWISE", title="补正后怎么走", description="从头逐级重审，或者直达退回人。"
    )
    return_to: Literal["ANY_PASSED", "APPLICANT"] = Field(
        default="ANY_PASSED", title="可以退回到", description="本轮已办的环节，或者只退回送审人。"
    )
    remind_before: tuple[int, ...] = Field(
        default=(1,), title="到期前提醒", description="到期前几个工作日提醒，可以填几个。"
    )
    remind_every: int = Field(
        default=1, ge=1, title="逾期后提醒", description="逾期后每隔几个工作日提醒一次。"
    )
    block: Label | None = Field(
        default=None, title="并行组", description="相邻的环节写同一个名称，就同时办理。"
    )
    branch: Label | None = Field(
        default=None, title="并行分支", description="并行组内同一分支的环节依次办理。"
    )
    covers: tuple[Label, ...] = Field(
        default=(),
        title="意见针对的部分",
        description="补正后只有这些部分改动了才须重签；不选就是全部内容。直达退回人时用。",
    )
    explained_by: tuple[Code, ...] = Field(
        default=(),
        title="由谁说明不采纳",
        description="征求意见有异议时由哪些角色说明；不填就由上一环节的办理人说明。",
    )
    adding: bool = Field(default=True, title="可以加签", description="办理人可以请其他岗位加签。")


class Weight(Shape):
    """How much the vote of a role counts."""

    role: Code = Field(title="角色", description="角色代码。")
    weight: Decimal = Field(gt=0, title="权重", description="一票算多少；不写的角色算一。")


class Ballot(Shape):
    """When a vote carries (票签): a share of the votes that may be cast."""

    percent: Percent = Field(title="同意票比例", description="例如66.67；分母是全部应投票数。")
    relation: Literal["at_least", "above"] = Field(
        default="at_least", title="达到还是超过", description="“半数以上”含半数，“过半数”不含。"
    )
    weights: tuple[Weight, ...] = Field(default=(), title="权重", description="不填就一人一票。")


class RouteStep(Cited):
    """One step of a route (环节)."""

    code: Code = Field(title="环节代码", description="同一路线内不重复。")
    label: Label = Field(title="环节名称", description="例如数据部门负责人审定。")
    kind: StepKind = Field(
        title="办理方式", description="审核、审批、会签、联审、会议审议、备案等。"
    )
    roles: tuple[Code, ...] = Field(
        default=(), title="角色", description="由哪些角色办理；由前一环节选定的，是可以选的角色。"
    )
    approver: Literal["ROLE", "UNIT_HEAD", "SUPERIOR_UNIT", "LEADER_IN_CHARGE", "CHOSEN"] = Field(
        default="ROLE",
        title="办理人怎样确定",
        description="按角色、本单位负责人、上级主管单位、分管领导，或者由前一环节选定。",
    )
    chosen_at: Code | None = Field(
        default=None, title="由哪个环节选定", description="办理人由紧接着的前一环节选定。"
    )
    when: Condition | None = Field(
        default=None, title="适用情形", description="只在满足条件时经过这个环节。"
    )
    days: int | None = Field(default=None, ge=1, title="办理时限", description="不填就没有时限。")
    days_unit: PeriodUnit = Field(
        default=PeriodUnit.WORKDAY, title="时限单位", description="默认工作日。"
    )
    on_expiry: OnExpiry | None = Field(
        default=None, title="逾期怎么办", description="不填就提醒，并报告上级。"
    )
    ballot: Ballot | None = Field(default=None, title="票签规则", description="票签时填写。")
    panel: Code | None = Field(
        default=None, title="评审组", description="由哪个评审组办理，填评审组规则的代码。"
    )
    fields: tuple[StepField, ...] = Field(
        default=(), title="签署时填写", description="意见以外还要填写的内容。"
    )
    opinion_required: bool = Field(
        default=False, title="必须写意见", description="同意也要写意见。"
    )
    permission: Code = Field(
        default="review_project", title="办理权限", description="对项目的权限代码。"
    )
    handling: Handling | None = Field(
        default=None, title="办理规则", description="无人在岗、退回、提醒等；不填就按通常做法。"
    )
    returns_to: Code | None = Field(
        default=None, title="退回到", description="退回给哪个环节；不填就退回提交人。"
    )

    @model_validator(mode="after")
    def _is_whole(self) -> "RouteStep":
        needs_roles = self.approver in {"ROLE", "CHOSEN"}
        if needs_roles != bool(self.roles):
            raise ValueError(
                f"环节“{self.label}”：按角色办理的写明角色，由前一环节选定的写明可以选哪些角色，"
                "其他不写。"
            )
        if (self.approver == "CHOSEN") != (self.chosen_at is not None):
            raise ValueError(f"环节“{self.label}”：由前一环节选定的，写明是哪个环节。")
        if (self.kind == "BALLOT") != (self.ballot is not None):
            raise ValueError(f"环节“{self.label}”：票签写明票签规则，其他不写。")
        return self

    @property
    def all_fields(self) -> tuple[StepField, ...]:
        """What signers state, with what the kind of the step asks for by its nature."""
        own = {field.code for field in self.fields}
        return (*self.fields, *(f for f in BY_NATURE.get(self.kind, ()) if f.code not in own))


BY_NATURE: dict[str, tuple[StepField, ...]] = {
    "MEETING": (
        StepField(code=MEETING_DAY, label="会议日期", kind="date"),
        StepField(code=MINUTES, label="会议纪要号"),
    ),
    "FILING": (StepField(code="filing_number", label="备案号"),),
    "EXTERNAL": (
        StepField(code="decided_by", label="作出决定的机关"),
        StepField(code="document_number", label="文号"),
        StepField(code="decided_on", label="决定日期", kind="date"),
    ),
    "CONSULTATION": (
        StepField(code="is_adopted", label="是否采纳", kind="choice", choices=("采纳", "不采纳")),
    ),
}
