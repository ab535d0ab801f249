"""Sheets of operation: 系统登记, 运维记录."""

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
from documents.sheets.shapes import Block, Sheet, SignOff, choices

MLPS = choices(ONE="一级", TWO="二级", THREE="三级", FOUR="四级", NONE="未定级")

INFORMATION_SYSTEM = Sheet(
    code="information_system",
    title="信息系统登记表",
    number_prefix="XT",
    blocks=(
        Block(
            "一、系统",
            (
                text("system_name", "系统名称*"),
                text("system_version", "版本*"),
                unit("owner_unit", "主管（建设）单位*"),
                unit("user_unit", "使用单位*"),
                unit("maintenance_provider", "运维单位*"),
                person("maintenance_contact", "运维联系人*"),
                text("maintenance_phone", "运维电话*"),
                day("live_on", "上线日期*"),
                day("formally_operating_since", "正式运行日期*"),
                lines("functions", "主要功能*"),
            ),
        ),
        Block(
            "二、运行环境与安全",
            (
                one_of(
                    "deployment",
                    "部署位置*",
                    choices(CLOUD="市级政务云平台", LOCAL="本单位机房", OTHER="其他"),
                ),
                text("network", "所在网络*"),
                number("user_count", "用户数", unit="人"),
                one_of("mlps_level", "等级保护定级*", MLPS),
                day("mlps_assessed_on", "最近等保测评日期"),
                day("crypto_assessed_on", "最近密评日期"),
                money("yearly_maintenance", "年度运维经费"),
            ),
        ),
        Block(
            "三、数据资源",
            (
                table(
                    "data_resources",
                    "数据资源",
                    text("name", "数据资源名称*", share=3),
                    text("catalogue_number", "目录编号"),
                    one_of(
                        "sharing",
                        "共享条件*",
                        choices(
                            UNCONDITIONAL="无条件共享",
                            CONDITIONAL="有条件共享",
                            NOT_SHARED="不予共享",
                        ),
                    ),
                    text("frequency", "更新频度*"),
                ),
            ),
        ),
    ),
    sign_offs=(SignOff("建设单位负责人", "unit_head"),),
)

MAINTENANCE_RECORD = Sheet(
    code="maintenance_record",
    title="系统运维记录",
    number_prefix="YW",
    blocks=(
        Block(
            "一、记录",
            (
                text("system_name", "系统名称*"),
                one_of(
                    "record_kind",
                    "记录类别*",
                    choices(
                        DAILY="日常管理",
                        SECURITY="安全管理",
                        ACCIDENT="事故管理",
                        FAULT="故障管理",
                        PERFORMANCE="性能管理",
                        SOFTWARE_CHANGE="软件变更管理",
                        EVALUATION="系统运行评估管理",
                    ),
                ),
                day("occurred_on", "发生日期*"),
                person("recorder", "记录人*"),
                unit("maintenance_provider", "运维单位*"),
                one_of(
                    "severity",
                    "影响程度",
                    choices(NONE="无影响", MINOR="轻微", ORDINARY="一般", SERIOUS="严重"),
                ),
                lines("description", "情况描述*"),
                lines("handling", "处理过程和结果*"),
            ),
        ),
        Block(
            "二、指标",
            (
                number("outage_minutes", "中断时间", unit="分钟"),
                number("response_minutes", "响应时间", unit="分钟"),
                number("recovery_minutes", "恢复时间", unit="分钟"),
                percent("availability", "可用率"),
                text("changed_version", "变更后版本"),
                day("closed_on", "办结日期"),
                lines("prevention", "改进与预防措施"),
            ),
            note="按记录类别填写相关指标。",
        ),
    ),
    sign_offs=(
        SignOff("运维单位", "maintenance_provider"),
        SignOff("建设单位负责人", "unit_head"),
    ),
)


catalog.register(INFORMATION_SYSTEM, MAINTENANCE_RECORD)
