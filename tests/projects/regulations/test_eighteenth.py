"""A regulation that its builders never saw is written in the editor, signed by two, and refuses.

Everything goes through the pages: text is pasted, boxes are filled with words, clauses are
chosen by their paragraph. No code is typed, and no service is called but by a button.
"""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from approvals.flows.models import FlowDefinition
from approvals.organizations.models import User
from audit.models import AuditEntry
from config.kernel.workdays import Calendar
from projects.regulations.interpreter import band_of, judge
from projects.regulations.models import RulebookDraft, RulebookVersion
from projects.regulations.queries import rulebook_of
from projects.regulations.rulebook import Rulebook
from tests.projects.regulations.clerk import Clerk

pytestmark = pytest.mark.django_db

TEXT = """江湾新区数字化建设项目管理办法
第一条 为规范新区数字化建设项目管理,制定本办法。
第二条 本办法适用于新区各部门使用财政资金的数字化建设项目。单纯购买办公设备的,不得按本办法申报。
第三条 总投资不满100万元的为小型项目,100万元以上不满500万元的为中型项目,500万元以上的为大型项目。
第四条 软件开发费超过200万元的项目,必须提交软件测评方案。
第五条 专家组由五人以上单数组成,应当从专家库中随机抽取,外部专家应当超过半数。
第六条 立项申请由数据部门审核、发改部门审批,数据部门应当在10个工作日内办结。
第七条 试运行时间最短不得少于三个月,最长不得超过九个月。
第八条 变更金额不超过批复金额百分之五且建设目标不变的,由建设单位自行调整并备案。
变更金额超过百分之五、不满百分之十五的,应当报原审批部门审批。其余变更应当重新报批。
第九条 同一项目评审两次未通过的,一年内不得再次申报。
"""
ON = date(2026, 3, 2)


def browser(user: User) -> Client:
    """Open a browser in which somebody is signed in."""
    client = Client()
    client.force_login(user, backend="approvals.organizations.access.AccountBackend")
    return client


def begun(client: Client) -> Clerk:
    """Paste the text and begin."""
    response = client.post(
        reverse("projects:regulations-drafts"),
        {
            "title": "江湾新区数字化建设项目管理办法",
            "document_number": "江湾管规〔2026〕3号",
            "text_status": "IN_FORCE",
            "text": TEXT,
            "pattern": "",
        },
    )
    assert response.status_code == 302
    return Clerk(client, response["Location"])


def write_records(clerk: Clerk) -> None:
    """Write the forms: an application, a review, a trial run."""
    clerk.write(
        "paper_kinds", {"op": "row:add:paper_kinds"}, {"paper_kinds.0.label": "软件测评方案"}
    )
    kind = clerk.add(
        "record_kinds", "record_kinds", {"label": "数字化项目立项申请", "stages": ["申报"]}
    )
    block = clerk.add(kind, "blocks", {"label": "一、基本情况"})
    for label, box, register in (
        ("项目名称", "文字", "项目名称"),
        ("年度", "数字", "年度"),
        ("总投资", "金额", "申报金额"),
        ("软件开发费", "金额", ""),
        ("单纯购买办公设备", "是否", ""),
    ):
        said = {"label": label, "kind": box, "required": True}
        clerk.add(block, "fields", said | ({"code": register} if register else {}))
    review = clerk.add(
        "record_kinds",
        "record_kinds",
        {"label": "专家评审", "stages": ["申报"], "is_repeatable": True},
    )
    block = clerk.add(review, "blocks", {"label": "一、评审"})
    clerk.add(block, "fields", {"label": "评审意见", "kind": "长文字", "required": True})
    trial = clerk.add("record_kinds", "record_kinds", {"label": "试运行报告", "stages": ["建设"]})
    block = clerk.add(trial, "blocks", {"label": "一、时间"})
    clerk.add(block, "fields", {"label": "开始日期", "kind": "日期", "required": True})
    clerk.add(block, "fields", {"label": "结束日期", "kind": "日期", "required": True})
    for number in range(3):
        clerk.write(
            f"record_kinds-{number}", {"rule.on": True}, {"rule.basis": "系统默认，非法规规定"}
        )


