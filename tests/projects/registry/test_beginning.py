"""Measures without a life of their own begin a project with the form that registers it."""

from datetime import date
from typing import Any

import pytest

from approvals.organizations.models import User
from config.kernel.workdays import Calendar
from projects.registry.kinds.resolution import first_kind, kinds_by_code
from projects.regulations.interpreter import judge
from projects.regulations.models import RulebookVersion
from projects.regulations.rulebook import Rulebook
from projects.regulations.services import import_pack, put_in_force
from tests.builders import AT

NAME = {"code": "project_name", "label": "项目名称", "required": True}


def _form(code: str, label: str, field: dict[str, Any]) -> dict[str, Any]:
    block = {"code": "main", "label": "一、内容", "fields": [field]}
    return {"code": code, "label": label, "stages": ["APPLICATION"], "blocks": [block]}


def measures(**changes: Any) -> Rulebook:
    """Return a text with a form that registers a project, and another before it."""
    text = {"code": "OWN", "title": "意向办法", "paragraphs": ["第一条 意向书公示后方可论证。"]}
    forms = [
        _form("notice", "公示", {"code": "place", "label": "公示渠道"}),
        _form("idea", "意向书", NAME),
    ]
    content = {
        "code": "OWN",
        "title": "意向办法",
        "status": "IN_FORCE",
        "version": 1,
        "texts": [text],
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
