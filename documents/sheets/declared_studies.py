"""Papers of chapters: 可行性研究报告, 密码应用方案, 项目总结报告."""

from documents.sheets import catalog
from documents.sheets.boxes import day, lines, money, one_of, person, table, text, unit
from documents.sheets.shapes import Block, Field, Sheet, SignOff, choices

# 2023 通用大纲: the chapters with their sections.
OUTLINE = (
    ("一、概述", "项目概况", "项目单位概况", "编制依据", "主要结论和建议"),
    ("二、项目建设背景和必要性", "项目建设背景", "规划政策符合性", "项目建设必要性"),
    ("三、项目需求分析与产出方案", "需求分析", "建设内容和规模", "项目产出方案"),
    ("四、项目选址与要素保障", "项目选址或选线", "项目建设条件", "要素保障分析"),
    (
        "五、项目建设方案",
        "技术方案",
        "设备方案",
        "工程方案",
        "资源共享和开放方案",
        "数字化方案",
        "建设管理方案",
    ),
    ("六、项目运营方案", "运营模式选择", "运营组织方案", "安全保障方案", "绩效管理方案"),
    (
        "七、项目投融资与财务方案",
        "投资估算",
        "盈利能力分析",
        "融资方案",
        "债务清偿能力分析",
        "财务可持续性分析",
    ),
    (
        "八、项目影响效果分析",
        "经济影响分析",
        "社会影响分析",
        "生态环境影响分析",
        "资源和能源利用效果分析",
        "碳达峰碳中和分析",
    ),
    ("九、项目风险管控方案", "风险识别与评价", "风险管控方案", "风险应急预案"),
    ("十、研究结论及建议", "主要研究结论", "问题与建议"),
)
# What a study of an information project must say besides.
ADDITIONS = (
    ("resource_sharing", "信息资源共享分析"),
    ("trusted_products", "安全可靠产品说明"),
    ("cryptography", "密码应用方案及评估情况"),
    ("attachments_note", "附表、附图和附件清单"),
)
CRYPTO_NEEDS = {
    "物理": "身份鉴别、电子门禁记录完整性、视频监控记录完整性、密码服务和产品",
    "网络": "身份鉴别、通信数据完整性、通信数据机密性、边界访问控制信息完整性、"
    "安全接入认证、密码服务、密码产品",
    "设备": "身份鉴别、远程管理通道安全、访问控制信息完整性、重要信息标记完整性、"
    "日志记录完整性、可执行程序完整性和来源、密码服务和产品",
    "应用": "身份鉴别、访问控制信息完整性、重要信息标记完整性、传输机密性、存储机密性、"
    "传输完整性、存储完整性、不可否认性、密码服务、密码产品",
}
CRYPTO_ROWS = tuple(
    f"{layer}：{need}" for layer, needs in CRYPTO_NEEDS.items() for need in needs.split("、")
)


def _chapter(number: int, title: str, *sections: str) -> Block:
    boxes: tuple[Field, ...] = tuple(
        lines(f"section_{number}_{place}", f"（{place}）{label}*")
        for place, label in enumerate(sections, start=1)
    )
    return Block(title, boxes)


FEASIBILITY_STUDY = Sheet(
    code="feasibility_study",
    title="信息化项目可行性研究报告",
    number_prefix="KY",
    stages=("APPLICATION", "INITIATION"),
    blocks=(
        Block(
            "基本信息",
            (
                text("project_name", "项目名称*"),
                unit("owner_unit", "项目单位*"),
                unit("compiling_unit", "编制单位*"),
                person("compiled_by", "编制负责人*"),
                day("compiled_on", "编制日期*"),
                money("estimated_amount", "总投资估算*"),
            ),
        ),
        *(_chapter(number, *chapter) for number, chapter in enumerate(OUTLINE, start=1)),
        Block(
            "十一、附表、附图和附件", tuple(lines(code, f"{label}*") for code, label in ADDITIONS)
        ),
    ),
    sign_offs=(SignOff("编制单位", "compiler"), SignOff("项目单位负责人", "unit_head")),
)

