"""The pages of the money."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from approvals.organizations.models import User
from projects.finance.queries import MoneyFilter, money_chain, money_page
from projects.registry.facts import facts_of
from projects.registry.services import create_project, update_project
from tests.builders import OWNER, send
from tests.filled import change_values
from tests.life import PAID, asked_for, fill, let_pass, paid
from tests.projects.conftest import Desk, Site

pytestmark = pytest.mark.django_db


def more_projects(site: Site, count: int) -> None:
    """Let the owner unit have more projects with an approved sum."""
    handler = site.county.at("HANDLER", OWNER)
    for number in range(count):
        project = create_project(
            name=f"项目{number}",
            owner_unit=site.county.owner,
            rulebook=site.county.rulebook,
            build_type="NEW",
            object_kind="NETWORK",
            plan_year=2026,
            actor=handler,
            at=PAID,
        )
        update_project(project, approved_amount=Decimal(1), actor=handler, at=PAID)


def test_the_chain_explains_every_difference(funded_site: Site) -> None:
    county, project = funded_site.county, funded_site.project
    values = change_values(
        change_kinds=["FUNDS"], change_amount="20000.00", amount_direction="DECREASE"
    )
    change = fill(county, project, "change_request", values, at=PAID)
    let_pass(county, change, "UNIT_HEAD", "DATA_REVIEW", "NDRC_APPROVAL", at=PAID)
    paid(county, project, "150000.00")

    links = {link.name: link for link in money_chain(funded_site.project)}

    assert list(links) == [
        "申报估算", "评审审定", "立项批复", "批复变更", "2026年计划",
        "采购合同", "资金指标", "资金支付",
    ]  # fmt: skip
    assert links["立项批复"].amount == Decimal("500000.00")
    assert links["批复变更"].difference == Decimal("-20000.00")
    assert links["批复变更"].amount == Decimal("480000.00")
    assert links["采购合同"].difference == Decimal("-80000.00")
    assert links["资金支付"].reason == "共1笔，合同未付25.00万元"
    assert all(link.reason for link in links.values())


def test_the_sums_of_page_and_facts_are_the_same(funded_site: Site, desk: Desk) -> None:
    county, project = funded_site.county, funded_site.project
    paid(county, project, "123456.78")
    send(county, asked_for(county, project, "0.99"), at=PAID)

    facts = facts_of(project)
    response = desk(county.at("FINANCE_BUDGET")).get(f"/projects/{project.pk}/money/")

    figures = {f["label"]: f["value"] for f in response.context["figures"]}
    assert figures["已支付"] == "12.345678"
    assert facts["payment.total_passed"] == Decimal("123456.78")
    assert figures["支付在办"] == "0.000099"
    assert facts["payment.requested"] == Decimal("0.99")
    (row,) = money_page(
        county.at("FINANCE_BUDGET"), MoneyFilter(text=project.name), PAID.date()
    ).rows
    assert (row.paid, row.contracted, row.appropriated) == (
        Decimal("123456.78"), facts["contract.total_amount"], facts["appropriation.total"],
    )  # fmt: skip


@pytest.mark.parametrize("role", ["HANDLER", "FINANCE_BUDGET", "FINANCE_PAYMENT", "AUDIT_READ"])
def test_who_sees_the_project_sees_its_money(funded_site: Site, desk: Desk, role: str) -> None:
    browser = desk(funded_site.county.at(role))

    assert browser.get(f"/projects/{funded_site.project_id}/money/").status_code == 200
    assert funded_site.project.name in browser.get("/money/").content.decode()


def test_a_stranger_sees_neither(funded_site: Site, desk: Desk) -> None:
    browser = desk(funded_site.county.at("HANDLER", "县教育局"))

    assert browser.get(f"/projects/{funded_site.project_id}/money/").status_code == 404
    assert funded_site.project.name not in browser.get("/money/").content.decode()


def test_the_ledger_takes_as_many_queries_for_two_projects_as_for_twenty(
    funded_site: Site, desk: Desk
) -> None:
    browser = desk(funded_site.county.at("HANDLER", OWNER))
    browser.get("/money/")
    with CaptureQueriesContext(connection) as few:
        browser.get("/money/")
    more_projects(funded_site, 20)
    with CaptureQueriesContext(connection) as many:
        shown = browser.get("/money/")

    assert len(shown.context["rows"]) > 20
    assert len(few) == len(many)


def test_the_pages_follow_each_other_without_gap_or_repetition(funded_site: Site) -> None:
    more_projects(funded_site, 7)
    handler: User = funded_site.county.at("HANDLER", OWNER)
    seen: list[int] = []
    after = ""
    while True:
        page = money_page(handler, MoneyFilter(), PAID.date(), after=after, size=3)
        seen += [row.project.pk for row in page.rows]
        after = page.next_key
        if not after:
            break

    assert len(seen) == len(set(seen)) == page.count


@pytest.mark.parametrize(
    "query",
    [
        "after=nonsense",
        "after=2026~x",
        "year=abc",
        "stage=NOWHERE",
        "q=%00%F0%9F%98%80",
        "waiting=?",
    ],
)
def test_what_cannot_be_read_filters_nothing(funded_site: Site, desk: Desk, query: str) -> None:
    response = desk(funded_site.county.at("FINANCE_BUDGET")).get(f"/money/?{query}")

    assert response.status_code == 200


def test_filters_narrow_the_ledger(funded_site: Site) -> None:
    county = funded_site.county
    finance, on = county.at("FINANCE_BUDGET"), PAID.date()

    def found(**wanted: Any) -> list[int]:
        page = money_page(finance, MoneyFilter(**wanted), on)
        return [row.project.pk for row in page.rows]

    assert found(text="不动产") == [funded_site.project_id]
    assert found(text="ＮＯ such") == []
    assert found(stage="OPERATION") == []
    assert found(year=2025) == []
    assert found(waiting="appropriation") == []
    assert found(waiting="payment") == []
    send(county, asked_for(county, funded_site.project), at=PAID)
    assert found(waiting="payment") == [funded_site.project_id]


def test_a_new_project_shows_an_empty_chain(building_site: Site, desk: Desk) -> None:
    response = desk(building_site.county.at("HANDLER")).get(
        f"/projects/{building_site.project_id}/money/"
    )

    assert "还没有生效的合同" in response.content.decode()
