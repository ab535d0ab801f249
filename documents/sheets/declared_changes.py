"""Sheets of changes on the way: 变更申请, 需求变更, 项目状态变更, 风险."""

from decimal import Decimal

from documents.sheets import catalog
from documents.sheets.boxes import (
    any_of,
    day,
    lines,
    money,
    number,
    one_of,
    person,
    table,
    text,
    unit,
    yes_no,
)
from documents.sheets.shapes import Block, Formula, Sheet, SignOff, choices

CHANGE_REQUEST = Sheet(
    code="change_request",
    title="信息化项目变更申请表",
    number_prefix="BG",
    blocks=(
        Block(
            "一、变更事项",
            (
                text("project_name", "项目名称*"),
                unit("applicant_unit", "申请单位*"),
                day("applied_on", "申请日期*"),
                any_of(
                    "change_kinds",
                    "变更类别*",
                    choices(
                        SCOPE="项目范围",
                        TECHNICAL="技术方案",
                        FUNCTION="功能要求",
                        FUNDS="项目资金",
                        EXTENSION="工期延期",
                    ),
                ),
                lines("original_content", "原批复内容*"),
                lines("changed_content", "变更后内容*"),
                lines("reason", "变更缘由（客观原因）*"),
            ),
        ),
        Block(
            "二、金额与影响",
            (
                money("approved_amount", "原批复金额", computed=True),
                money("change_amount", "变更金额*", hint="不涉及资金的填 0。"),
                one_of(
                    "amount_direction",
                    "金额增减*",
                    choices(NONE="不变", INCREASE="增加", DECREASE="减少"),
                ),
                number("share_of_approval", "占批复总额", unit="%", computed=True, low=None),
                number("cumulative_share", "累计占比", unit="%", computed=True, low=None),
                yes_no("target_unchanged", "建设目标不变*"),
                lines("impact", "对目标、总投资、工期的影响*"),
            ),
        ),
        Block(
            "三、延期",
            (
                day("original_completion_on", "原完成日期"),
                number("extension_months", "延长时间", unit="月"),
                day("extended_completion_on", "延期后完成日期"),
                number("lead_workdays", "提前申请工作日", unit="天", computed=True),
            ),
            note="不涉及延期的不填。",
        ),
        Block(
            "四、办理路径",
            (
                text("route_basis", "适用条款与路径", computed=True),
                yes_no("needs_expert_review", "需专家论证"),
                lines("expert_opinion", "专家论证意见"),
            ),
        ),
    ),
    sign_offs=(
        SignOff("建设单位负责人", "unit_head"),
        SignOff("数据部门评审", "data_review"),
        SignOff("发改部门审批", "approval"),
    ),
)

REQUIREMENT_CHANGE = Sheet(
    code="requirement_change",
    title="项目需求变更表",
    number_prefix="XG",
    stages=("CONSTRUCTION", "ACCEPTANCE"),
    blocks=(
        Block(
            "一、基本信息",
            (
                text("project_name", "项目名称*"),
                unit("applicant_unit", "申请部门*"),
                person("applicant", "申请人*"),
                day("applied_on", "申请日期*"),
                one_of(
                    "change_type",
                    "变更类型*",
                    choices(ADD="增加", CHANGE="修改", REMOVE="删除"),
                ),
                one_of(
                    "phase",
                    "所处阶段*",
                    choices(
                        ANALYSIS="需求分析之后",
                        DESIGN="设计",
                        CODING="编码",
                        TEST="测试",
                        TRIAL="试运行",
                    ),
                ),
            ),
        ),
        Block(
            "二、变更内容",
            (
                lines("before", "变更前*"),
                lines("after", "变更后*"),
                lines("reason", "变更原因*"),
            ),
        ),
        Block(
            "三、影响",
            (
                lines("scope_impact", "对范围的影响"),
                number("schedule_days", "对进度的影响", unit="天"),
                money("cost_impact", "对经费的影响"),
                lines("quality_impact", "对质量、接口和已完成工作的影响"),
            ),
        ),
        Block(
            "四、评审",
            (
                lines("internal_review", "业务部门内部评审意见*"),
                lines("technical_assessment", "技术评估*"),
                lines("management_assessment", "管理评估*"),
                one_of("conclusion", "评审结论*", choices(PASSED="通过", NOT_PASSED="不通过")),
            ),
        ),
        Block(
            "五、实施与回访",
            (
                person("implementer", "责任人"),
                day("implemented_on", "完成日期"),
                one_of("reply", "责任人回复", choices(DONE="已修改完毕", ADVICE="给出解决建议")),
                number("satisfaction", "申请人满意度", unit="分", low=Decimal(5), high=Decimal(10)),
                lines("revisit", "回访内容"),
                lines("updated_documents", "关联文档更新清单"),
            ),
        ),
    ),
    sign_offs=(
        SignOff("业务部门领导", "unit_head"),
        SignOff("开发小组", "contractor"),
        SignOff("评审负责人", "data_review"),
    ),
)