CRYPTO_SCHEME = Sheet(
    code="crypto_scheme",
    title="商用密码应用方案",
    number_prefix="MM",
    stages=("APPLICATION", "INITIATION"),
    blocks=(
        Block(
            "基本信息",
            (
                text("project_name", "系统名称*"),
                unit("owner_unit", "建设单位*"),
                one_of(
                    "level",
                    "网络安全保护等级*",
                    choices(TWO="第二级", THREE="第三级", FOUR="第四级"),
                ),
                day("compiled_on", "编制日期*"),
            ),
        ),
        Block("1 背景", (lines("background", "背景*"),)),
        Block("2 系统概述", (lines("overview", "系统概述*"),)),
        Block("3 密码应用需求分析", (lines("needs", "密码应用需求分析*"),)),
        Block("4 设计目标及原则", (lines("principles", "设计目标及原则*"),)),
        Block("5 技术方案", (lines("technology", "技术方案*"),)),
        Block("6 安全管理方案", (lines("management", "安全管理方案*"),)),
        Block("7 实施保障方案", (lines("implementation", "实施保障方案*"),)),
        Block(
            "8 合规性对照",
            (
                table(
                    "conformity",
                    "密码应用合规性对照表*",
                    text("requirement", "指标要求", share=4),
                    one_of("applies", "适用情况*", choices(YES="适用", NO="不适用")),
                    text("measure", "采取的措施", share=5),
                    text("product", "密码产品", share=3),
                    rows=CRYPTO_ROWS,
                ),
            ),
        ),
    ),
    sign_offs=(SignOff("建设单位负责人", "unit_head"), SignOff("密码管理部门", "cryptography")),
)

SUMMARY_REPORT = Sheet(
    code="summary_report",
    title="项目总结报告",
    number_prefix="ZJ",
    stages=("CONSTRUCTION", "ACCEPTANCE", "OPERATION"),
    blocks=(
        Block(
            "1 项目概况",
            (
                text("project_name", "项目名称*"),
                unit("owner_unit", "建设单位*"),
                text("reply_number", "立项批复文号"),
                money("approved_amount", "批复金额"),
                day("starts_on", "开工日期"),
                day("completes_on", "完工日期"),
                lines("overview", "项目概况*"),
            ),
        ),
        Block(
            "2 目标完成情况",
            (
                table(
                    "targets",
                    "对照批复的完成情况*",
                    text("target", "批复的目标和内容*", share=4),
                    text("actual", "实际完成*", share=4),
                    one_of(
                        "result",
                        "结论*",
                        choices(DONE="完成", PARTLY="部分完成", NOT="未完成"),
                    ),
                ),
            ),
        ),
        Block("3 建设内容与成果", (lines("results", "建设内容与成果*"),)),
        Block(
            "4 实施过程与管理",
            (
                lines("procurement", "招标采购和合同*"),
                lines("progress", "进度*"),
                lines("quality", "质量和监理*"),
                lines("changes", "变更*"),
            ),
        ),
        Block("5 资金使用", (lines("funds", "资金使用*"),)),
        Block("6 试运行与应用效果", (lines("effects", "试运行与应用效果*"),)),
        Block(
            "7 数据共享与安全", (lines("sharing", "数据共享*"), lines("security", "等保和密评*"))
        ),
        Block("8 档案", (lines("archives", "档案*"),)),
        Block("9 经验与问题", (lines("lessons", "经验与问题*"),)),
        Block(
            "10 后续运维建议",
            (lines("operation", "后续运维建议*"), lines("attachment_list", "附件清单")),
        ),
    ),
    sign_offs=(SignOff("项目负责人", "project_leader"), SignOff("建设单位负责人", "unit_head")),
)

catalog.register(FEASIBILITY_STUDY, CRYPTO_SCHEME, SUMMARY_REPORT)
