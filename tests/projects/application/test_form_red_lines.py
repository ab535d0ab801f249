"""Red lines (红线) in a form that only the regulation knows: scanned, explained, excluded."""

from typing import Any

import pytest

from config.kernel.verdicts import RuleViolationError, Verdict
from projects.application.services import add_red_line_term
from projects.registry.models import Record, RecordStatus
from projects.registry.rules import may_submit, sheet_to_fill
from tests.builders import AT, TODAY, person
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
ROOM = {
    "id": "H-R9",
    "code": "ROOM",
    "label": "机房",
    "words": ["机房"],
    "kind": "RED_LINE",
    "gate": "start_form",
    "fact": "start_form.red_line_hits",
    "message": "立项单中出现机房，请说明是否新建。",
    "clause": "第一条",
    "quote": "项目由港务处提出立项单",
}
NEW_ROOM = [{"name": "新建机 房", "cost": "400000.00"}]


@pytest.fixture
def harbour(db: None) -> Harbour:  # noqa: ARG001 - opens the database
    """A port whose regulation has a red line of its own."""
    return build_harbour(pack=harbour_pack(red_lines=[ROOM]))


def drafted(harbour: Harbour, **changes: Any) -> Record:
    """Fill in the form with which a project begins."""
    return keep(begun(harbour), start_values(**changes), by=harbour.at("HANDLER"))


def verdict(draft: Record) -> Verdict:
    """Ask whether the form may be sent."""
    return may_submit(Record.objects.get(pk=draft.pk), TODAY)


@pytest.mark.parametrize("changes", [{"parts": NEW_ROOM}, {"project_name": "中心机房改造"}])
def test_a_red_line_in_any_text_of_the_form_is_refused_with_its_clause_and_box(
    harbour: Harbour, changes: dict[str, Any]
) -> None:
    draft = drafted(harbour, **changes)

    with pytest.raises(RuleViolationError) as refused:
        sent(draft, by=harbour.at("HANDLER"))

    (refusal,) = refused.value.verdict.blocking
    assert refusal.message == "立项单中出现机房，请说明是否新建。"
    assert "第一条" in str(refusal.basis)
    assert [m.url.rpartition("#")[2] for m in refusal.missing] == ["id_red_line_ROOM"]


def test_a_form_without_the_word_goes_on_unexplained(harbour: Harbour) -> None:
    assert verdict(drafted(harbour))


def test_an_explained_red_line_goes_on_and_is_printed_with_the_form(harbour: Harbour) -> None:
    draft = drafted(harbour, parts=NEW_ROOM, red_line_ROOM="利用现有机房，不新建。")

    done = sent(draft, by=harbour.at("HANDLER"))

    assert done.status == RecordStatus.PENDING
    box = next(f for f in sheet_to_fill(done, TODAY).fields() if f.code == "red_line_ROOM")
    assert (box.label, done.details[box.code]) == ("机房", "利用现有机房，不新建。")


def test_the_explanation_of_one_red_line_does_not_touch_another(db: None) -> None:  # noqa: ARG001
    net = ROOM | {"id": "H-R10", "code": "NET", "label": "专网", "words": ["专网"]}
    harbour = build_harbour(pack=harbour_pack(red_lines=[ROOM, net]))

    assert verdict(drafted(harbour, project_name="专网改造", red_line_NET="利旧，不建机房。"))


def test_an_excluded_content_cannot_be_explained_away(db: None) -> None:  # noqa: ARG001
    harbour = build_harbour(pack=harbour_pack(red_lines=[ROOM | {"kind": "EXCLUDED"}]))

    draft = drafted(harbour, parts=NEW_ROOM)

    assert not verdict(draft)
    assert all(field.code != "red_line_ROOM" for field in sheet_to_fill(draft, TODAY).fields())


def test_a_word_that_the_office_adds_is_found_as_well(harbour: Harbour) -> None:
    draft = drafted(harbour, parts=[{"name": "计算中心", "cost": "400000.00"}])
    assert verdict(draft)

    add_red_line_term(
        word="计算中心",
        hint="",
        regulation=harbour.rulebook.regulation,
        line_code="ROOM",
        actor=person("rules", harbour.owner, "RULE_ADMIN", AT),
        at=AT,
    )

    assert not verdict(draft)
