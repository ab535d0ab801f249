"""Final accounts: they agree with contracts and payments."""

from decimal import Decimal
from typing import Any

import pytest

from projects.finance.models import FinalAccounts
from projects.registry import kinds
from projects.registry.models import Record
from tests.builders import send
from tests.filled import accounts_values
from tests.life import SETTLED, asked_for, fill, let_pass
from tests.projects.conftest import Site
from tests.projects.refusals import why_not

pytestmark = pytest.mark.django_db


def accounts(site: Site, spent: str = "400000.00", **changes: Any) -> Record:
    values = accounts_values(spent, **changes)
    return fill(site.county, site.project, "final_accounts", values, at=SETTLED)


def subject(**amounts: str) -> list[dict[str, str]]:
    return [{"subject": "软件开发费", "budget_fiscal": "400000.00", **amounts}]


def test_accounts_that_agree_may_be_sent(operated_site: Site) -> None:
    assert why_not(accounts(operated_site)) == ""


def test_accounts_above_the_contracts_are_refused(operated_site: Site) -> None:
    rows = subject(total_fiscal="400000.01")
    income = [{"source": "财政资金", "budget": "500000.00", "received": "500000.00"}]

    reason = why_not(
        accounts(operated_site, expenditure=rows, income=income, adjustments="已报财政同意。")
    )

    assert "决算金额400,000.01元超过合同金额400,000.00元" in reason


def test_accounts_below_the_payments_are_refused(operated_site: Site) -> None:
    assert "决算金额399,999.99元少于已支付金额400,000.00元" in why_not(
        accounts(operated_site, "399999.99")
    )


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        (
            {"expenditure": subject(total_fiscal="400000.00", year_fiscal="400000.01")},
            "“软件开发费”的本年发生数（财政）大于累计发生数",
        ),
        (
            {"expenditure": subject(total_fiscal="300000.00", total_other="100000.01")},
            "软件开发费超过预算，请说明履行的调剂手续",
        ),
        (
            {"income": [{"source": "财政资金", "received": "399999.99"}]},
            "累计支出超过到位资金0.01元",
        ),
        ({"expenditure": subject()}, "请填写各科目的累计发生数"),
        ({"financial_leader": ""}, "请填写“财务负责人”"),
    ],
)
def test_what_does_not_add_up_is_refused(
    operated_site: Site, changes: dict[str, Any], reason: str
) -> None:
    assert reason in why_not(accounts(operated_site, **changes))


def test_accounts_wait_for_payments_under_way(operated_site: Site) -> None:
    """The amount itself does not matter: a payment of nothing is refused, so ask and be refused."""
    fill(
        operated_site.county,
        operated_site.project,
        "payment",
        {"amount": "1.00"},
        at=SETTLED,
    )

    assert "还有未办结的资金支付" in why_not(accounts(operated_site))


def test_settled_sum_and_surplus_are_kept(operated_site: Site) -> None:
    income = [{"source": "财政资金", "received": "412345.67"}]
    draft = accounts(operated_site, income=income)

    let_pass(operated_site.county, draft, "UNIT_HEAD", "FINANCE_BUDGET", at=SETTLED)

    kept = FinalAccounts.objects.get(pk=draft.pk)
    assert (kept.amount, kept.surplus_amount) == (Decimal("400000.00"), Decimal("12345.67"))


def test_a_subject_shows_difference_and_completion(operated_site: Site) -> None:
    rows = subject(total_fiscal="300000.00", total_other="0.50")

    values = kinds.values_of(kinds.load(accounts(operated_site, expenditure=rows)))

    shown = values["expenditure"]
    assert isinstance(shown, list)
    (row,) = shown
    assert (row["balance"], row["completion"]) == (Decimal("99999.50"), Decimal("75.00"))
    assert values["expenditure_total"] == Decimal("300000.50")


def test_money_can_no_longer_be_asked_for_beyond_the_contract(operated_site: Site) -> None:
    more = asked_for(operated_site.county, operated_site.project, "0.01", at=SETTLED)

    assert "本次最多申请0.00元" in why_not(more)


def test_accounts_are_made_once(operated_site: Site) -> None:
    sent = send(operated_site.county, accounts(operated_site), at=SETTLED)

    assert sent.number.startswith("竣工决算〔2026〕")