STANDING_CHANGE = Sheet(
    code="standing_change",
    title="项目暂停/恢复/终止/撤回申请表",
    number_prefix="ZT",
    blocks=(
        Block(
            "一、申请事项",
            (
                text("project_name", "项目名称*"),
                unit("applicant_unit", "申请单位*"),
                one_of(
                    "move",
                    "申请事项*",
                    choices(SUSPEND="暂停", RESUME="恢复", TERMINATE="终止", WITHDRAW="撤回"),
                ),
                day("applied_on", "申请日期*"),
                lines("reason", "申请理由*"),
            ),
        ),
        Block(
            "二、项目现状",
            (
                lines("completed_work", "已完成的工作*"),
                money("paid_amount", "已支付金额*"),
                lines("contract_state", "合同履行情况"),
                lines("settlement", "资金、资产和合同的后续处理*"),
                day("planned_resume_on", "计划恢复日期"),
            ),
        ),
    ),
    sign_offs=(
        SignOff("建设单位负责人", "unit_head"),
        SignOff("数据部门负责人审定", "data_head"),
    ),
)

RISK_REGISTER = Sheet(
    code="risk_register",
    title="风险评估和控制表",
    number_prefix="FX",
    stages=("INITIATION", "CONSTRUCTION", "ACCEPTANCE"),
    landscape=True,
    blocks=(
        Block(
            "一、项目",
            (
                text("project_name", "项目名称*"),
                person("assessor", "评估人*"),
                day("assessed_on", "评估日期*"),
            ),
        ),
        Block(
            "二、风险清单",
            (
                table(
                    "risks",
                    "风险清单*",
                    text("risk_id", "编号*", share=1),
                    text("description", "描述（原因→事件→影响）*", share=5),
                    one_of(
                        "category",
                        "类别*",
                        choices(
                            TECHNICAL="技术",
                            MANAGEMENT="管理",
                            EXTERNAL="外部",
                            RESOURCE="资源",
                            SECURITY="安全",
                            COMPLIANCE="合规",
                        ),
                    ),
                    number("probability", "概率", low=Decimal(1), high=Decimal(5)),
                    number("impact", "影响", low=Decimal(1), high=Decimal(5)),
                    number("level", "等级", computed=True),
                    one_of(
                        "strategy",
                        "策略",
                        choices(AVOID="规避", TRANSFER="转移", REDUCE="减轻", ACCEPT="接受"),
                    ),
                    text("measures", "措施", share=4),
                    person("owner", "责任人"),
                    text("trigger", "触发条件"),
                    one_of("state", "状态", choices(OPEN="开放", WATCHED="监控", CLOSED="关闭")),
                    day("updated_on", "更新日期"),
                ),
            ),
            note="概率：1（0–10%）至 5（>90%）；"
            "影响：1（延误<3天或超支<1%）至 5（延误>8周或超支>20%）。",
        ),
    ),
    sign_offs=(SignOff("项目负责人", "unit_head"), SignOff("数据部门", "data_review")),
    formulas=(Formula(into="risks", column="level", how="PRODUCT", of=("probability", "impact")),),
)

catalog.register(CHANGE_REQUEST, REQUIREMENT_CHANGE, STANDING_CHANGE, RISK_REGISTER)
