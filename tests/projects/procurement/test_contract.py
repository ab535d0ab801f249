"""Contracts: who, which number, when, how much."""

from decimal import Decimal
from typing import Any

import pytest

from approvals.organizations.models import Unit, UnitKind, User
from approvals.organizations.services import create_unit
from config.kernel.verdicts import RuleViolationError
from documents.sheets import catalog
from projects.procurement.models import Contract
from projects.registry.facts import facts_of
from projects.registry.models import ProjectUnit, Record
from tests.builders import AT, send, sign
from tests.filled import CONTRACTOR, CONTRACTOR_CODE, contract_values
from tests.life import CONTRACTED, change, contracted, fill, let_pass
from tests.projects.conftest import Site
from tests.projects.refusals import advised, why_not

pytestmark = pytest.mark.django_db


def draft(site: Site, **changes: Any) -> Record:
    values = contract_values(**changes)
    return fill(site.county, site.project, "contract", values, at=CONTRACTED)


def test_a_complete_contract_may_be_sent(building_site: Site) -> None:
    assert why_not(draft(building_site)) == ""


def test_the_ways_of_procurement_are_those_of_the_table() -> None:
    box = catalog.get("contract").field("procurement_method")

    assert dict(box.choices) == dict(Contract.Method.choices)


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("91330185MA2AX123XM", "校验位不符"),
        ("91330185MA2AX123", "应为18位，现为16位"),
        ("91330185MA2AX123IO", "不能含有字符"),
    ],
)
def test_a_credit_code_that_cannot_exist_is_refused(
    building_site: Site, code: str, reason: str
) -> None:
    assert reason in why_not(draft(building_site, contractor_code=code))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"contract_amount": "0.00"}, "合同金额应大于零"),
        ({"price_limit": "399999.99"}, "超过最高限价399,999.99元"),
        ({"retention_amount": "400000.01"}, "质保金超过合同金额"),
        ({"signed_on": "2026-03-19"}, "签订日期早于中标（成交）日期"),
        ({"ends_on": "2026-03-29", "starts_on": "2026-03-01"}, "合同完成日期早于签订日期"),
        ({"contract_title": ""}, "请填写“合同名称”"),
        ({"milestones": []}, "请在“里程碑”中至少填写一行"),
    ],
)
def test_what_does_not_hold_together_is_refused(
    building_site: Site, changes: dict[str, Any], reason: str
) -> None:
    assert reason in why_not(draft(building_site, **changes))


def test_a_contract_at_the_price_limit_may_be_sent(building_site: Site) -> None:
    assert why_not(draft(building_site, price_limit="400000.00")) == ""


@pytest.mark.parametrize(
    ("share", "amount", "reason"),
    [
        ("99.99", "400000.00", "比例合计为99.99%"),
        ("100", "399999.99", "与合同金额400,000.00元不一致"),
    ],
)
def test_terms_of_payment_that_do_not_add_up_are_refused(
    building_site: Site, share: str, amount: str, reason: str
) -> None:
    terms = [{"node": "价款", "share": share, "amount": amount, "condition": "按约定"}]

    assert reason in why_not(draft(building_site, payment_terms=terms))


def test_reversed_dates_are_refused_even_in_a_draft(building_site: Site) -> None:
    with pytest.raises(RuleViolationError, match="合同完成日期早于合同开始日期"):
        draft(building_site, starts_on="2026-05-02", ends_on="2026-05-01")


def test_a_number_longer_than_its_column_is_refused_with_its_length(building_site: Site) -> None:
    with pytest.raises(RuleViolationError, match="“合同编号”最多60字，现有61字"):
        draft(building_site, contract_number="长" * 61)


def test_an_amount_larger_than_its_column_is_refused(building_site: Site) -> None:
    with pytest.raises(RuleViolationError, match="“合同金额”的数字过大"):
        draft(building_site, contract_amount="999999999999999.99")


def test_the_same_number_is_not_registered_twice(building_site: Site) -> None:
    contracted(building_site.county, building_site.project)

    again = draft(building_site, contract_amount="10000.00")

    assert "合同编号HW-2026-01在本项目中已登记" in why_not(again)


