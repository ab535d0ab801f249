"""What a rulebook may ask about the other projects of a unit: quotas of plans and calls."""

from decimal import Decimal

import pytest

from projects.registry.facts import facts_of
from projects.registry.models import Project
from projects.registry.rules import may_submit
from tests.builders import TODAY
from tests.life import fresh
from tests.projects.registry.harbour import (
    Harbour,
    begun,
    build_harbour,
    harbour_pack,
    keep,
    start_values,
)

pytestmark = pytest.mark.django_db

QUOTA = {
    "id": "H-S95",
    "label": "年度计划",
    "gate": "start_form",
    "quota": 1,
    "quota_amount": [{"yuan": "700000"}],
    "basis": "SYSTEM_DEFAULT",
}
CALL = {
    "id": "H-S96",
    "code": "SPRING",
    "label": "春季批次",
    "gate": "start_form",
    "opens_on": "2020-01-01",
    "closes_on": "2099-12-31",
    "quota": 1,
    "basis": "SYSTEM_DEFAULT",
}


def second_project(harbour: Harbour) -> Project:
    first = keep(begun(harbour), start_values(), by=harbour.at("HANDLER"))
    second = keep(begun(harbour), start_values(), by=harbour.at("HANDLER"))
    assert fresh(first.project).estimated_amount == Decimal(400_000)
    return fresh(second.project)


def test_a_project_is_counted_with_the_others_of_its_unit() -> None:
    facts = facts_of(second_project(build_harbour(pack=harbour_pack(calls=[CALL]))))

    assert (facts["plan.unit_count"], facts["plan.unit_amount"]) == (1, Decimal(800_000))
    assert facts["call.unit_count"] == 1


def test_a_unit_whose_quota_is_used_up_is_refused() -> None:
    harbour = build_harbour(pack=harbour_pack(plans=[QUOTA], calls=[CALL]))
    project = second_project(harbour)
    record = project.records.get()

    refused = {r.rule_id for r in may_submit(record, TODAY).refusals}

    assert {"H-S95.quota", "H-S95.amount", "H-S96.quota"} <= refused
