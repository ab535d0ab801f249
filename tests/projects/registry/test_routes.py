"""Routes of every shape, declared in a regulation and gone through on the pages."""

from typing import Any

import pytest

from approvals.flows import services as flows
from approvals.flows.models import ApprovalTask
from approvals.organizations.models import User
from projects.registry.models import Record
from tests.builders import AT, open_task
from tests.projects.registry.harbour import (
    Harbour,
    begun,
    build_harbour,
    harbour_pack,
    keep,
    sent,
    start_values,
)

pytestmark = pytest.mark.django_db
CITED = {"clause": "第一条", "quote": "项目管理办公室审核立项单"}
OFFICE = "HARBOUR_PMO"


def step(code: str, kind: str = "REVIEW", *roles: str, **said: Any) -> dict[str, Any]:
    """Return a step as a rulebook declares it."""
    whose = {"roles": list(roles)} if roles else {}
    return {"code": code, "label": code, "kind": kind, "days": 3, **whose, **CITED, **said}


def harbour_with(*route: dict[str, Any]) -> Harbour:
    """Return a port whose first form goes along this route."""
    gates = harbour_pack().model_dump(mode="json", exclude_defaults=True)["gates"]
    gates[0]["route"] = list(route)
    return build_harbour(pack=harbour_pack(gates=gates))


def first_form(harbour: Harbour, **changes: Any) -> Record:
    """Fill in the first form of a project, and send it."""
    draft = keep(begun(harbour), start_values(**changes), by=harbour.at("HANDLER"))
    return sent(draft, by=harbour.at("HANDLER"))


def answer(record: Record, role: str, deed: Any, *, by: User, **said: Any) -> None:
    """Let somebody answer the open task of a role."""
    task = open_task(record, role)
    given = {"version": task.process.version, "actor": by, "at": AT} | said
    deed(task, **given)


def open_steps(record: Record) -> set[str]:
    """Return the steps that are open now."""
    tasks = ApprovalTask.objects.filter(process__record_ref=record.pk, status="OPEN")
    return set(tasks.values_list("step_code", flat=True))


def test_what_is_sent_again_unchanged_goes_straight_to_whoever_returned_it() -> None:
    harbour = harbour_with(
        step("first", "REVIEW", OFFICE),
        step("second", "REVIEW", OFFICE, handling={"resubmit": "DIRECT"}),
    )
    record, office = first_form(harbour), harbour.at(OFFICE)
    answer(record, OFFICE, flows.approve, by=office, opinion="同意。")
    answer(record, OFFICE, flows.return_for_correction, by=office, opinion="请说明。")

    sent(record, by=harbour.at("HANDLER"))

    assert open_steps(record) == {"second"}


@pytest.mark.parametrize(
    ("changed", "open_now"),
    [
        ({"amount": "450000.00"}, {"basics"}),
        ({}, {"returner"}),
    ],
)
def test_only_the_consent_to_what_was_changed_is_given_again(
    changed: dict[str, str], open_now: set[str]
) -> None:
    harbour = harbour_with(
        step("basics", "REVIEW", OFFICE, handling={"covers": ["一、基本情况"]}),
        step("papers", "REVIEW", OFFICE, handling={"covers": ["材料"]}),
        step("returner", "REVIEW", OFFICE, handling={"resubmit": "DIRECT"}),
    )
    record, office, handler = first_form(harbour), harbour.at(OFFICE), harbour.at("HANDLER")
    for _ in range(2):
        answer(record, OFFICE, flows.approve, by=office, opinion="同意。")
    answer(record, OFFICE, flows.return_for_correction, by=office, opinion="请说明。")

    sent(keep(record, start_values(**changed), by=handler), by=handler)

    assert open_steps(record) == open_now
    if changed:
        answer(record, OFFICE, flows.approve, by=office, opinion="同意。")
        assert open_steps(record) == {"returner"}
