"""Every sheet of the later stages, filled in completely; each test changes what it is about."""

from typing import Any

CONTRACTOR, CONTRACTOR_CODE = "云阳数智科技有限公司", "91330185MA2AX123XN"


def contract_values(**changes: Any) -> dict[str, Any]:
    """Return a complete contract of 40 万元."""
    amount = changes.get("contract_amount", "400000.00")
    return {
        "procurement_method": "OPEN",
        "awarded_on": "2026-03-20",
        "contract_number": "HW-2026-01",
        "contract_title": "环卫作业监管系统建设合同",
        "contractor": CONTRACTOR,
        "contractor_code": CONTRACTOR_CODE,
        "contractor_leader": "项目经理",
        "contract_amount": amount,
        "signed_on": "2026-03-30",
        "starts_on": "2026-04-01",
        "ends_on": "2026-10-31",
        "content": "软件开发与部署。",
        "payment_terms": [
            {"node": "合同价款", "share": "100", "amount": amount, "condition": "按约定"}
        ],
        "milestones": [
            {"name": "需求确认", "due_on": "2026-04-30", "deliverable": "需求说明书"},
            {"name": "系统上线", "due_on": "2026-06-05", "deliverable": "系统"},
        ],
        **changes,
    }


def quota_values(amount: str = "400000.00", **changes: Any) -> dict[str, Any]:
    """Return a complete quota."""
    return {
        "document_number": "云阳财预〔2026〕8号",
        "issued_on": "2026-04-10",
        "amount": amount,
        "subject": "2010301",
        "usage": "用于项目建设。",
        **changes,
    }


def payment_values(amount: str = "100000.00", **changes: Any) -> dict[str, Any]:
    """Return a complete request for a payment."""
    return {
        "payment_kind": "PROGRESS",
        "contract_number": "HW-2026-01",
        "amount": amount,
        "reason": "按合同约定支付。",
        "payee": CONTRACTOR,
        "payee_bank": "中国工商银行云阳支行",
        "payee_account": "1202026600000000001",
        **changes,
    }


def progress_values(percent: str = "30", **changes: Any) -> dict[str, Any]:
    """Return a complete report on the progress."""
    return {
        "period_from": "2026-04-01",
        "period_to": "2026-04-30",
        "physical_progress": percent,
        "work_done": "完成需求确认。",
        "next_work": "系统开发。",
        **changes,
    }


def change_values(**changes: Any) -> dict[str, Any]:
    """Return a complete request for a change that leaves the money as it is."""
    return {
        "change_kinds": ["FUNCTION"],
        "original_content": "原有质量考核功能。",
        "changed_content": "增加移动端考核。",
        "reason": "业务主管部门统一要求。",
        "change_amount": "0.00",
        "amount_direction": "NONE",
        "target_unchanged": True,
        "impact": "不影响总体目标和工期。",
        **changes,
    }


def report_values(**changes: Any) -> dict[str, Any]:
    """Return a complete test report that says 通过."""
    return {
        "software_version": "V1.0",
        "tested_from": "2026-05-18",
        "tested_to": "2026-05-29",
        "statement": "报告只对送测版本负责。",
        "scope": "全部功能。",
        "purpose": "验证是否满足需求。",
        "environment": "政务云测试区。",
        "methods": "黑盒测试。",
        "content": "功能、性能、安全。",
        "executions": [
            {"module": "作业监管", "cases": "40", "passed": "39", "failed": "1", "blocked": "0"}
        ],
        "rounds": "2",
        "defects": [
            {
                "defect_number": "D1",
                "title": "导出列错位",
                "severity": "ORDINARY",
                "state": "CLOSED",
            }
        ],
        "defect_analysis": "缺陷已修复。",
        "conclusion": "PASSED",
        "suggestions": "可以试运行。",
        **changes,
    }


def trial_values(**changes: Any) -> dict[str, Any]:
    """Return a complete assessment of a trial operation of two months."""
    aspects = 9
    return {
        "software_version": "V1.0",
        "starts_on": "2026-06-05",
        "ends_on": "2026-08-05",
        "assessments": [{"aspect": f"方面{n}", "grade": "GOOD"} for n in range(aspects)],
        "conclusion": "PASSED",
        "countersigns": [
            {
                "name": "使用人",
                "department": "环卫所",
                "opinion": "同意转正式运行。",
                "signed_on": "2026-08-06",
            }
        ],
        **changes,
    }


