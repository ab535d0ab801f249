"""Sheets of evaluation: 绩效目标, 绩效自评, 绩效评价."""

from documents.sheets import catalog
from documents.sheets.boxes import day, lines, money, number, one_of, percent, table, text, unit
from documents.sheets.shapes import Block, Field, Sheet, SignOff, choices

PERFORMANCE_TARGETS = Sheet(
    code="performance_targets",
    title="项目绩效目标申报表",
    number_prefix="JM",
    blocks=(
        Block(
            "一、项目",
            (
                text("project_name", "项目名称*"),
                unit("applicant_unit", "实施单位*"),
                unit("competent_department", "主管部门*"),
                day("starts_on", "计划开始日期*"),
                day("ends_on", "计划完成日期*"),
                money("total_amount", "项目资金总额*"),
                money("fiscal_amount", "其中：财政资金*"),
                money("year_amount", "年度资金申请总额*"),
                money("carried_amount", "其中：上年结转资金"),
            ),
        ),
        Block(
            "二、总体目标",
            (
                lines("overall_target", "项目总目标*"),
                lines("year_target", "年度总体目标*"),
            ),
        ),
        Block(
            "三、绩效指标",
            (
                table(
                    "indicators",
                    "绩效指标*",
                    one_of(
                        "first_level",
                        "一级指标*",
                        choices(
                            EXECUTION="预算执行",
                            OUTPUT="产出",
                            BENEFIT="效益",
                            SATISFACTION="满意度",
                        ),
                    ),
                    one_of(
                        "second_level",
                        "二级指标*",
                        choices(
                            QUANTITY="数量",
                            QUALITY="质量",
                            TIMELINESS="时效",
                            COST="成本",
                            ECONOMIC="经济效益",
                            SOCIAL="社会效益",
                            ECOLOGICAL="生态效益",
                            SUSTAINABLE="可持续影响",
                            SATISFACTION="服务对象满意度",
                            EXECUTION="预算执行率",
                        ),
                    ),
                    text("name", "三级指标*", share=4),
                    text("target", "指标值*"),
                    number("weight", "权重*"),
                ),
                number("weight_total", "权重合计", computed=True),
            ),
        ),
    ),
    sign_offs=(
        SignOff("实施单位负责人", "unit_head"),
        SignOff("数据部门审核", "data_review"),
    ),
)


def _scored_indicators(score_label: str) -> Field:
    return table(
        "indicators",
        "绩效指标*",
        text("first_level", "一级指标", computed=True),
        text("name", "指标名称*", share=4),
        text("target", "指标值", computed=True),
        text("actual", "完成值*"),
        number("weight", "分值", computed=True),
        number("score", score_label),
        text("reason", "偏差原因/扣分理由", share=3),
        hint="指标、指标值和分值按批准的绩效目标带出。",
    )


SELF_EVALUATION = Sheet(
    code="self_evaluation",
    title="项目支出绩效自评表",
    number_prefix="ZP",
    blocks=(
        Block(
            "一、项目",
            (
                text("project_name", "项目名称*"),
                unit("applicant_unit", "实施单位*"),
                number("year", "评价年度*"),
                day("evaluated_on", "自评日期*"),
            ),
        ),
        Block(
            "二、资金执行",
            (
                money("budget_amount", "预算金额（已下达指标）", computed=True),
                money("spent_amount", "执行金额（已支付）", computed=True),
                percent("execution_rate", "预算执行率", computed=True),
                number("execution_score", "执行率得分", unit="分", computed=True),
            ),
        ),
        Block(
            "三、目标完成",
            (
                lines("target_review", "年度总体目标完成情况*"),
                _scored_indicators("自评得分*"),
                number("total_score", "自评总分", unit="分", computed=True),
                text("rank", "自评等级", computed=True),
                lines("problems", "存在问题及改进措施*"),
            ),
        ),
    ),
    sign_offs=(
        SignOff("实施单位负责人", "unit_head"),
        SignOff("数据部门审核", "data_review"),
    ),
)

EVALUATION = Sheet(
    code="evaluation",
    title="项目绩效评价表",
    number_prefix="PJ",
    blocks=(
        Block(
            "一、项目",
            (
                text("project_name", "项目名称*"),
                unit("evaluated_unit", "被评价单位*"),
                unit("evaluator_unit", "评价单位*"),
                day("evaluated_on", "评价日期*"),
                number("self_score", "自评总分", unit="分", computed=True),
            ),
        ),
        Block(
            "二、评分",
            (
                _scored_indicators("评价得分*"),
                number("total_score", "评价总分", unit="分", computed=True),
                text("rank", "评价等级", computed=True),
            ),
            note="90 分（含）以上为优，80 至 90 分为良，60 至 80 分为中，60 分以下为差。",
        ),
        Block(
            "三、评价意见",
            (
                lines("achievements", "主要成效*"),
                lines("problems", "存在问题*"),
                lines("suggestions", "意见建议*"),
                lines("application", "评价结果应用*"),
            ),
        ),
    ),
    sign_offs=(
        SignOff("评价组", "evaluation_group"),
        SignOff("财政部门会签", "countersign"),
        SignOff("数据部门负责人审定", "data_head"),
    ),
)

catalog.register(PERFORMANCE_TARGETS, SELF_EVALUATION, EVALUATION)
