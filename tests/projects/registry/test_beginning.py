"""Measures without a life of their own begin a project with the form that registers it."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from approvals.organizations.models import User
from config.kernel.verdicts import RuleViolationError
from config.kernel.workdays import Calendar
from projects.application.services import start_application
from projects.registry.kinds.resolution import first_kind, kinds_by_code
from projects.registry.life import life_of
from projects.registry.models import Record, Stage
from projects.registry.services import enter_next_stage, save_record
from projects.regulations.interpreter import judge
from projects.regulations.models import RulebookVersion
from projects.regulations.rulebook import Rulebook
from projects.regulations.services import import_pack, put_in_force
from tests.builders import AT, TODAY, County, build_county
from tests.life import fresh
from tests.projects.registry.harbour import keep, sent

DAY = timedelta(days=1)
NAME = {"code": "project_name", "label": "项目名称", "required": True}
HANDLES = {
    "id": "OWN-D1",
    "role": "HANDLER",
    "unit_kind": "OWNER",
    "label": "填写意向书",
    "permissions": ["view_project", "handle_project"],
    "basis": "SYSTEM_DEFAULT",
}
AMOUNT = {"code": "amount", "label": "估算总额", "kind": "money"}


@pytest.fixture
def county(db: None) -> County:  # noqa: ARG001 - opens the database
    """The county with its people."""
    return build_county()


def _form(code: str, label: str, *fields: dict[str, Any]) -> dict[str, Any]:
    block = {"code": "main", "label": "一、内容", "fields": fields}
    return {"code": code, "label": label, "stages": ["APPLICATION"], "blocks": [block]}


def measures(**changes: Any) -> Rulebook:
    """Return a text with a form that registers a project, and another before it."""
    text = {"code": "OWN", "title": "意向办法", "paragraphs": ["第一条 意向书公示后方可论证。"]}
    forms = [
        _form("notice", "公示", {"code": "place", "label": "公示渠道"}),
        _form("idea", "意向书", NAME, AMOUNT),
    ]
    content = {
        "code": "OWN",
        "title": "意向办法",
        "status": "IN_FORCE",
        "version": 1,
        "texts": [text],
        "duties": [HANDLES],
        "record_kinds": forms,
        "gates": [{"code": "idea", "label": "意向书"}, {"code": "notice", "label": "公示"}],
    }
    return Rulebook.model_validate(content | changes)


def in_force(rulebook: Rulebook) -> RulebookVersion:
    """Put a text in force."""
    system = User.system()
    return put_in_force(import_pack(rulebook, actor=system, at=AT), actor=system, at=AT)


@pytest.mark.django_db
def test_a_project_begins_with_the_form_that_registers_it_and_with_no_other() -> None:
    version = in_force(measures())

    first = first_kind(version)

    assert first is not None
    assert first.code == "idea"
    assert "application" not in kinds_by_code(version)


def begun(county: County, rulebook: Rulebook | None = None) -> Record:
    """Begin a project by the text."""
    return start_application(
        name="算力池",
        owner_unit=county.owner,
        rulebook=in_force(rulebook or measures()),
        build_type="NEW",
        object_kind="APPLICATION_SYSTEM",
        plan_year=2026,
        has_no_state_secrets=True,
        actor=county.at("HANDLER"),
        at=AT,
    )


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ({"effective_on": TODAY + DAY}, "起施行，施行以前不能据此申报"),
        ({"expires_on": TODAY - DAY}, "失效，请选择现行的办法"),
    ],
)
def test_measures_bind_from_their_first_day_to_their_last(
    county: County, days: dict[str, date], words: str
) -> None:
    with pytest.raises(RuleViolationError, match=words):
        begun(county, measures(**days))


def test_the_first_and_the_last_day_themselves_count(county: County) -> None:
    assert begun(county, measures(effective_on=TODAY, expires_on=TODAY)).pk


def test_such_a_project_is_led_on_through_the_stages_of_the_system(county: County) -> None:
    handler = county.at("HANDLER")
    draft = begun(county)
    keep(draft, {"project_name": "算力池"}, by=handler)
    sent(draft, by=handler)

    project = fresh(draft.project)
    client = Client()
    client.force_login(handler, backend="approvals.organizations.access.AccountBackend")
    with time_machine.travel(AT, tick=False):
        page = client.get(reverse("projects:overview-project", args=[project.pk])).content.decode()
    assert "进入立项" in page, "Nobody is offered the way on."
    entered = []
    while life_of(project).next_of(project) is not None:
        entered.append(str(enter_next_stage(project, actor=handler, at=AT).stage))
        project = fresh(project)

    assert entered == [stage.value for stage in Stage][1:]


def test_that_form_tells_the_register_its_name_and_amount(county: County) -> None:
    draft = begun(county)

    said = {"project_name": "智能算力池", "amount": "400000.00"}
    save_record(draft, values=said, version=draft.version, actor=county.at("HANDLER"), at=AT)

    project = fresh(draft.project)
    assert (project.name, project.estimated_amount) == ("智能算力池", Decimal(400_000))


@pytest.mark.django_db
def test_the_application_of_the_system_stays_where_the_text_has_a_gate_for_it() -> None:
    gates = [{"code": code, "label": code} for code in ("idea", "notice", "application")]

    version = in_force(measures(gates=gates))

    assert "application" in kinds_by_code(version)


def test_an_order_without_a_number_of_its_own_is_judged_by_its_clause() -> None:
    order = {
        "gate": "notice",
        "after": ["idea"],
        "clause": "第一条",
        "quote": "意向书公示后方可论证",
    }
    rulebook = measures(preconditions=[order])

    verdict = judge(
        rulebook, "notice", {"idea.passed": False}, date(2026, 3, 2), calendar=Calendar()
    )

    (refusal,) = verdict.blocking
    assert refusal.rule_id == "notice.after.idea"
    assert "意向书通过后才能办理公示" in refusal.message