def acceptance_values(**changes: Any) -> dict[str, Any]:
    """Return a complete acceptance that says 合格."""
    materials, aspects = 6, 5
    return {
        "software_version": "V1.0",
        "accepted_on": "2026-08-31",
        "materials": [
            {"material": f"资料{n}", "completeness": "COMPLETE", "conformity": "CONFORMING"}
            for n in range(1, materials + 1)
        ],
        "platform_access": "DONE",
        "catalogue": "DONE",
        "quality_ticks": ["COMPLETE", "ACCURATE", "TIMELY"],
        "assessments": [{"aspect": f"方面{n}", "grade": "GOOD"} for n in range(aspects)],
        "conclusion": "QUALIFIED",
        "acceptance_opinion": "同意通过验收。",
        **changes,
    }


def system_values(**changes: Any) -> dict[str, Any]:
    """Return a complete registration of a system."""
    return {
        "system_version": "V1.0",
        "maintenance_provider": CONTRACTOR,
        "maintenance_contact": "运维经理",
        "maintenance_phone": "0571-00000001",
        "live_on": "2026-06-05",
        "formally_operating_since": "2026-09-05",
        "functions": "环卫作业监管。",
        "deployment": "CLOUD",
        "network": "政务外网",
        "mlps_level": "TWO",
        **changes,
    }


def maintenance_values(**changes: Any) -> dict[str, Any]:
    """Return a complete record of the daily operation."""
    return {
        "record_kind": "DAILY",
        "occurred_on": "2026-09-08",
        "description": "巡检正常。",
        "handling": "无异常。",
        **changes,
    }


def target_values(**changes: Any) -> dict[str, Any]:
    """Return complete targets with the usual weights."""
    return {
        "starts_on": "2026-04-01",
        "ends_on": "2026-10-31",
        "total_amount": "500000.00",
        "fiscal_amount": "500000.00",
        "year_amount": "400000.00",
        "overall_target": "建成环卫作业一张图。",
        "year_target": "完成建设并验收。",
        "indicators": [
            _indicator("EXECUTION", "EXECUTION", "预算执行率", "100%", "10"),
            _indicator("OUTPUT", "QUANTITY", "接入车辆", "120辆", "50"),
            _indicator("BENEFIT", "SOCIAL", "群众投诉下降", "20%", "30"),
            _indicator("SATISFACTION", "SATISFACTION", "使用人员满意度", "90%", "10"),
        ],
        **changes,
    }


def _indicator(first: str, second: str, name: str, target: str, weight: str) -> dict[str, str]:
    return {
        "first_level": first,
        "second_level": second,
        "name": name,
        "target": target,
        "weight": weight,
    }


def scores(execution: str = "10", output: str = "45", benefit: str = "25", liked: str = "8") -> Any:
    """Return the scored rows of the usual targets."""
    return [
        {"name": "预算执行率", "actual": "100%", "score": execution},
        {"name": "接入车辆", "actual": "118辆", "score": output},
        {"name": "群众投诉下降", "actual": "18%", "score": benefit},
        {"name": "使用人员满意度", "actual": "88%", "score": liked},
    ]


def self_values(**changes: Any) -> dict[str, Any]:
    """Return a complete self-evaluation."""
    return {
        "target_review": "年度目标基本完成。",
        "indicators": scores(),
        "problems": "继续扩大接入。",
        **changes,
    }


def review_values(**changes: Any) -> dict[str, Any]:
    """Return a complete evaluation by the data department."""
    return {
        "indicators": scores(output="40"),
        "achievements": "作业效率提高。",
        "problems": "接入不足。",
        "suggestions": "加快接入。",
        "application": "作为下年度预算安排的参考。",
        **changes,
    }


def accounts_values(spent: str = "400000.00", **changes: Any) -> dict[str, Any]:
    """Return complete final accounts of 40 万元."""
    return {
        "closed_on": "2026-09-18",
        "financial_leader": "财务负责人",
        "income": [{"source": "财政资金", "budget": "400000.00", "received": "400000.00"}],
        "expenditure": [
            {
                "subject": "软件开发费",
                "budget_fiscal": "400000.00",
                "year_fiscal": spent,
                "total_fiscal": spent,
            }
        ],
        "adjustments": "无",
        "surplus_handling": "无结余。",
        **changes,
    }


def archive_values(**changes: Any) -> dict[str, Any]:
    """Return a complete hand-over to the archives."""
    aspects = ("真实性", "完整性", "可用性", "安全性")
    return {
        "received_by": "档案员",
        "tests": [{"aspect": aspect, "result": "CONFORMING"} for aspect in aspects],
        **changes,
    }
