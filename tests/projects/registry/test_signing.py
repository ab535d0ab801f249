"""What a rulebook demands where a step signs is asked when that step agrees, and not before."""

from collections.abc import Mapping

import pytest

from config.kernel.verdicts import RuleViolationError
from projects.registry.models import Record, RecordStatus
from tests.projects.registry.harbour import (
    Harbour,
    agreed,
    begun,
    build_harbour,
    harbour_pack,
    keep,
    sent,
    start_values,
)

pytestmark = pytest.mark.django_db

SMALL_ENOUGH = {
    "id": "H-S91",
    "basis": "SYSTEM_DEFAULT",
    "message": "金额{found}超过{limit}，项目管理办公室不能同意。",
    "step": "pmo",
    "condition": {
        "test": "amount",
        "amount": [{"fact": "start_form.amount"}],
        "relation": "at_most",
        "limit": [{"yuan": "450000"}],
    },
}
SIGNED_BY_NAME = {
    "id": "H-S92",
    "basis": "SYSTEM_DEFAULT",
    "message": "只能由填写的负责人本人同意。",
    "step": "pmo",
    "condition": {"test": "facts_agree", "fact": "start_form.project_name", "other": "signer"},
}
REVIEWED = {
    "id": "H-R6.review",
    "code": "review",
    "label": "审核要点",
    "gate": "start_form",
    "step": "pmo",
    "must_all_hold": True,
    "items": [{"code": "clear", "label": "内容明确"}],
    "clause": "第六条",
    "quote": "并逐项核对建设原则",
}


def harbour_with(requirement: Mapping[str, object] | None = None, *lists: object) -> Harbour:
    whole = harbour_pack().model_dump(mode="json", exclude_defaults=True)
    if requirement is not None:
        whole["gates"][0]["requirements"] = [requirement]
    lists = (*whole["checklists"], *lists)
    return build_harbour(pack=harbour_pack(gates=whole["gates"], checklists=list(lists)))


def on_the_desk(harbour: Harbour, **values: object) -> Record:
    draft = keep(begun(harbour), start_values(**values), by=harbour.at("HANDLER"))
    return sent(draft, by=harbour.at("HANDLER"))


def test_a_demand_of_a_step_does_not_keep_a_record_from_being_sent() -> None:
    harbour = harbour_with(SMALL_ENOUGH)
    parts = [{"name": "软件", "cost": "480000.00"}]

    record = on_the_desk(harbour, amount="480000.00", parts=parts)
    with pytest.raises(RuleViolationError, match="不能同意") as refused:
        agreed(record, "HARBOUR_PMO", by=harbour.at("HARBOUR_PMO"))

    assert refused.value.verdict.refusals[0].rule_id == "H-S91"
    assert Record.objects.get(pk=record.pk).status == RecordStatus.PENDING


def test_a_demand_of_a_step_that_is_met_lets_it_agree() -> None:
    harbour = harbour_with(SMALL_ENOUGH)

    record = agreed(on_the_desk(harbour), "HARBOUR_PMO", by=harbour.at("HARBOUR_PMO"))

    assert record.status == RecordStatus.PASSED


def test_a_rule_may_ask_who_signs() -> None:
    harbour = harbour_with(SIGNED_BY_NAME)

    office = harbour.at("HARBOUR_PMO")
    with pytest.raises(RuleViolationError, match="本人"):
        agreed(on_the_desk(harbour, project_name="某甲"), "HARBOUR_PMO", by=office)
    named = on_the_desk(harbour, project_name=office.full_name)
    assert agreed(named, "HARBOUR_PMO", by=office).status == RecordStatus.PASSED


@pytest.mark.parametrize(("answer", "status"), [("符合", "PASSED"), ("不符合", None)])
def test_a_checklist_of_a_step_is_answered_with_the_signature(
    answer: str, status: str | None
) -> None:
    harbour = harbour_with(None, REVIEWED)
    record = on_the_desk(harbour)
    stated = {"checklist.review.clear": answer}

    if status is None:
        with pytest.raises(RuleViolationError, match="不符合的条目：内容明确"):
            agreed(record, "HARBOUR_PMO", by=harbour.at("HARBOUR_PMO"), stated=stated)
    else:
        passed = agreed(record, "HARBOUR_PMO", by=harbour.at("HARBOUR_PMO"), stated=stated)
        assert passed.status == status
