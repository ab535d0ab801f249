"""The sheet of the application: 业务调整/开发需求申请表."""

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
from documents.sheets.shapes import Block, Sheet, SignOff, choices

BUILD_TYPES = choices(NEW="新建", CONTINUED="续建", UPGRADE="升级改造")
OBJECT_KINDS = choices(
    NETWORK="信息网络系统",
    APPLICATION_SYSTEM="信息应用系统",
    RESOURCE="信息资源开发利用",
    SECURITY="信息安全保障",
)
CATEGORIES = choices(
    SOFTWARE="软件开发",
    HARDWARE="硬件设备",
    SYSTEM_SOFTWARE="系统软件",
    INTEGRATION="系统集成",
    CLOUD="云资源",
    DATA="数据资源",
    SECURITY="安全与密码",
    CONSULTING="设计咨询",
    SUPERVISION="监理测评",
    TRAINING="培训",
    OTHER="其他",
)
SOURCES = choices(
    FISCAL="本级财政资金",
    UPPER="上级补助资金",
    BOND="政府债券",
    SELF_RAISED="单位自筹",
    OTHER="其他资金",
)

BASICS = Block(
    "一、基本信息",
    (
        text("project_name", "项目/系统名称*"),
        unit("applicant_unit", "申请部门（建设单位）*", computed=True),
        person("applicant", "申请人*"),
        text("phone", "联系电话*"),
        day("applied_on", "申请日期*"),
        number("plan_year", "申报年度*", unit="年"),
        one_of("build_type", "建设性质*", BUILD_TYPES),
        one_of("object_kind", "项目类别*", OBJECT_KINDS),
        one_of(
            "purpose",
            "建设用途*",
            choices(LEGAL_DUTY="履行公共管理和服务等法定职能", INTERNAL_MANAGEMENT="优化内部管理"),
        ),
    ),
)
DEGREE = Block(
    "二、需求类型与程度",
    (
        one_of(
            "requirement_type",
            "需求类型*",
            choices(
                ADJUSTMENT="业务调整",
                NEW_DEVELOPMENT="新开发",
                ADD_FUNCTION="在已有项目中增加功能",
                CHANGE_FUNCTION="修改已有项目中的部分功能",
            ),
        ),
        one_of(
            "importance", "重要程度*", choices(VERY="非常重要", IMPORTANT="重要", ORDINARY="一般")
        ),
        one_of("urgency", "紧急程度*", choices(VERY="非常紧急", URGENT="紧急", ORDINARY="一般")),
    ),
)
CONTENT = Block(
    "三、需求内容",
    (
        lines("background", "需求背景与现状问题*"),
        lines("objectives", "业务目标*"),
        lines("functions", "功能要求*", hint="内容较多时可另附页。"),
        lines("business_flows", "涉及业务流程/岗位"),
        text("existing_systems", "涉及现有系统"),
        day("expected_on", "期望完成时间*"),
        lines("data_and_interfaces", "数据与接口要求"),
        lines("security_and_rights", "安全与权限要求"),
        lines("expected_benefits", "预期效益"),
    ),
)
TARGETS = Block(
    "四、绩效目标",
    (
        table(
            "targets",
            "绩效目标*",
            one_of(
                "dimension",
                "类别*",
                choices(OUTPUT="产出", BENEFIT="效益", SATISFACTION="满意度"),
            ),
            text("indicator", "指标*", share=4),
            text("target", "指标值*", share=3),
        ),
    ),
)
ESTIMATE = Block(
    "五、投资估算",
    (
        table(
            "budget_lines",
            "投资估算明细*",
            text("item", "名称*", share=3),
            one_of("category", "费用类别*", CATEGORIES),
            one_of("source", "资金来源*", SOURCES),
            lines("specification", "性能指标或功能说明*", share=4),
            text("content_kind", "内容性质", computed=True),
            number("quantity", "数量*"),
            money("unit_price", "单价*"),
            money("amount", "金额", computed=True),
            lines("answer", "红线说明", share=3),
        ),
        money("estimated_amount", "估算经费", computed=True),
        money("fiscal_amount", "其中：财政资金", computed=True),
    ),
)
SHARING = Block(
    "六、集约建设与数据共享",
    (
        one_of(
            "cloud_target",
            "部署位置*",
            choices(
                MUNICIPAL_CLOUD="市级政务云平台",
                EXISTING_FACILITY="本单位已有机房",
                OTHER="其他位置",
            ),
        ),
        lines("cloud_reason", "不部署到市级政务云平台的理由"),
        yes_no("connects_data_platform", "接入公共数据平台*"),
        lines("data_sharing", "业务协同和数据共享*"),
        table(
            "data_resources",
            "产生的数据资源",
            text("name", "数据资源名称*", share=3),
            one_of(
                "sharing",
                "共享条件*",
                choices(
                    UNCONDITIONAL="无条件共享", CONDITIONAL="有条件共享", NOT_SHARED="不予共享"
                ),
            ),
            one_of(
                "openness",
                "开放条件*",
                choices(OPEN="无条件开放", ON_REQUEST="有条件开放", CLOSED="不予开放"),
            ),
            text("frequency", "更新频度*"),
        ),
        lines("isolated_system_answer", "不形成信息孤岛的说明*", hint="写明与哪些系统互联互通。"),
    ),
)
PRINCIPLES = Block(
    "七、规划、原则与查重",
    (
        lines(
            "plan_conformity",
            "符合规划情况*",
            hint="所依据的方针政策和数字化改革发展规划要求。",
        ),
        any_of(
            "principles",
            "已对照的建设原则*",
            choices(
                DEMAND_LED="需求引领",
                OVERALL_PLANNING="统筹规划",
                INTENSIVE="集约节约",
                SHARED="共建共享",
                SECURE="安全可靠",
                EFFECTIVE="务求实效",
            ),
        ),
        table(
            "similar_projects",
            "相似项目",
            text("name", "项目名称", share=3, computed=True),
            number("similarity", "相似度", unit="%", computed=True),
            text("answer", "不属于重复建设的说明", share=4),
        ),
    ),
)
DECLARATION = Block(
    "八、声明与内部评估",
    (
        yes_no(
            "no_state_secrets",
            "申报内容不涉及国家秘密*",
            hint="涉密事项不得在本系统填报，请按保密规定线下办理。",
        ),
        lines("internal_assessment", "业务部门内部评估意见*"),
    ),
)

REQUIREMENT_APPLICATION = Sheet(
    code="requirement_application",
    title="业务调整/开发需求申请表",
    number_prefix="XQ",
    blocks=(BASICS, DEGREE, CONTENT, TARGETS, ESTIMATE, SHARING, PRINCIPLES, DECLARATION),
    sign_offs=(
        SignOff("建设单位负责人", "unit_head"),
        SignOff("数据部门受理", "intake"),
    ),
)

catalog.register(REQUIREMENT_APPLICATION)
