"""Sheets of money: 资金指标下达, 支付申请表, 预算和经费决算表."""

from documents.sheets import catalog
from documents.sheets.boxes import (
    day,
    lines,
    money,
    number,
    one_of,
    percent,
    person,
    table,
    text,
    unit,
)
from documents.sheets.declared_initiation import FUNDING
from documents.sheets.shapes import Block, Sheet, SignOff, choices

SUBJECTS = (
    "软件开发费",
    "硬件购置费",
    "系统软件购置",
    "系统集成费",
    "云资源费",
    "安全（等保密评）费",
    "设计咨询费",
    "监理费",
    "测评费",
    "培训费",
    "建设单位管理费",
    "预备费",
    "其他",
)

APPROPRIATION = Sheet(
    code="appropriation",
    title="项目资金指标下达表",
    number_prefix="ZB",
    blocks=(
        Block(
            "一、下达",
            (
                text("project_name", "项目名称*"),
                unit("receiving_unit", "用款单位*"),
                text("document_number", "指标文号*", hint="例：云阳财预〔2026〕12号。"),
                day("issued_on", "下达日期*"),
                number("year", "预算年度*"),
                one_of("source", "资金来源*", FUNDING),
                money("amount", "下达金额*"),
                text("subject", "支出功能科目*"),
                lines("usage", "资金用途*"),
            ),
        ),
        Block(
            "二、对照",
            (
                money("approved_amount", "批复金额", computed=True),
                money("issued_total", "累计下达", computed=True),
                money("balance", "未下达余额", computed=True),
            ),
        ),
    ),
    sign_offs=(SignOff("财政部门（预算）", "finance_budget"),),
)

PAYMENT = Sheet(
    code="payment",
    title="项目资金支付申请表",
    number_prefix="ZF",
    blocks=(
        Block(
            "一、申请",
            (
                text("project_name", "项目名称*"),
                unit("applicant_unit", "申请单位*"),
                day("applied_on", "申请日期*"),
                one_of(
                    "payment_kind",
                    "款项性质*",
                    choices(
                        ADVANCE="预付款",
                        PROGRESS="进度款",
                        FINAL="尾款",
                        RETENTION="质保金",
                        OTHER="其他",
                    ),
                ),
                text("contract_number", "合同编号*"),
                money("contract_amount", "合同金额", computed=True),
                money("paid_amount", "已支付金额", computed=True),
                money("amount", "本次申请金额*"),
                percent("paid_share", "支付后占合同比例", computed=True),
                one_of("source", "资金来源*", FUNDING),
                lines("reason", "支付依据与事由*"),
            ),
        ),
        Block(
            "二、收款单位",
            (
                unit("payee", "收款单位*"),
                text("payee_bank", "开户银行*"),
                text("payee_account", "银行账号*"),
                text("invoice_number", "发票号码"),
            ),
        ),
    ),
    sign_offs=(
        SignOff("建设单位负责人", "unit_head"),
        SignOff("财政部门支付审核", "payment"),
    ),
)

FINAL_ACCOUNTS = Sheet(
    code="final_accounts",
    title="项目预算和经费决算表",
    number_prefix="JS",
    landscape=True,
    blocks=(
        Block(
            "一、项目",
            (
                text("project_name", "项目名称*"),
                unit("applicant_unit", "建设单位*"),
                day("closed_on", "决算日期*"),
                text("audit_report_number", "审计报告文号"),
                person("financial_leader", "财务负责人*"),
            ),
            note="金额单位：万元。",
        ),
        Block(
            "二、收入",
            (
                table(
                    "income",
                    "收入*",
                    text("source", "来源", share=3),
                    money("budget", "预算数"),
                    money("received", "到位数"),
                    text("remark", "备注", share=4),
                    rows=("财政资金", "单位自筹", "其他"),
                ),
                money("income_total", "到位合计", computed=True),
            ),
        ),
        Block(
            "三、支出",
            (
                table(
                    "expenditure",
                    "支出*",
                    text("subject", "科目", share=3),
                    money("budget_fiscal", "预算批复数（财政）"),
                    money("budget_other", "预算批复数（其他）"),
                    money("year_fiscal", "本年发生数（财政）"),
                    money("year_other", "本年发生数（其他）"),
                    money("total_fiscal", "累计发生数（财政）"),
                    money("total_other", "累计发生数（其他）"),
                    number("balance", "收支差额", computed=True, low=None),
                    percent("completion", "完成率", computed=True),
                    text("remark", "备注"),
                    rows=SUBJECTS,
                ),
                money("budget_total", "预算合计", computed=True),
                money("expenditure_total", "累计支出合计", computed=True),
                money("surplus", "结余", computed=True),
            ),
        ),
        Block(
            "四、说明",
            (
                lines(
                    "adjustments",
                    "超预算科目调剂情况*",
                    hint="超预算的科目须说明履行的调剂手续，没有的填“无”。",
                ),
                lines("surplus_handling", "结余资金处理*"),
            ),
        ),
    ),
    sign_offs=(
        SignOff("项目负责人（建设单位）", "unit_head"),
        SignOff("财务负责人（建设单位）", "financial_leader"),
        SignOff("财政部门审核", "budget"),
    ),
)

catalog.register(APPROPRIATION, PAYMENT, FINAL_ACCOUNTS)
