"""Sample data for the style page; invented, and shown nowhere else."""

from datetime import date
from decimal import Decimal
from typing import Any

from config.kernel.verdicts import ALLOWED, Missing, Refusal, Strength, Verdict

REGULATION = "投资信息化项目管理办法"
TODAY = date(2026, 11, 22)

REFUSED = Verdict(
    (
        Refusal(
            message="试运行未满 3 个月：9月21日上线，到今日 62 天。",
            regulation=REGULATION,
            clause="第三十一条第二款",
            quote="试运行期不少于三个月",
            opens_on=date(2026, 12, 21),
        ),
        Refusal(
            message="缺网络安全等级保护测评报告。",
            regulation=REGULATION,
            clause="第三十二条第（四）项",
            strength=Strength.WAIVABLE,
            missing=(
                Missing(label="上传测评报告", url="#up"),
                Missing(label="登记委托", url="#up"),
            ),
            opens_on=date(2026, 12, 1),
        ),
        Refusal(
            message="监理整改通知宜在申请前全部闭合。",
            strength=Strength.ADVICE,
            is_system_default=True,
        ),
    )
)

STATES = [
    {"label": "通过", "tint": "ok"},
    {"label": "3 天 临期", "tint": "warn"},
    {"label": "17 天 超期", "tint": "bad"},
    {"label": "办理中", "tint": "info"},
    {"label": "未开始", "tint": "mute"},
]
ALERTS = [
    {"tint": "ok", "title": "已送审。", "message": "现在由市数据局受理，时限 5 个工作日。"},
    {"tint": "warn", "title": "", "message": "2027 年节假日安排未公布，其后日期为预计。"},
    {"tint": "bad", "title": "没有提交。", "message": "完工日早于开工日。"},
    {"tint": "info", "title": "", "message": "本项目适用 2025 年版办法，修订后的新版不溯及。"},
]
STAGES = [
    {"name": "申报", "note": "2025-11-18 办结", "state": "done", "gate": None, "href": "#"},
    {"name": "立项", "note": "2026-01-09 批复", "state": "done", "href": "",
     "gate": {"state": "pass", "label": "申报审核已通过"}},
    {"name": "建设", "note": "62%，计划 12月31日完工", "state": "now", "href": "",
     "gate": {"state": "pass", "label": "立项已批复"}},
    {"name": "验收", "note": "还差 3 项", "state": "todo", "href": "",
     "gate": {"state": "shut", "label": "验收关口未开：还差 3 项"}},
    {"name": "运维", "note": "验收后开始", "state": "todo", "href": "",
     "gate": {"state": "todo", "label": "竣工验收"}},
    {"name": "绩效评价", "note": "运行满一年", "state": "todo", "href": "",
     "gate": {"state": "todo", "label": "运行满一年"}},
]  # fmt: skip
FIGURES = [
    {"label": "批复概算", "value": "1,268.40", "note": "万元", "href": ""},
    {"label": "已签合同", "value": "1,192.00", "note": "万元", "href": ""},
    {"label": "已支付", "value": "476.80", "note": "万元，40.0%", "href": ""},
    {"label": "建设进度", "value": "62%", "note": "计划 68%", "href": ""},
    {"label": "在谁手上", "value": "市城市管理局 李强", "note": "3 个工作日", "href": ""},
]
TABS = [
    {"label": label, "href": "#", "current": label == "概况", "count": 0}
    for label in "概况 申报 资金 材料 审批 建设 验收 运维 绩效 变更 时钟 留痕".split()  # noqa: SIM905
]
BOXES = [
    {"label": "待办", "href": "#", "current": True, "count": 50},
    {"label": "待阅", "href": "#", "current": False, "count": 7},
    {"label": "已办", "href": "#", "current": False, "count": 0},
    {"label": "我发起", "href": "#", "current": False, "count": 0},
]
MILESTONES = [
    {"label": "需求确认", "starts_on": date(2026, 1, 1), "ends_on": date(2026, 3, 1),
     "state": "done"},
    {"label": "概要设计", "starts_on": date(2026, 2, 18), "ends_on": date(2026, 4, 24),
     "state": "done"},
    {"label": "开发", "starts_on": date(2026, 4, 7), "ends_on": date(2026, 8, 10), "state": "done"},
    {"label": "系统联调", "starts_on": date(2026, 7, 31), "ends_on": date(2026, 11, 10),
     "state": "now", "share": 62, "href": "#"},
    {"label": "试运行", "starts_on": date(2026, 9, 21), "ends_on": date(2026, 12, 21),
     "state": "plan"},
    {"label": "初步验收", "starts_on": date(2026, 12, 21), "ends_on": date(2026, 12, 31),
     "state": "plan"},
]  # fmt: skip
BARS = [
    {"label": "申报", "value": 96, "text": "96 个，6.2 天"},
    {"label": "立项", "value": 58, "text": "58 个，11.4 天"},
    {"label": "建设", "value": 121, "text": "121 个，168 天", "href": "#"},
    {"label": "验收", "value": 34, "text": "34 个，22.7 天", "tint": "warn"},
    {"label": "运维", "value": 79, "text": "79 个"},
    {"label": "绩效评价", "value": 24, "text": "24 个", "tint": "bad"},
]
STACKS = [
    {"label": "2023", "values": [2.53, 0.3, 0.12], "text": "2.95"},
    {"label": "2024", "values": [2.81, 0.42, 0.14], "text": "3.37"},
    {"label": "2025", "values": [3.18, 0.38, 0.18], "text": "3.74"},
    {"label": "2026", "values": [3.31, 0.35, 0.2], "text": "3.86"},
]
SERIES = ["市级财政", "上级补助", "自筹"]
LINKS: list[dict[str, Any]] = [
    {"name": "估算", "amount": Decimal(12986000), "difference": None, "reason": "申报书 第四部分",
     "href": "#", "on": date(2025, 11, 10)},
    {"name": "概算", "amount": Decimal(12684000), "difference": Decimal(-302000),
     "reason": "评审核减 2 项", "href": "#", "on": date(2026, 1, 9)},
    {"name": "合同", "amount": Decimal(11920000), "difference": Decimal(-764000),
     "reason": "公开招标中标价", "href": "#", "on": date(2026, 3, 20)},
    {"name": "支付", "amount": Decimal(4768000), "difference": Decimal(-7152000),
     "reason": "首付与到货，共 2 笔", "href": "", "on": date(2026, 8, 15)},
]  # fmt: skip
ACTIONS: list[dict[str, Any]] = [
    {"label": "上报 11 月进展", "href": "#", "verdict": ALLOWED, "icon": "send", "primary": True,
     "due": "12月5日前", "note": "已自动带出里程碑与支付数，核对后上报。"},
    {"label": "申请初步验收", "href": "#", "verdict": REFUSED},
    {"label": "发起变更", "href": "#", "verdict": ALLOWED, "icon": "switch-horizontal"},
]  # fmt: skip
PARTIES = [
    {"label": "建设单位", "value": "市城市管理局（李强）", "href": "#"},
    {"label": "承建单位", "value": "某信息技术有限公司", "href": ""},
    {"label": "监理单位", "value": "某监理咨询有限公司", "href": ""},
    {"label": "总投资", "value": "754.75 万元", "href": ""},
]
ROUTE = [
    {"name": "单位申报", "who": "李强", "on": "11-10", "state": "done"},
    {"name": "单位负责人", "who": "陈立", "on": "11-11", "state": "done"},
    {"name": "受理", "who": "吴静", "on": "11-12", "state": "done"},
    {"name": "部门审核", "who": "周敏", "on": "办理中", "state": "now", "why": "须在 5 个工作日内"},
    {"name": "专家评审", "state": "todo"},
    {"name": "局长签发", "state": "todo"},
]
FILES = [
    {"name": "项目需求申请表.pdf", "href": "#", "note": "1.2 MB · 第 3 版", "label": "已附",
     "tint": "ok", "icon": "file-type-pdf"},
    {"name": "可行性研究报告.pdf", "href": "#", "note": "8.6 MB · 第 2 版", "label": "已附",
     "tint": "ok", "icon": "file-type-pdf"},
    {"name": "等级保护定级报告.docx", "href": "#", "note": "640 kB · 第 1 版", "label": "",
     "tint": "", "icon": "file-text"},
    {"name": "密码应用方案", "href": "", "note": "", "label": "未交", "tint": "bad", "icon": ""},
]  # fmt: skip
EVENTS = [
    {"on": "11-19", "icon": "paperclip", "title": "李强 补交《等保定级报告》",
     "note": "市城市管理局", "text": "第 2 版，替换 11-12 的第 1 版"},
    {"on": "11-12", "icon": "alert-triangle", "tint": "warn", "title": "监理发出整改通知 JL-017",
     "note": "监理单位"},
    {"on": "10-08", "icon": "circle-check", "tint": "ok", "title": "里程碑「开发」通过监理确认"},
    {"on": "09-21", "icon": "player-play", "title": "系统上线试运行"},
]  # fmt: skip
JOB = {
    "label": "导出年度计划", "done": 36, "total": 50, "is_running": False, "is_failed": False,
    "message": "正在写入第 3 张表。", "result_href": "#", "result_label": "下载",
}  # fmt: skip
SECTIONS = [
    {"title": "一、基本情况", "href": "#s1", "state": "warn", "note": "2 处", "current": True},
    {"title": "二、建设内容", "href": "#s1", "state": "ok"},
    {"title": "三、数据与共享", "href": "#s1", "state": "ok"},
    {"title": "四、投资估算", "href": "#s4", "state": "ok"},
    {"title": "五、材料", "href": "#s4", "state": "warn", "note": "缺 2 份"},
    {"title": "六、绩效目标", "href": "#s4", "state": "todo", "note": "未填"},
]
CHIPS = [{"label": "阶段：建设", "href": "#"}, {"label": "单位：市城市管理局", "href": "#"}]
PAGER = {"total": "共 412 个", "shown": 12, "previous_href": "#", "next_href": "#"}
PHRASES = ["同意，请按程序办理。", "材料齐全，符合要求。", "请补充测算依据后再报。"]

