"""A red line in the browser: a machine room is refused, then waived, then passes."""

from datetime import timedelta
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from tests.journeys.county import budget
from tests.journeys.deeds import Deeds, project_address

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

MACHINE_ROOM = {
    "item": "新建数据机房",
    "category": "HARDWARE",
    "source": "FISCAL",
    "specification": "机房土建和配套设备。",
    "quantity": 1,
    "unit_price": Decimal(900_000),
}


def test_a_machine_room_is_refused_until_a_waiver_is_granted(deeds: Deeds) -> None:
    page = deeds.start()
    lines = [*budget(Decimal(2_000_000), deeds.name), MACHINE_ROOM]
    deeds.fill(page, "requirement_application", budget_lines=lines)
    page.locator(f"[name='budget_lines-{len(lines) - 1}-line_kind']").select_option("MACHINE_ROOM")
    deeds.save(page)

    page.locator(".submitbar #submit").click(force=True)
    reasons = page.locator("#gate-reasons")
    expect(reasons).to_contain_text("第六条")
    expect(reasons).to_contain_text("原则上不得新建业务专网、机房")
    expect(reasons.get_by_role("link", name="豁免申请")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_contain_text("草稿")

    page.locator("#aside").get_by_role("button", name="申请豁免").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("豁免申请")
    deeds.fill(
        page,
        "waiver",
        rule_id="T04-R12.2",
        reason="考点标准化建设要求在校内设置独立机房，市级政务云平台不提供同类设施。",
        wanted_until=deeds.clock.day + timedelta(days=200),
    )
    deeds.submit(page)
    deeds.agree("UNIT_HEAD", what="豁免申请")
    until = deeds.clock.day + timedelta(days=180)
    deeds.agree("DATA_HEAD", what="豁免申请", expires_on=until.isoformat())

    page = deeds.go_on("HANDLER", "申报")
    assert project_address(page) == deeds.address
    expect(page.locator("#aside")).to_contain_text("已豁免")
    deeds.submit(page)
    deeds.agree("UNIT_HEAD", "DATA_INTAKE", what="申报材料")
