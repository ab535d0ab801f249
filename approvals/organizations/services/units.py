"""Units: add, edit, move, take out of use."""

from datetime import datetime

from django.db.models import F, Value
from django.db.models.functions import Concat, Substr
from django.utils.timezone import localdate

from approvals.organizations.access import Ability
from approvals.organizations.models import Unit, UnitKind, User
from approvals.organizations.rules import may, may_close_unit, may_use_credit_code, may_use_unit
from audit.actions import AuditAction
from audit.services import audited, record
from config.kernel.pinyin import pinyin_key
from config.kernel.texts import clean_line
from config.kernel.verdicts import enforce


@audited
def create_unit(  # noqa: PLR0913 - a unit has that many particulars
    *,
    name: str,
    short_name: str,
    kind: UnitKind,
    parent: Unit | None,
    social_credit_code: str = "",
    actor: User,
    at: datetime,
) -> Unit:
    """Add a unit to the tree (新增单位)."""
    enforce(
        may(actor, Ability.EDIT_UNITS, localdate(at))
        & may_use_unit(name, parent)
        & may_use_credit_code(social_credit_code)
    )
    unit = Unit.objects.create(
        name=clean_line(name),
        short_name=clean_line(short_name) or clean_line(name)[:40],
        kind=kind,
        parent=parent,
        social_credit_code=social_credit_code or None,
        pinyin=pinyin_key(f"{name} {short_name}"),
    )
    unit.path = f"{parent.path if parent else '/'}{unit.pk}/"
    unit.save(update_fields=["path"])
    detail = {"上级": parent.name if parent else "", "类别": kind.label}
    record(AuditAction.UNIT_CREATED, target=unit, actor=actor, at=at, detail=detail)
    return unit


@audited
def edit_unit(  # noqa: PLR0913 - a unit has that many particulars
    unit: Unit,
    *,
    name: str,
    short_name: str,
    kind: UnitKind,
    social_credit_code: str,
    actor: User,
    at: datetime,
) -> None:
    """Correct what is known about a unit (修改单位)."""
    unit = (
        Unit.objects.select_for_update(of=("self",))
        .select_related("kind", "parent")
        .get(pk=unit.pk)
    )
    enforce(
        may(actor, Ability.EDIT_UNITS, localdate(at))
        & may_use_unit(name, unit.parent, unit)
        & may_use_credit_code(social_credit_code, unit)
    )
    before = {"名称": unit.name, "类别": unit.kind.label, "代码": unit.social_credit_code or ""}
    unit.name, unit.kind = clean_line(name), kind
    unit.short_name = clean_line(short_name) or unit.name[:40]
    unit.social_credit_code = social_credit_code or None
    unit.pinyin = pinyin_key(f"{unit.name} {unit.short_name}")
    unit.save()
    after = {"名称": unit.name, "类别": kind.label, "代码": social_credit_code}
    detail = {"原": before, "现": after}
    record(AuditAction.UNIT_CHANGED, target=unit, actor=actor, at=at, detail=detail)


@audited
def move_unit(unit: Unit, *, parent: Unit | None, actor: User, at: datetime) -> None:
    """Put a unit, with everything below it, under another parent (调整上级)."""
    enforce(may(actor, Ability.EDIT_UNITS, localdate(at)))
    # Two moves at once could tie a knot, so the whole tree is moved by one person at a time.
    list(Unit.objects.select_for_update().order_by("id").values_list("id", flat=True))
    unit = Unit.objects.select_related("parent").get(pk=unit.pk)
    parent = Unit.objects.get(pk=parent.pk) if parent else None
    enforce(may_use_unit(unit.name, parent, unit))
    above = unit.parent
    put_under(unit, parent)
    detail = {"原上级": above.name if above else "", "现上级": parent.name if parent else ""}
    record(AuditAction.UNIT_CHANGED, target=unit, actor=actor, at=at, detail=detail)


def put_under(unit: Unit, parent: Unit | None) -> None:
    """Write another parent and the paths of everything below; the tree must be locked."""
    old_path = unit.path
    new_path = f"{parent.path if parent else '/'}{unit.pk}/"
    Unit.objects.filter(pk=unit.pk).update(parent=parent)
    Unit.objects.filter(path__startswith=old_path).update(
        path=Concat(Value(new_path), Substr(F("path"), len(old_path) + 1))
    )


@audited
def deactivate_unit(unit: Unit, *, actor: User, at: datetime) -> None:
    """Take a unit out of use (停用单位); refused while anything depends on it."""
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    enforce(may_close_unit(unit, actor, localdate(at)))
    unit.is_active = False
    unit.save(update_fields=["is_active"])
    record(AuditAction.UNIT_CLOSED, target=unit, actor=actor, at=at)


@audited
def reactivate_unit(unit: Unit, *, actor: User, at: datetime) -> None:
    """Put a unit into use again (启用单位)."""
    enforce(
        may(actor, Ability.EDIT_UNITS, localdate(at)) & may_use_unit(unit.name, unit.parent, unit)
    )
    Unit.objects.filter(pk=unit.pk).update(is_active=True)
    record(AuditAction.UNIT_CHANGED, target=unit, actor=actor, at=at, detail={"状态": "启用"})
