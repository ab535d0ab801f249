"""The national rules: each with its own scope, shown as basis only where it applies."""

from datetime import date
from decimal import Decimal

import pytest

from approvals.organizations.models import User
from projects.overview.queries.applicability import Plan, find
from projects.regulations.interpreter import judge
from projects.regulations.models import RulebookVersion
from projects.regulations.queries import newest_versions, versions_in_force
from projects.regulations.rulebook import Rulebook
from projects.regulations.services import import_shipped_packs, national_packs, read_pack
from tests.builders import AT

ON = date(2026, 9, 1)
PACKS: dict[str, Rulebook] = {
    rulebook.code: rulebook for rulebook in map(read_pack, national_packs())
}
FISCAL, OWN = Decimal(500_000), Decimal(0)


def applying(plan: Plan) -> set[str]:
    """Import everything that is shipped; return the national rules that apply to a plan."""
    import_shipped_packs(actor=User.system(), at=AT)
    found = find(newest_versions(), plan, {}, ON)
    return {finding.rulebook.code for finding in found if finding.result.applies} & PACKS.keys()


def refused_by(code: str, gate: str, **facts: object) -> set[str]:
    told = {name.replace("__", "."): value for name, value in facts.items()}
    return {refusal.rule_id for refusal in judge(PACKS[code], gate, told, ON).refusals}


@pytest.mark.django_db
def test_a_county_with_fiscal_money_keeps_to_investment_and_procurement_law_alone() -> None:
    assert applying(Plan(owner_kind="OWNER", fiscal_amount=FISCAL)) == {"I712", "GPL"}


@pytest.mark.django_db
def test_no_national_rule_is_a_basis_where_a_company_spends_its_own_money() -> None:
    assert applying(Plan(owner_kind="OWNER", fiscal_amount=OWN)) == set()


@pytest.mark.django_db
def test_no_project_is_pinned_to_a_national_rule() -> None:
    import_shipped_packs(actor=User.system(), at=AT)

    assert RulebookVersion.objects.filter(regulation__code__in=PACKS).count() == len(PACKS)
    assert not versions_in_force().filter(regulation__code__in=PACKS).exists()


def test_tenders_stay_open_for_twenty_days() -> None:
    told = {
        "procurement_file__method": "OPEN",
        "procurement_file__issued_on": date(2026, 3, 2),
    }

    short = refused_by(
        "GPL", "procurement_file", **told, procurement_file__bid_closes_on=date(2026, 3, 21)
    )
    exact = refused_by(
        "GPL", "procurement_file", **told, procurement_file__bid_closes_on=date(2026, 3, 22)
    )

    assert "GPL-35" in short
    assert "GPL-35" not in exact


@pytest.mark.parametrize(("bond", "refused"), [("20000.00", False), ("20000.01", True)])
def test_a_bid_bond_is_two_per_cent_of_the_budget_at_most(bond: str, *, refused: bool) -> None:
    found = refused_by(
        "GPL",
        "procurement_file",
        procurement_file__budget=Decimal(1_000_000),
        procurement_file__bid_bond=Decimal(bond),
    )

    assert ("GPL-R33" in found) is refused


@pytest.mark.parametrize(("estimate", "refused"), [("1100000", False), ("1100000.01", True)])
def test_a_budget_ten_per_cent_above_the_estimate_is_reported(
    estimate: str, *, refused: bool
) -> None:
    found = refused_by(
        "I712",
        "investment_control",
        investment_control__estimate=Decimal(1_000_000),
        investment_control__design_estimate=Decimal(estimate),
    )

    assert ("I712-12" in found) is refused


@pytest.mark.parametrize(("result", "refused"), [("QUALIFIED", False), ("NONE", True)])
def test_no_acceptance_without_the_acceptance_of_the_files(result: str, *, refused: bool) -> None:
    found = refused_by("G57", "final_acceptance", completion__archive_result=result)

    assert ("G57-26" in found) is refused


@pytest.mark.parametrize(
    ("size", "experts", "seniors", "years", "refused"),
    [
        (5, 4, 4, 8, set()),
        (9, 6, 6, 8, set()),
        (3, 2, 2, 8, {"BIDL-37.size"}),
        (6, 4, 4, 8, {"BIDL-37.odd"}),
        (9, 5, 5, 8, {"BIDL-37.experts.share"}),
        (5, 4, 3, 8, {"BIDL-37.senior"}),
        (5, 4, 4, 7, {"BIDL-37.years"}),
    ],
)
def test_a_bid_committee_is_five_or_more_odd_and_two_thirds_experts(
    size: int, experts: int, seniors: int, years: int, refused: set[str]
) -> None:
    facts = {
        "bid_evaluation.must_tender": True,
        "bid_evaluation.members": size,
        "bid_evaluation.members.is_external.yes": experts,
        "bid_evaluation.members.is_senior.yes": seniors,
        "bid_evaluation.members.years.min": years,
        "bid_evaluation.members.tie": ("NONE",),
        "bid_evaluation.members.name.blank": 0,
        "project.owner_kind": "OWNER",
    }

    found = judge(PACKS["BIDL"], "bid_evaluation", facts, ON).refusals

    assert {refusal.rule_id for refusal in found} == refused


def test_a_member_with_ties_to_a_bidder_is_replaced() -> None:
    found = refused_by("BIDL", "bid_evaluation", bid_evaluation__members__tie=("CONTRACTOR",))

    assert "BIDL-37.recusal" in found
