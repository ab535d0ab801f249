"""Units: where they may stand, when they may close, how they may be reorganized."""

from datetime import date

from django.db.models import QuerySet

from approvals.organizations.access import Ability, has_ability
from approvals.organizations.burdens import burdens_of_unit
from approvals.organizations.models import Reorganization, Unit, User
from approvals.organizations.rules.abilities import may, named
from config.kernel.texts import nfkc_key
from config.kernel.verdicts import ALLOWED, Verdict, refused


def may_close_unit(unit: Unit, actor: User, on: date) -> Verdict:
    """Whether a unit may be taken out of use: nothing and nobody may depend on it."""
    verdict = may(actor, Ability.EDIT_UNITS, on)
    if not unit.is_active:
        verdict &= refused("该单位已经停用。")
    children = unit.children.filter(is_active=True).order_by("pinyin")[:20]
    if children:
        verdict &= refused("请先停用或移走下级单位。", missing=named(children))
    members = unit.members.filter(is_active=True).order_by("pinyin")[:20]
    if members:
        verdict &= refused(
            "请先停用本单位人员的账号，或把人员调到别的单位。", missing=named(members)
        )
    posts = unit.posts.filter(is_active=True).order_by("id")[:20]
    if posts:
        verdict &= refused("请先由安全管理员停用本单位的岗位。", missing=named(posts))
    if waiting := burdens_of_unit(unit, on):
        verdict &= refused("本单位还有未了结的事项。", missing=waiting)
    return verdict


def may_use_unit(name: str, parent: Unit | None, unit: Unit | None = None) -> Verdict:
    """Whether a unit may bear a name under a parent and stand there."""
    verdict = ALLOWED
    if parent is not None and not parent.is_active:
        verdict &= refused("上级单位已停用，请另选上级。")
    if unit is not None and parent is not None and parent.path.startswith(unit.path):
        verdict &= refused("不能把单位移到它自己或它的下级之下，请另选上级。")
    siblings = _others(unit).filter(parent=parent)
    if any(nfkc_key(other) == nfkc_key(name) for other in siblings.values_list("name", flat=True)):
        verdict &= refused(f"同一上级之下已有名为“{name}”的单位，请核对是否重复登记。")
    return verdict


def may_use_credit_code(code: str, unit: Unit | None = None) -> Verdict:
    """Whether a unified social credit code is still free."""
    if code and (owner := _others(unit).filter(social_credit_code=code).first()):
        return refused(f"统一社会信用代码已登记在“{owner.name}”名下，请核对。")
    return ALLOWED


def _others(unit: Unit | None) -> QuerySet[Unit]:
    return Unit.objects.exclude(pk=unit.pk) if unit else Unit.objects.all()


def may_reorganize(
    unit: Unit, effective_on: date, *, witness: User | None, actor: User, on: date
) -> Verdict:
    """Whether a unit may be reorganized: by who keeps units, beside who gives posts (两人办理)."""
    verdict = may(actor, Ability.EDIT_UNITS, on)
    if witness is None or not has_ability(witness, Ability.APPOINT, on):
        verdict &= refused(
            "机构改革会移交岗位和权限，须安全管理员在本页输入自己的用户名和密码见证。"
        )
    if not unit.is_active:
        verdict &= refused("该单位已经停用。")
    if effective_on < on:
        verdict &= refused("生效日不能早于今天。")
    if Reorganization.objects.filter(unit=unit, state=Reorganization.State.PLANNED).exists():
        verdict &= refused("该单位已有一项待生效的机构改革，请先取消。")
    return verdict


def may_receive(unit: Unit, target: Unit) -> Verdict:
    """Whether a unit may take over from another."""
    if target.pk == unit.pk or not target.is_active:
        return refused(f"接收单位须是另一个在用的单位，“{target.name}”已停用或就是本单位。")
    return ALLOWED


def may_merge_into(unit: Unit, target: Unit | None) -> Verdict:
    """Whether a unit may be merged into another, with everything below it."""
    if target is None:
        return refused("请选择并入哪个单位。")
    if not may_receive(unit, target):
        return may_receive(unit, target)
    if target.path.startswith(unit.path):
        return refused("不能并入自己的下级单位，请先调整上级。")
    return ALLOWED


def may_cancel_reorganization(row: Reorganization, actor: User, on: date) -> Verdict:
    """Whether a planned reorganization may be taken back."""
    verdict = may(actor, Ability.EDIT_UNITS, on)
    if not row.is_planned:
        verdict &= refused(f"该机构改革{row.get_state_display()}，不能取消。")
    return verdict