def write_scope(clerk: Clerk) -> None:
    """Write what the regulation leaves out, and the three sizes."""
    bar = clerk.add(
        "scope",
        "exclusions",
        {"label": "单纯购买办公设备", "message": "单纯购买办公设备的，不按本办法申报"},
        {"when.fact": "数字化项目立项申请：单纯购买办公设备"},
        {"when.test": "为是"},
    )
    clerk.cite(bar, "单纯购买办公设备的,不得按本办法申报")
    bands = clerk.add("bands", "bands", {"label": "投资规模"}, {"op": "row:add:measure"})
    clerk.write(bands, {"measure.0.fact": "数字化项目立项申请：总投资"})
    sizes = (("小型", "", "100万元"), ("中型", "100万元", "500万元"), ("大型", "500万元", ""))
    for number, (label, low, high) in enumerate(sizes):
        clerk.write(bands, {"op": "row:add:bands"})
        row = f"bands.{number}"
        ends = {f"{row}.lower.on": bool(low), f"{row}.upper.on": bool(high)}
        clerk.write(bands, {f"{row}.label": label} | ends)
        said = {f"{row}.lower.value": low, f"{row}.lower.word": "以上"} if low else {}
        said |= {f"{row}.upper.value": high, f"{row}.upper.word": "不满"} if high else {}
        clerk.write(bands, said)


def write_gates(clerk: Clerk) -> None:
    """Write what is demanded, who decides, and by when."""
    gate = clerk.add(
        "gates",
        "gates",
        {"code": "数字化项目立项申请", "label": "立项申请", "judges_scope": True},
    )
    paper = clerk.add(
        gate,
        "papers",
        {"kind": "软件测评方案", "when.on": True},
        {"when.test": "金额比较"},
        {"op": "row:add:when.amount"},
        {"op": "row:add:when.limit"},
        {
            "when.amount.0.fact": "数字化项目立项申请：软件开发费",
            "when.relation": "大于（不含本数）",
            "when.limit.0.yuan": "200万元",
        },
    )
    clerk.cite(paper, "软件开发费超过200万元的项目,必须提交软件测评方案")
    step = clerk.add(
        gate,
        "route",
        {"label": "数据部门审核", "kind": "审核", "roles": ["数据部门评审"], "days": "10"},
    )
    clerk.cite(step, "数据部门应当在10个工作日内办结")
    step = clerk.add(
        gate, "route", {"label": "发改部门审批", "kind": "审批", "roles": ["发改审批"]}
    )
    clerk.cite(step, "发改部门审批")
    clerk.add("gates", "gates", {"code": "专家评审", "label": "专家评审"})
    trial = clerk.add("gates", "gates", {"code": "试运行报告", "label": "试运行"})
    clock = clerk.add(
        trial,
        "clocks",
        {
            "label": "试运行时间",
            "event": "试运行报告：开始日期",
            "subject": "试运行报告：结束日期",
            "at_least": "3",
            "count": "9",
            "unit": "个月",
            "is_enforced": True,
        },
    )
    clerk.cite(clock, "试运行时间最短不得少于三个月,最长不得超过九个月")


def write_panel_and_lock(clerk: Clerk) -> None:
    """Write the panel drawn at random, and the lock-out."""
    panel = clerk.add(
        "panels",
        "panels",
        {"label": "专家组", "gate": "专家评审", "at_least": "5", "is_odd": True, "draw.on": True},
        {"draw.pool": "评审专家库"},
        {"op": "row:add:shares"},
        {"shares.0.label": "外部专家", "shares.0.of": "外部成员", "shares.0.percent": "50"},
        {"shares.0.relation": "大于（不含本数）"},
    )
    clerk.cite(panel, "应当从专家库中随机抽取,外部专家应当超过半数")
    lock = clerk.add(
        "attempts",
        "attempts",
        {"label": "两次评审未通过", "gate": "专家评审", "attempts": "2", "lock.on": True},
        {"lock.count": "1", "lock.unit": "年", "closes": ["立项申请"]},
    )
    clerk.cite(lock, "同一项目评审两次未通过的,一年内不得再次申报")