_NAMES = (
    ("智慧环卫作业监管系统", "市城市管理局", "部门联审", "205.35"),
    ("不动产登记一窗受理改造", "市自然资源局", "变更审批", "342.70"),
    ("市级政务云资源扩容", "市数据局", "初步验收审核", "480.05"),
    ("公共资源交易监管系统升级", "市公共资源交易中心", "支付审核", "617.40"),
    ("医保基金智能审核", "市医疗保障局", "申报审核", "754.75"),
    ("应急指挥视频会商系统", "市应急管理局", "部门联审", "892.10"),
    ("教育资源公共服务平台", "市教育局", "变更审批", "1029.45"),
    ("生态环境监测数据汇聚与分析预警平台（含乡镇站点接入）", "市生态环境局", "验收审核", "1166.80"),
    ("住房公积金核心系统信创改造", "市住房公积金中心", "支付审核", "1304.15"),
    ("交通信号联网控制（三期）", "市公安局", "申报审核", "1441.50"),
    ("社会救助信息核对平台", "市民政局", "部门联审", "98.20"),
    ("农村集体资产监管平台", "市农业农村局", "申报审核", "156.00"),
)
_STANDINGS = (
    ("申报", "mute", "17 天 超期", "bad"),
    ("立项", "info", "15 天 超期", "bad"),
    ("建设", "info", "9 天 临期", "warn"),
    ("验收", "warn", "6 天", "info"),
)
COLUMNS = [
    "总投资",
    "已下达",
    "本年安排",
    "市级财政",
    "上级补助",
    "自筹",
    "累计完成投资",
    "结转下年",
]


def projects() -> list[dict[str, Any]]:
    """Return a page of projects; each also serves as a to-do."""
    rows = []
    for number, (name, unit, matter, amount) in enumerate(_NAMES):
        stage, tint, label, label_tint = _STANDINGS[number // 3 % 4]
        yuan = Decimal(amount) * 10_000
        rows.append(
            {
                "name": name, "unit": unit, "matter": matter, "amount": yuan, "stage": stage,
                "number": f"2026-{80 + number:04d}", "tint": tint, "paid": yuan * number / 20,
                "holder": f"{unit} 经办人", "days": 18 - number, "due": f"11月{4 + number}日",
                "grid": [yuan * share // 1000 * 100 for share in (10, 3, 4, 3, 1, 0, 5, 2)],
                "label": label, "label_tint": label_tint,
            }
        )  # fmt: skip
    return rows


def tasks() -> list[dict[str, Any]]:
    """Return the queue: the same rows, tinted by how late they are."""
    return [row | {"tint": row["label_tint"]} for row in projects()]
