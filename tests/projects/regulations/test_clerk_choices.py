"""What the clerk may only choose, so that it fits the form: parts of a price, conclusions, words.

Typed freely, such a thing looks right on the page and never fits what the form stores.
"""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from approvals.organizations.models import User
from config.kernel.workdays import Calendar
from projects.regulations.editor.lenient import lenient
from projects.regulations.interpreter import judge
from projects.regulations.models import RulebookDraft
from projects.regulations.rulebook import Rulebook
from tests.builders import AT, build_county, person
from tests.kept import once
from tests.projects.regulations.clerk import Clerk, Form

pytestmark = pytest.mark.django_db
TEXT = """云岭市公共算力项目管理办法
第一条 合同签订后支付百分之三十,终验通过后支付百分之七十。
第二条 终验结论为通过的,方可付清余款。
第三条 不得新建机房。
"""
ON = date(2026, 3, 2)


@pytest.fixture
def clerk(db: None) -> Clerk:  # noqa: ARG001 - opens the database
    """The clerk at a new draft, with a form for payments and one for acceptance."""
    author, address = once("a draft with two forms", _begun)
    return Clerk(_browser(author), address)


def _browser(author: User) -> Client:
    client = Client()
    client.force_login(author, backend="approvals.organizations.access.AccountBackend")
    return client


def _begun() -> tuple[User, str]:
    """Begin a draft, and write two forms and their gates in it; say who did, and where it is."""
    county = build_county()
    author = person("rules_author", county.units["县数据局"], "RULE_ADMIN", AT)
    client = _browser(author)
    said = {"title": "云岭市公共算力项目管理办法", "text_status": "IN_FORCE", "text": TEXT}
    clerk = Clerk(client, client.post(reverse("projects:regulations-drafts"), said)["Location"])
    _form(clerk, "付款申请", "付款节点", ("合同签订", "终验通过"))
    _form(clerk, "终验申请", "终验结论", ("通过", "不通过"))
    for label in ("付款申请", "终验申请"):
        gate = clerk.add("gates", "gates", {"code": label, "label": label})
        step = {"label": f"{label}审核", "kind": "审核", "roles": ["数据部门评审"]}
        clerk.add(gate, "route", step)
    return author, clerk.base


def _form(clerk: Clerk, label: str, choice: str, answers: tuple[str, str]) -> None:
    kind = clerk.add("record_kinds", "record_kinds", {"label": label, "stages": ["建设"]})
    block = clerk.add(kind, "blocks", {"label": "一、内容"})
    box = clerk.add(block, "fields", {"label": choice, "kind": "单选", "required": True})
    for number, answer in enumerate(answers):
        clerk.write(box, {"op": "row:add:choices"}, {f"choices.{number}.label": answer})
    clerk.add(block, "fields", {"label": f"{label}金额", "kind": "金额"})


def drafted() -> Rulebook:
    """Read the draft."""
    return lenient(RulebookDraft.objects.get().content)


def offered(clerk: Clerk, place: str, name: str) -> list[str]:
    """Return the words that a box offers."""
    page = clerk.client.get(f"{clerk.base}things/{place}/").content.decode()
    box = next(box for box in Form(page, "thing").boxes if box.name == name)
    return [text.strip() for value, text in box.options if value]


def fact(book: Rulebook, kind: int, field: int) -> str:
    """Name the fact that a box of the draft makes."""
    found = book.record_kinds[kind]
    return f"{found.code}.{found.fields[field].code}"


def test_each_part_of_the_price_is_the_one_that_the_payment_names(clerk: Clerk) -> None:
    plan = clerk.add(
        "payment_plans",
        "payment_plans",
        {"label": "合同付款", "gate": "付款申请", "node_fact": "付款申请：付款节点"},
        {"op": "row:add:price"},
        {"op": "row:add:paid"},
        {"price.0.fact": "终验申请：终验申请金额", "paid.0.fact": "付款申请：付款申请金额"},
    )
    for label, percent in (("合同签订", "30"), ("终验通过", "70")):
        said = {"label": label, "code": label, "percent": percent}
        node = clerk.add(plan, "nodes", said)
        assert offered(clerk, node, "code") == ["合同签订", "终验通过"]

    clerk.cite(plan, "合同签订后支付百分之三十,终验通过后支付百分之七十")
    book = drafted()
    chosen = {choice.label: choice.code for choice in book.record_kinds[0].fields[0].choices}
    price, paid = fact(book, 1, 1), fact(book, 0, 1)

    def verdict(node: str, amount: int) -> str:
        facts = {fact(book, 0, 0): chosen[node], price: Decimal(100), paid: Decimal(amount)}
        return judge(book, book.payment_plans[0].gate, facts, ON, calendar=Calendar()).text

    assert not verdict("合同签订", 30)
    assert "超过价款的30%" in verdict("合同签订", 31)
    assert not verdict("终验通过", 100)


def test_a_conclusion_passes_by_an_answer_that_the_form_offers(clerk: Clerk) -> None:
    clerk.write(
        "record_kinds-1",
        {"outcome.on": True},
        {"outcome.field": "终验结论"},
        {"outcome.passing": ["通过"]},
    )

    assert offered(clerk, "record_kinds-1", "outcome.field") == ["终验结论", "终验申请金额"]
    kind = drafted().record_kinds[1]
    assert kind.outcome is not None
    assert kind.outcome.passing == (kind.fields[0].choices[0].code,)


def test_steps_are_those_of_the_gate_itself(clerk: Clerk) -> None:
    demand = clerk.add("gates-1", "requirements", {"message": "请核对"})

    assert offered(clerk, demand, "step") == ["终验申请审核"]


def test_a_red_line_scans_one_of_the_forms(clerk: Clerk) -> None:
    line = clerk.add(
        "red_lines",
        "red_lines",
        {"label": "机房", "words": "机房", "kind": "红线：须说明或者豁免", "gate": "付款申请"},
        {"fact": "付款申请中未作说明的红线内容", "message": "出现机房，请说明"},
    )

    forms = [f"{label}中未作说明的红线内容" for label in ("付款申请", "终验申请")]
    assert offered(clerk, line, "fact")[:2] == forms
    assert drafted().red_lines[0].scanned_form == drafted().record_kinds[0].code


def test_offices_are_offered_in_chinese_only(clerk: Clerk) -> None:
    duty = clerk.add("duties", "duties", {"label": "审核"})
    page = clerk.client.get(f"{clerk.base}things/{duty}/").content.decode()

    assert "编制年度计划" in page
    assert "Can add" not in page


def test_a_season_is_typed_as_the_text_writes_it(clerk: Clerk) -> None:
    clerk.add(
        "plans",
        "plans",
        {"label": "年度征集", "gate": "付款申请", "season.on": True},
        {"season.first": "3月1日", "season.last": "4月15日"},
    )

    season = RulebookDraft.objects.get().content["plans"][0]["season"]
    assert (season["first"], season["last"]) == ("03-01", "04-15")


def test_the_columns_of_a_table_are_read_with_the_rest(clerk: Clerk) -> None:
    table = clerk.add("record_kinds-0-blocks-0", "fields", {"label": "设备清单", "kind": "表格"})
    clerk.add(table, "columns", {"label": "存放地点"})

    assert "存放地点" in clerk.client.get(f"{clerk.base}read/").content.decode()
