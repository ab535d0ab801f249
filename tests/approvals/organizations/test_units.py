"""The tree of units: codes are checked, names are unique among siblings, nothing ties a knot."""

import pytest

from approvals.organizations.models import Unit, UnitKind, User
from approvals.organizations.queries import unit_subtree_ids
from approvals.organizations.services import (
    create_unit,
    deactivate_unit,
    edit_unit,
    move_unit,
)
from config.kernel.credit_codes import make_credit_code
from config.kernel.verdicts import RuleViolationError
from tests.approvals.organizations.conftest import AT

CODE = make_credit_code("11330100", "00247001")


def division(name: str, parent: Unit | None, actor: User, code: str = "") -> Unit:
    """Add a unit below another."""
    return create_unit(
        name=name,
        short_name="",
        kind=UnitKind.objects.get(code="OWNER"),
        parent=parent,
        social_credit_code=code,
        actor=actor,
        at=AT,
    )


def test_a_unit_knows_its_place(school: Unit, system_admin: User) -> None:
    inner = division("信息科", school, system_admin)

    assert inner.path == f"{school.path}{inner.pk}/"
    assert inner.ancestor_ids == [school.parent_id, school.pk]
    assert unit_subtree_ids(school) == [school.pk, inner.pk]


def test_moving_a_unit_takes_everything_below_along(
    bureau: Unit, school: Unit, system_admin: User
) -> None:
    inner = division("信息科", school, system_admin)
    room = division("机房", inner, system_admin)

    move_unit(inner, parent=bureau, actor=system_admin, at=AT)

    room.refresh_from_db()
    assert room.path == f"{bureau.path}{inner.pk}/{room.pk}/"


def test_a_unit_cannot_stand_below_itself(school: Unit, system_admin: User) -> None:
    inner = division("信息科", school, system_admin)

    with pytest.raises(RuleViolationError, match="它自己或它的下级"):
        move_unit(school, parent=inner, actor=system_admin, at=AT)


def test_a_name_is_taken_however_it_is_spelt(bureau: Unit, system_admin: User) -> None:
    division("ABC中心", bureau, system_admin)

    with pytest.raises(RuleViolationError, match="核对是否重复登记"):
        division("ＡＢＣ中心", bureau, system_admin)


def test_a_credit_code_belongs_to_one_unit(bureau: Unit, system_admin: User) -> None:
    first = division("甲单位", bureau, system_admin, CODE)

    with pytest.raises(RuleViolationError, match="已登记在“甲单位”名下"):
        division("乙单位", bureau, system_admin, CODE)
    edit_unit(
        first,
        name="甲单位",
        short_name="甲",
        kind=first.kind,
        social_credit_code=CODE,
        actor=system_admin,
        at=AT,
    )


@pytest.mark.usefixtures("handler")
def test_a_unit_in_use_stays(bureau: Unit, school: Unit, system_admin: User) -> None:
    with pytest.raises(RuleViolationError) as refusal:
        deactivate_unit(bureau, actor=system_admin, at=AT)

    reasons = refusal.value.verdict.text
    assert "下级单位" in reasons
    assert "人员" in reasons
    assert "岗位" in reasons
    empty = division("空单位", school, system_admin)
    deactivate_unit(empty, actor=system_admin, at=AT)
    empty.refresh_from_db()
    assert not empty.is_active


@pytest.mark.parametrize("office", ["security_admin", "audit_admin", "handler"])
def test_only_the_system_administrator_edits_units(
    office: str, request: pytest.FixtureRequest, bureau: Unit
) -> None:
    with pytest.raises(RuleViolationError, match="由系统管理员办理"):
        division("新单位", bureau, request.getfixturevalue(office))