def write_changes(clerk: Clerk) -> None:
    """Write the three ways of a change."""
    clerk.add("gates", "gates", {"code": "项目变更", "label": "变更"})
    own = clerk.add(
        "change_routes",
        "change_routes",
        {"label": "自行调整并备案", "priority": "1", "action": "自行调整并备案", "gate": "变更"},
        {"when.on": True},
        {"when.test": "全部满足"},
        {"when.of.0.test": "数量比较"},
        {
            "when.of.0.fact": "变更：本次变更占批复金额的比例",
            "when.of.0.relation": "不超过（含本数）",
        },
        {"when.of.0.limit": "5", "when.of.1.fact": "变更：建设目标不变"},
        {"when.of.1.test": "为是"},
    )
    clerk.cite(own, "变更金额不超过批复金额百分之五且建设目标不变的,由建设单位自行调整并备案")
    approved = clerk.add(
        "change_routes",
        "change_routes",
        {"label": "报原审批部门审批", "priority": "2", "action": "审批", "gate": "变更"},
        {"when.on": True},
        {"when.test": "数量比较"},
        {"when.fact": "变更：本次变更占批复金额的比例", "when.relation": "小于（不含本数）"},
        {"when.limit": "15"},
    )
    clerk.cite(approved, "变更金额超过百分之五、不满百分之十五的,应当报原审批部门审批")
    again = clerk.add(
        "change_routes",
        "change_routes",
        {"label": "重新报批", "priority": "3", "action": "重新报批", "gate": "变更"},
    )
    clerk.cite(again, "其余变更应当重新报批")


def written(client: Client) -> RulebookDraft:
    """Write the whole regulation."""
    clerk = begun(client)
    write_records(clerk)
    write_scope(clerk)
    write_gates(clerk)
    write_panel_and_lock(clerk)
    write_changes(clerk)
    return RulebookDraft.objects.get()


def test_a_regulation_never_seen_is_written_signed_by_two_and_refuses(
    author: User, second: User
) -> None:
    writer, signer = browser(author), browser(second)
    draft = written(writer)
    home = reverse("projects:regulations-draft", args=[draft.pk])
    page = writer.get(home).content.decode()
    assert "要改的地方" not in page, page[page.index("要改的地方") :][:1500]

    assert writer.post(f"{home}submit/", {"reason": "首次发布。"}).status_code == 302
    assert writer.post(f"{home}approve/").status_code == 422
    assert signer.post(f"{home}approve/").status_code == 302

    draft.refresh_from_db()
    version = draft.published
    assert isinstance(version, RulebookVersion)
    assert (version.status, draft.submitted_by, draft.approved_by) == ("IN_FORCE", author, second)
    assert AuditEntry.objects.filter(
        action="projects.rulebook_draft.approve", outcome="DONE"
    ).exists()
    _refuses(rulebook_of(version))


def _refuses(book: Rulebook) -> None:
    kinds = {kind.label: kind for kind in book.record_kinds}
    apply, trial = kinds["数字化项目立项申请"], kinds["试运行报告"]
    rights = {duty.role: duty.permissions for duty in book.duties}
    assert "handle_project" in rights["HANDLER"], "Nobody could fill in a form."
    boxes = {field.label: f"{apply.code}.{field.code}" for field in apply.fields}
    assert [field.code for field in apply.fields][:3] == ["project_name", "plan_year", "amount"]

    def verdict(**facts: object) -> str:
        given = {boxes[label]: value for label, value in facts.items()}
        whole = {boxes["项目名称"]: "智慧水务", boxes["年度"]: 2026, boxes["总投资"]: "900000"}
        whole |= {boxes["软件开发费"]: "2000000.00", boxes["单纯购买办公设备"]: False}
        return judge(book, apply.code, whole | given, ON, calendar=Calendar()).text

    assert verdict() == ""
    assert "软件测评方案" in verdict(软件开发费="2000000.01")
    assert "不按本办法申报" in verdict(单纯购买办公设备=True)
    assert "项目名称" in verdict(项目名称="")
    for amount, size in (("999999.99", "小型"), ("1000000", "中型"), ("5000000", "大型")):
        band = band_of(book, book.bands[0].code, {boxes["总投资"]: amount}, ON)
        assert band is not None
        assert band.label == size
    days = {field.label: f"{trial.code}.{field.code}" for field in trial.fields}

    def run(ends: date) -> bool:
        facts = {days["开始日期"]: date(2026, 1, 31), days["结束日期"]: ends}
        return bool(judge(book, trial.code, facts, ON, calendar=Calendar()))

    assert [run(date(2026, 4, d)) for d in (29, 30)] == [False, True]
    assert [run(date(2026, m, d)) for m, d in ((10, 31), (11, 20))] == [True, False]
    assert FlowDefinition.objects.filter(code=f"{book.code}.{apply.code}").exists()
