"""Reading the money: the records of one project, its chain of sums, the ledger of all."""

from projects.finance.queries.chain import Link, money_chain
from projects.finance.queries.ledger import (
    MoneyFilter,
    MoneyPage,
    MoneyRow,
    money_ledger,
    money_page,
    with_sums,
)
from projects.finance.queries.records import (
    BUDGETED,
    SPENT,
    accounts_in_force,
    appropriations_in_force,
    committed_under,
    contract_of,
    overspent_subjects,
    paid_under,
    payments_of,
    settled_amount,
    surplus_amount,
)

__all__ = [
    "BUDGETED",
    "SPENT",
    "Link",
    "MoneyFilter",
    "MoneyPage",
    "MoneyRow",
    "accounts_in_force",
    "appropriations_in_force",
    "committed_under",
    "contract_of",
    "money_chain",
    "money_ledger",
    "money_page",
    "overspent_subjects",
    "paid_under",
    "payments_of",
    "settled_amount",
    "surplus_amount",
    "with_sums",
]
