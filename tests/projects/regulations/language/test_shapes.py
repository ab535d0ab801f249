"""The shapes themselves: every field speaks Chinese, and nothing is known twice."""

import json
from typing import Any

import pytest
import yaml

from approvals.experts.models import ExpertField
from approvals.organizations.models import Role
from documents.sheets import catalog
from projects.registry import kinds
from projects.registry.models import Project
from projects.regulations.interpreter import Member, draw, panel_facts
from projects.regulations.interpreter.prose import describe
from projects.regulations.rulebook import Rulebook
from projects.regulations.rulebook.duties import PROJECT_PERMISSIONS, SYSTEM_ROLES
from projects.regulations.rulebook.facts import built_in_kinds
from projects.regulations.rulebook.panels import EXPERT_FIELDS
from projects.regulations.rulebook.shapes import Shape
from projects.regulations.rulebook.tree import pieces_of
from projects.regulations.services import write_pack
from tests.projects.regulations.language.samples import whole


def shapes(shape: type[Shape] = Shape) -> list[type[Shape]]:
    return [one for child in shape.__subclasses__() for one in (child, *shapes(child))]


def test_every_field_of_every_shape_has_a_chinese_title() -> None:
    unnamed = [
        f"{shape.__name__}.{name}"
        for shape in shapes()
        if shape.__module__.startswith("projects.regulations.rulebook")
        for name, field in shape.model_fields.items()
        if not field.title or field.title.isascii() or not field.description
    ]

    assert not unnamed


def test_the_language_has_a_schema_for_the_editor() -> None:
    assert "适用范围" in json.dumps(Rulebook.model_json_schema(), ensure_ascii=False)


@pytest.mark.django_db
def test_roles_and_rights_are_those_of_the_installation() -> None:
    rights = {code for code, _ in Project._meta.permissions}

    assert set(Role.objects.filter(in_project=False).values_list("code", flat=True)) == SYSTEM_ROLES
    assert rights >= PROJECT_PERMISSIONS


@pytest.mark.django_db
def test_fields_of_experts_are_those_of_the_installation() -> None:
    assert set(ExpertField.objects.values_list("code", flat=True)) == EXPERT_FIELDS


def test_every_box_of_a_built_in_form_is_a_fact() -> None:
    for kind in kinds.all_kinds():
        _, facts = built_in_kinds()[kind.code]
        for box in catalog.get(kind.sheet).fields():
            assert f"{kind.code}.{box.code}" in facts


def test_a_rulebook_written_and_read_again_is_the_same() -> None:
    text = write_pack(whole())

    assert Rulebook.model_validate(yaml.safe_load(text)) == whole()


def test_every_row_of_the_sample_is_found_where_it_is_enforced() -> None:
    rows = {row for _, entry in whole().places for row in entry.all_rows}

    assert rows >= {f"QS-R{number:02}" for number in range(1, 37)}


def test_a_copy_forgets_what_was_worked_out_before() -> None:
    assert whole().demands
    copied = whole().model_copy(update={"vetoes": ()})

    assert "QS-R17" in {r.id for r in whole().requirements}
    assert "QS-R17" not in {r.id for r in copied.requirements}


def test_every_condition_of_the_sample_can_be_said() -> None:
    conditions: list[Any] = [piece for _, piece in pieces_of(whole()) if hasattr(piece, "test")]
    conditions += [r.condition for r in whole().requirements]
    said = [describe(condition, whole()) for condition in conditions]

    assert all(said)
    assert "在2026年3月1日至2026年9月30日之间" in "".join(said)


def test_a_draw_can_be_repeated_and_does_not_depend_on_order() -> None:
    people = [str(number) for number in range(40)]

    drawn = draw(people, 5, "seed")

    assert len(set(drawn)) == 5
    assert draw(people[::-1], 5, "seed") == drawn
    assert draw(people, 5, "another seed") != drawn


def test_a_panel_tells_what_a_rulebook_asks_about_it() -> None:
    panel = whole().panels[0]
    members = [
        Member(person="1", is_external=True, is_drawn=True, years=9),
        Member(person="2", is_drawn=True, years=8, is_present=False),
        Member(person="3", ties=frozenset({"KIN"}), years=3),
    ]

    facts = panel_facts(panel, members, candidates=6)

    assert facts["panel.experts.size"] == 3
    assert facts["panel.experts.outsiders"] == 1
    assert (facts["panel.experts.drawn"], facts["panel.experts.attended"]) == (2, 2)
    assert facts["panel.experts.recused"] == ("3",)
    assert facts["panel.experts.least_years"] == 3