@pytest.mark.parametrize(("amount", "fits"), [("100000.00", True), ("100000.01", False)])
def test_all_contracts_together_stay_within_the_approval(
    building_site: Site, amount: str, fits: bool
) -> None:
    contracted(building_site.county, building_site.project)

    second = draft(building_site, contract_number="HW-2026-02", contract_amount=amount)

    assert (why_not(second) == "") is fits


def test_a_contract_still_being_decided_counts(building_site: Site) -> None:
    send(building_site.county, draft(building_site), at=CONTRACTED)

    second = draft(building_site, contract_number="HW-2026-02", contract_amount="100000.01")

    assert "合同金额合计500,000.01元超过批复金额500,000.00元" in why_not(second)


def test_another_draft_does_not_count(building_site: Site) -> None:
    draft(building_site, contract_amount="499999.00")

    assert why_not(draft(building_site, contract_number="HW-2026-02")) == ""


def test_a_late_signature_is_told_and_not_forbidden(building_site: Site) -> None:
    late = draft(building_site, awarded_on="2026-02-20", signed_on="2026-03-30")

    assert why_not(late) == ""
    assert "合同应在2026年3月23日前签订" in advised(late)


def test_a_signature_on_the_last_day_is_in_time(building_site: Site) -> None:
    assert "前签订" not in advised(
        draft(building_site, awarded_on="2026-02-27", signed_on="2026-03-30")
    )


def test_a_contractor_that_is_a_unit_takes_part(building_site: Site) -> None:
    unit = create_unit(
        name=CONTRACTOR,
        short_name="云阳数智",
        kind=UnitKind.objects.get(code="CONTRACTOR"),
        parent=None,
        social_credit_code=CONTRACTOR_CODE,
        actor=User.system(),
        at=AT,
    )

    contracted(building_site.county, building_site.project, contractor_code=CONTRACTOR_CODE.lower())

    part = ProjectUnit.objects.get(project=building_site.project_id)
    assert part.unit == unit
    assert part.part == ProjectUnit.Part.CONTRACTOR


def test_a_contractor_that_is_no_unit_leaves_no_trace_among_the_units(building_site: Site) -> None:
    before = Unit.objects.count()

    contracted(building_site.county, building_site.project)

    assert not ProjectUnit.objects.filter(project=building_site.project_id).exists()
    assert Unit.objects.count() == before


def test_the_facts_tell_what_is_contracted_and_asked_for(building_site: Site) -> None:
    county, project = building_site.county, building_site.project
    contracted(county, project, contract_amount="100000.00")
    pending = draft(building_site, contract_number="HW-2026-02", contract_amount="200000.00")
    send(county, pending, at=CONTRACTED)
    asked = draft(building_site, contract_number="HW-2026-03", contract_amount="50000.00")

    facts = facts_of(project, asked)

    assert str(facts["contract.total_amount"]) == "100000.00"
    assert str(facts["contract.requested"]) == "250000.00"
    assert str(facts["contract.signed_on"]) == "2026-03-30"


def test_a_contract_is_decided_against_the_approval_of_that_day(building_site: Site) -> None:
    """The approved sum fell while the contract lay on a desk."""
    county, project = building_site.county, building_site.project
    pending = draft(building_site)
    send(county, pending, at=CONTRACTED)
    project.approved_amount = Decimal("399999.99")
    project.save(update_fields=["approved_amount"])

    with pytest.raises(RuleViolationError, match="超过批复金额"):
        sign(county, pending, "UNIT_HEAD", at=CONTRACTED)


def test_a_returned_contract_is_mended_and_passes(building_site: Site) -> None:
    first = draft(building_site, contract_amount="500000.01")
    assert why_not(first)

    change(
        building_site.county,
        first,
        contract_amount="500000.00",
        payment_terms=[
            {"node": "价款", "share": "100", "amount": "500000.00", "condition": "按约定"}
        ],
    )

    passed = let_pass(building_site.county, first, "UNIT_HEAD", "FINANCE_BUDGET", at=CONTRACTED)
    assert passed.status == "PASSED"
