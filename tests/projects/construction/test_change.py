"""Changes: what they say, what they cost, and who must cover it."""

from decimal import Decimal
from typing import Any

import pytest

from config.kernel.verdicts import RuleViolationError
from projects.construction.models import ChangeRequest
from projects.construction.queries import changed_amount
from projects.registry import kinds
from projects.registry.models import Record, RecordStatus
from tests.builders import send, sign
from tests.filled import change_values, quota_values
from tests.life import PAID, asked_for, fill, let_pass
from tests.projects.conftest import Site
from tests.projects.refusals import why_not

pytestmark = pytest.mark.django_db
ROUTE = ("UNIT_HEAD", "DATA_REVIEW", "NDRC_APPROVAL")


def change(site: Site, **changes: Any) -> Record:
    return fill(site.county, site.project, "change_request", change_values(**changes), at=PAID)


def money(site: Site, amount: str, direction: str = "INCREASE", **changes: Any) -> Record:
    return change(
        site,
        change_kinds=["FUNDS"],
        change_amount=amount,
        amount_direction=direction,
        **changes,
    )


def reply(amount: str = "", number: str = "县发改〔2026〕30号") -> dict[str, str]:
    return {"document_number": number, "approved_amount": amount}


def test_a_change_without_money_leaves_the_approval(funded_site: Site) -> None:
    draft = change(funded_site)
    assert why_not(draft) == ""

    let_pass(funded_site.county, draft, *ROUTE, at=PAID)

    assert funded_site.project.approved_amount == Decimal("500000.00")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"change_amount": "0.01"}, "金额不变的，变更金额应填 0"),
        ({"amount_direction": "INCREASE"}, "金额有增减的，变更金额应大于零"),
        (
            {"amount_direction": "DECREASE", "change_amount": "1.00"},
            "变更类别应勾选“项目资金”",
        ),
        ({"change_kinds": ["EXTENSION"]}, "工期延期须填写原完成日期和延期后完成日期"),
        (
            {
                "change_kinds": ["EXTENSION"],
                "original_completion_on": "2026-10-31",
                "extended_completion_on": "2026-10-31",
            },
            "延期后完成日期应晚于原完成日期",
        ),
        ({"reason": ""}, "请填写“变更缘由（客观原因）”"),
    ],
)
def test_what_does_not_hold_together_is_refused(
    funded_site: Site, changes: dict[str, Any], reason: str
) -> None:
    assert reason in why_not(change(funded_site, **changes))


def test_an_increase_the_reply_covers_raises_the_approval(funded_site: Site) -> None:
    draft = money(funded_site, "30000.00")

    passed = let_pass(funded_site.county, draft, *ROUTE, at=PAID, **reply("530000.00"))

    assert passed.status == RecordStatus.PASSED
    assert funded_site.project.approved_amount == Decimal("530000.00")
    assert changed_amount(funded_site.project) == Decimal("30000.00")


@pytest.mark.parametrize(
    "stated", [reply("529999.99"), reply(), reply("530000.00", ""), {}], ids=str
)
def test_an_increase_the_reply_does_not_cover_is_refused(
    funded_site: Site, stated: dict[str, str]
) -> None:
    draft = money(funded_site, "30000.00")

    with pytest.raises(RuleViolationError, match="变更后为530,000.00元；同意前请填写变更批复文号"):
        let_pass(funded_site.county, draft, *ROUTE, at=PAID, **stated)

    assert funded_site.project.approved_amount == Decimal("500000.00")


@pytest.mark.parametrize(("amount", "fits"), [("100000.00", True), ("100000.01", False)])
def test_a_decrease_leaves_room_for_the_contracts(
    funded_site: Site, amount: str, fits: bool
) -> None:
    reason = why_not(money(funded_site, amount, "DECREASE"))

    assert (reason == "") is fits
    assert fits or "少于已有和在办的合同金额合计400,000.00元" in reason


def test_a_decrease_lowers_the_approval_without_a_reply(funded_site: Site) -> None:
    let_pass(funded_site.county, money(funded_site, "50000.00", "DECREASE"), *ROUTE, at=PAID)

    assert funded_site.project.approved_amount == Decimal("450000.00")


def test_a_decrease_is_judged_again_when_it_is_decided(funded_site: Site) -> None:
    """A further quota was given while the change lay on a desk."""
    county = funded_site.county
    draft = money(funded_site, "100000.00", "DECREASE")
    send(county, draft, at=PAID)
    values = quota_values("0.01", document_number="云阳财预〔2026〕9号")
    more = fill(county, funded_site.project, "appropriation", values, by="FINANCE_BUDGET", at=PAID)
    let_pass(county, more, by="FINANCE_BUDGET", at=PAID)

    with pytest.raises(RuleViolationError, match="少于已有和在办的资金指标合计400,000.01元"):
        sign(county, draft, "UNIT_HEAD", at=PAID)


def test_shares_are_computed_against_the_approval(funded_site: Site) -> None:
    let_pass(
        funded_site.county, money(funded_site, "25000.00"), *ROUTE, at=PAID, **reply("525000.00")
    )

    values = kinds.values_of(kinds.load(money(funded_site, "52500.00")))

    assert values["approved_amount"] == Decimal("525000.00")
    assert values["share_of_approval"] == Decimal("10.00")
    assert values["cumulative_share"] == Decimal("15.50")


def test_a_decided_change_keeps_the_share_that_was_signed(funded_site: Site) -> None:
    draft = money(funded_site, "50000.00")
    passed = let_pass(funded_site.county, draft, *ROUTE, at=PAID, **reply("550000.00"))

    values = kinds.values_of(kinds.load(passed))

    assert str(values["share_of_approval"]) == "10.00"
    assert str(values["approved_amount"]) == "500000.00"


def test_a_change_keeps_its_sums_in_columns(funded_site: Site) -> None:
    sent = send(funded_site.county, money(funded_site, "50000.00", "DECREASE"), at=PAID)

    kept = ChangeRequest.objects.get(pk=sent.pk)
    assert (kept.before_amount, kept.difference_amount, kept.amount) == (
        Decimal("500000.00"),
        Decimal("-50000.00"),
        Decimal("450000.00"),
    )


def test_a_payment_under_way_holds_the_money_back(funded_site: Site) -> None:
    send(funded_site.county, asked_for(funded_site.county, funded_site.project), at=PAID)

    assert "合同金额合计" in why_not(money(funded_site, "450000.00", "DECREASE"))
    assert "支付金额合计100,000.00元" in why_not(money(funded_site, "450000.00", "DECREASE"))


def test_without_an_approval_there_is_nothing_to_change(funded_site: Site) -> None:
    draft = change(funded_site)
    project = funded_site.project
    project.approved_amount = None
    project.save(update_fields=["approved_amount"])

    assert "项目尚未批复金额" in why_not(draft)
