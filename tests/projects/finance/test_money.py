"""Quotas and payments: never a fen more than contract, quota and approval allow."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.kernel.verdicts import RuleViolationError
from projects.finance.models import Payment
from projects.registry import kinds
from projects.registry.facts import facts_of
from projects.registry.models import Record, RecordStatus
from projects.registry.services import submit_record
from tests.builders import send, sign, turn_down
from tests.filled import payment_values, quota_values
from tests.life import (
    CONTRACTED,
    FUNDED,
    PAID,
    asked_for,
    change,
    contracted,
    fill,
    funded,
    let_pass,
    moment,
    paid,
)
from tests.projects.conftest import Site
from tests.projects.refusals import why_not

pytestmark = pytest.mark.django_db


def asked(site: Site, amount: str = "100000.00", **changes: Any) -> Record:
    return asked_for(site.county, site.project, amount, **changes)


def quota(site: Site, amount: str, **changes: Any) -> Record:
    values = quota_values(amount, document_number="云阳财预〔2026〕9号", **changes)
    project = site.project
    return fill(site.county, project, "appropriation", values, by="FINANCE_BUDGET", at=FUNDED)


def test_a_complete_payment_may_be_sent(funded_site: Site) -> None:
    assert why_not(asked(funded_site)) == ""


@pytest.mark.parametrize(("amount", "fits"), [("400000.00", True), ("400000.01", False)])
def test_a_payment_stays_within_its_contract(funded_site: Site, amount: str, fits: bool) -> None:
    reason = why_not(asked(funded_site, amount))

    assert (reason == "") is fits
    assert fits or "本次最多申请400,000.00元" in reason


def test_a_payment_still_being_decided_counts(funded_site: Site) -> None:
    send(funded_site.county, asked(funded_site, "300000.00"), at=PAID)

    assert why_not(asked(funded_site, "100000.00")) == ""
    assert "已支付和在办300,000.00元，本次最多申请100,000.00元" in why_not(
        asked(funded_site, "100000.01")
    )


def test_a_payment_that_was_refused_no_longer_counts(funded_site: Site) -> None:
    sent = send(funded_site.county, asked(funded_site, "400000.00"), at=PAID)
    turn_down(funded_site.county, sent, "UNIT_HEAD", why="材料不齐。", at=PAID)

    assert why_not(asked(funded_site, "400000.00")) == ""


def test_a_payment_waits_for_the_quota(funded_site: Site) -> None:
    """Two contracts of 45 万元 in all, but 40 万元 in quotas."""
    contracted(
        funded_site.county, funded_site.project, contract_number="HW-2", contract_amount="50000.00"
    )
    paid(funded_site.county, funded_site.project, "400000.00")

    more = asked(funded_site, "0.01", contract_number="HW-2")

    assert "支付合计400,000.01元超过已下达指标400,000.00元" in why_not(more)


def test_nothing_is_paid_before_there_is_a_quota(building_site: Site) -> None:
    contracted(building_site.county, building_site.project)

    assert "超过已下达指标" in why_not(asked(building_site, "0.01"))


def test_nothing_is_paid_without_a_contract(building_site: Site) -> None:
    reason = why_not(asked(building_site))

    assert "请选择本项目已备案的合同" in reason
    assert "没有已备案的采购合同，不能支付" in reason


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"contract_number": "没有的合同"}, "请选择本项目已备案的合同"),
        ({"payee": "别家公司"}, "收款单位应与合同乙方一致，合同乙方为云阳数智科技有限公司"),
        ({"applied_on": "2026-03-29"}, "申请日期早于合同签订日期2026年3月30日"),
        ({"payee_account": ""}, "请填写“银行账号”"),
    ],
)
def test_what_does_not_hold_together_is_refused(
    funded_site: Site, changes: dict[str, Any], reason: str
) -> None:
    assert reason in why_not(asked(funded_site, **changes))


def test_a_payment_of_nothing_is_refused(funded_site: Site) -> None:
    assert "本次申请金额应大于零" in why_not(asked(funded_site, "0.00"))


def test_a_payment_offers_the_contracts_in_force_only(funded_site: Site) -> None:
    fill(
        funded_site.county,
        funded_site.project,
        "contract",
        {"contract_number": "草稿合同"},
        at=CONTRACTED,
    )

    sheet = kinds.sheet_of(kinds.load(asked(funded_site)))

    assert sheet.field("contract_number").choices == (
        ("HW-2026-01", "HW-2026-01 云阳数智科技有限公司"),
    )


def test_the_finance_department_states_the_day_of_payment(funded_site: Site) -> None:
    draft = asked(funded_site)

    let_pass(
        funded_site.county, draft, "UNIT_HEAD", "FINANCE_PAYMENT", at=moment(4, 28),
        paid_on="2026-04-27",
    )  # fmt: skip

    assert str(Payment.objects.get(pk=draft.pk).paid_on) == "2026-04-27"


@pytest.mark.parametrize(
    ("paid_on", "reason"),
    [
        ("2026-04-29", "支付日期不能晚于今天"),
        ("2026-04-19", "支付日期不能早于申请日期2026年4月20日"),
        ("二十八日", "支付日期不是有效的日期"),
        ("", "同意前请填写“支付日期”"),
    ],
)
def test_a_day_of_payment_that_cannot_be_is_refused(
    funded_site: Site, paid_on: str, reason: str
) -> None:
    draft = asked(funded_site)
    send(funded_site.county, draft, at=PAID)
    sign(funded_site.county, draft, "UNIT_HEAD", at=PAID)

    with pytest.raises(RuleViolationError, match=reason):
        sign(
            funded_site.county,
            draft,
            "FINANCE_PAYMENT",
            stated={"paid_on": paid_on},
            at=moment(4, 28),
        )


@pytest.mark.parametrize(("amount", "fits"), [("100000.00", True), ("100000.01", False)])
def test_quotas_stay_within_the_approval(funded_site: Site, amount: str, fits: bool) -> None:
    reason = why_not(quota(funded_site, amount))

    assert (reason == "") is fits
    assert fits or "指标合计500,000.01元超过批复金额500,000.00元" in reason


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"issued_on": "2026-04-11"}, "下达日期不能晚于今天"),
        ({"document_number": ""}, "请填写“指标文号”"),
    ],
)
def test_a_quota_that_cannot_be_is_refused(
    funded_site: Site, changes: dict[str, Any], reason: str
) -> None:
    values = quota_values("1.00", **changes)
    project, by = funded_site.project, "FINANCE_BUDGET"
    draft = fill(funded_site.county, project, "appropriation", values, by=by, at=FUNDED)

    assert reason in why_not(draft)


def test_a_quota_of_nothing_is_refused(funded_site: Site) -> None:
    assert "下达金额应大于零" in why_not(quota(funded_site, "0.00"))


def test_a_quota_takes_effect_at_once_and_keeps_its_sums(funded_site: Site) -> None:
    first = let_pass(
        funded_site.county, quota(funded_site, "60000.00"), by="FINANCE_BUDGET", at=FUNDED
    )
    let_pass(funded_site.county, quota(funded_site, "40000.00"), by="FINANCE_BUDGET", at=FUNDED)

    values = kinds.values_of(kinds.load(first))
    assert first.status == RecordStatus.PASSED
    assert (str(values["issued_total"]), str(values["balance"])) == ("460000.00", "40000.00")


def test_a_payment_tells_its_share_of_the_contract(funded_site: Site) -> None:
    paid(funded_site.county, funded_site.project, "100000.00")

    values = kinds.values_of(kinds.load(asked(funded_site, "50000.00")))

    assert values["contract_amount"] == Decimal("400000.00")
    assert values["paid_amount"] == Decimal("100000.00")
    assert values["paid_share"] == Decimal("37.50")


amounts = st.integers(min_value=1, max_value=25_000_000).map(lambda cents: Decimal(cents) / 100)


@settings(
    max_examples=12,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(wanted=st.lists(amounts, min_size=1, max_size=4), given_quota=amounts)
def test_whatever_is_asked_for_nothing_is_overspent(
    building_site: Site, wanted: list[Decimal], given_quota: Decimal
) -> None:
    """Every payment fits or is refused, and what is refused would not have fitted."""
    county, project, taken = building_site.county, building_site.project, Decimal(0)
    with transaction.atomic():
        contracted(county, project)
        funded(county, project, f"{given_quota:.2f}")
        limit = min(Decimal("400000.00"), given_quota)
        for amount in wanted:
            draft = asked(building_site, f"{amount:.2f}")
            fits = taken + amount <= limit
            try:
                submit_record(draft, version=draft.version, actor=county.at("HANDLER"), at=PAID)
            except RuleViolationError:
                assert not fits
            else:
                assert fits
                taken += amount
        assert facts_of(project)["payment.requested"] == taken
        assert taken <= limit
        transaction.set_rollback(True)


def test_another_project_has_contracts_of_its_own(funded_site: Site, building_site: Site) -> None:
    contracted(building_site.county, building_site.project, contract_number="HW-2026-09")

    assert "请选择本项目已备案的合同" in why_not(asked(funded_site, contract_number="HW-2026-09"))


def test_a_draft_with_unreadable_money_is_mended(funded_site: Site) -> None:
    draft = asked(funded_site, "0.00")

    mended = change(funded_site.county, draft, **payment_values("1.00"))

    assert mended.amount == Decimal("1.00")
