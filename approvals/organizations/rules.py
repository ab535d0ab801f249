"""What the organization allows: who edits what, who may hold which post, who may leave."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Model, Q, QuerySet

from approvals.organizations.access import Ability, has_ability, is_administrator
from approvals.organizations.burdens import burdens_of_posts, burdens_of_unit
from approvals.organizations.models import Appointment, Delegation, Post, Unit, User
from approvals.organizations.queries import holders_of, holds_administrator_post, posts_left_vacant
from config.kernel.texts import nfkc_key
from config.kernel.verdicts import ALLOWED, Missing, Verdict, refused

OWNERS_OF = {
    Ability.EDIT_UNITS: "系统管理员",
    Ability.EDIT_ACCOUNTS: "系统管理员",
    Ability.EDIT_CALENDAR: "系统管理员",
    Ability.EDIT_CHANNELS: "系统管理员",
    Ability.EDIT_POSTS: "安全管理员",
    Ability.APPOINT: "安全管理员",
    Ability.UNLOCK: "安全管理员",
}


def may(actor: User, ability: Ability, on: date) -> Verdict:
    """Whether the actor's office includes a deed; the system user sets the system up."""
    if actor.is_system or has_ability(actor, ability, on):
        return ALLOWED
    return refused(f"{ability.value}由{OWNERS_OF[ability]}办理，您没有这项职权。")


def may_touch_account(user: User, actor: User, on: date) -> Verdict:
    """Whether an administrator may edit, reset or close an account: never their own."""
    verdict = may(actor, Ability.EDIT_ACCOUNTS, on)
    if user.is_system:
        verdict &= refused("系统用户不能修改。")
    if user.pk == actor.pk:
        verdict &= refused("不能办理本人的账号，请由另一名系统管理员办理。")
    return verdict


def is_witnessed(
    witness: User | None, *, actor: User, target: User, on: date, post: Post | None = None
) -> Verdict:
    """Whether a second administrator stands by where one of the three is concerned (两人办理)."""
    concerns_administrator = holds_administrator_post([target.pk], on, on) or (
        post is not None and post.role.is_administrator
    )
    if actor.is_system or not concerns_administrator:
        return ALLOWED
    if witness is None:
        return refused(
            "管理员的账号和岗位须两人办理，请另一名管理员在本页输入自己的用户名和密码见证。"
        )
    if witness.pk in {actor.pk, target.pk}:
        return refused("见证人不能是办理人，也不能是被办理的本人。")
    if not is_administrator(witness, on):
        return refused("见证人须是系统、安全、审计管理员之一。")
    return ALLOWED


def may_deactivate_user(user: User, actor: User, on: date) -> Verdict:
    """Whether a person can go: nothing may wait at a post that only they hold."""
    verdict = may_touch_account(user, actor, on)
    if not user.is_active:
        verdict &= refused("该账号已经停用。")
    return verdict & nothing_is_orphaned(posts_left_vacant(user, on), on)


def nothing_is_orphaned(posts: Sequence[Post], on: date) -> Verdict:
    """Whether these posts may stand empty: refused with everything that waits there."""
    waiting = burdens_of_posts(posts, on)
    if not waiting:
        return ALLOWED
    titles = "、".join(f"{post.unit.short_name}{post.title}" for post in posts)
    return refused(
        f"下列事项只有本人能办（{titles}），请先办结，或另任命一人到这些岗位。", missing=waiting
    )


def may_appoint(  # noqa: PLR0913 - an appointment has that many sides
    user: User, *, post: Post, starts_on: date, ends_on: date | None, actor: User, on: date
) -> Verdict:
    """Whether a person may be given a post for these days; nobody appoints themselves."""
    verdict = may(actor, Ability.APPOINT, on) & is_not_oneself(user, actor)
    if not user.is_active or user.is_system:
        verdict &= refused("该账号已停用，请先启用账号。")
    if not post.is_active or not post.unit.is_active:
        verdict &= refused("该岗位已停用，请先启用岗位。")
    if ends_on is not None and ends_on < starts_on:
        return verdict & refused("任职止不能早于任职起。")
    others = Appointment.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=starts_on), user=user
    ).select_related("post__role", "post__unit")
    if ends_on is not None:
        others = others.filter(starts_on__lte=ends_on)
    return verdict & _fits_with(post, others)


def _fits_with(post: Post, others: Iterable[Appointment]) -> Verdict:
    verdict = ALLOWED
    for other in others:
        if other.post_id == post.pk:
            verdict &= refused("该人员在这段时间已任此岗位，不必重复任命。")
        elif other.post.role.exclusive_group != post.role.exclusive_group:
            verdict &= refused(
                f"该人员在这段时间任{other.post.unit.short_name}{other.post.title}，"
                f"不能同时任{post.title}：系统管理员、安全管理员、审计管理员与业务岗位"
                "必须由不同的人担任（三员分立）。"
            )
    return verdict


def is_not_oneself(user: User, actor: User) -> Verdict:
    """Nobody gives rights to themselves, or takes them."""
    if user.pk == actor.pk and not actor.is_system:
        return refused("不能给本人授予或收回岗位，请由另一名安全管理员办理。")
    return ALLOWED


def may_end_appointment(
    appointment: Appointment, *, last_day: date | None, actor: User, on: date
) -> Verdict:
    """Whether an appointment may end; nothing may wait at a post that falls vacant."""
    verdict = may(actor, Ability.APPOINT, on) & is_not_oneself(appointment.user, actor)
    if appointment.ends_on is not None and appointment.ends_on < on:
        verdict &= refused("该任职已经结束。")
    if last_day is not None and last_day < max(on, appointment.starts_on):
        verdict &= refused("任职止不能早于今天，也不能早于任职起；要立即免职请留空。")
    return verdict & nothing_is_orphaned(posts_left_vacant(appointment.user, on, appointment), on)


def may_delegate(  # noqa: PLR0913 - a delegation has that many sides
    giver: User, *, receiver: User, starts_on: date, ends_on: date, actor: User, on: date
) -> Verdict:
    """Whether one person may act for another: both in business posts, and for some days."""
    verdict = ALLOWED
    if actor.pk != giver.pk:
        verdict &= may(actor, Ability.APPOINT, on)
    if actor.pk == receiver.pk and not actor.is_system:
        verdict &= refused("不能办理委托给本人的委托，请由委托人自己办理。")
    if giver.pk == receiver.pk:
        return verdict & refused("不能委托给本人。")
    if ends_on < max(on, starts_on):
        verdict &= refused("委托止不能早于委托起，也不能早于今天。")
    if not receiver.is_active or receiver.is_system:
        verdict &= refused("受托人的账号已停用，请另选一人。")
    if holds_administrator_post([giver.pk, receiver.pk], starts_on, ends_on):
        verdict &= refused("系统、安全、审计管理员的职责不能委托，也不能受托办理业务。")
    same = Delegation.objects.filter(
        giver=giver, receiver=receiver, starts_on__lte=ends_on, ends_on__gte=starts_on
    )
    if same.exists():
        verdict &= refused("这段时间已有同样的委托，不必重复办理。")
    return verdict


def may_end_delegation(delegation: Delegation, actor: User, on: date) -> Verdict:
    """Whether a delegation may be ended: by its giver, or by the security administrator."""
    verdict = ALLOWED if delegation.giver_id == actor.pk else may(actor, Ability.APPOINT, on)
    if delegation.ends_on < on:
        verdict &= refused("该委托已经结束。")
    return verdict


def may_close_post(post: Post, actor: User, on: date) -> Verdict:
    """Whether a post may be taken out of use: nobody and nothing may be there."""
    verdict = may(actor, Ability.EDIT_POSTS, on)
    if holders := holders_of(post, on)[:20]:
        verdict &= refused("还有人在任，请先免去他们的任职。", missing=_named(holders))
    if waiting := burdens_of_posts([post], on):
        verdict &= refused("该岗位还有未办结的事项。", missing=waiting)
    return verdict


def may_close_unit(unit: Unit, actor: User, on: date) -> Verdict:
    """Whether a unit may be taken out of use: nothing and nobody may depend on it."""
    verdict = may(actor, Ability.EDIT_UNITS, on)
    if not unit.is_active:
        verdict &= refused("该单位已经停用。")
    children = unit.children.filter(is_active=True).order_by("pinyin")[:20]
    if children:
        verdict &= refused("请先停用或移走下级单位。", missing=_named(children))
    members = unit.members.filter(is_active=True).order_by("pinyin")[:20]
    if members:
        verdict &= refused(
            "请先停用本单位人员的账号，或把人员调到别的单位。", missing=_named(members)
        )
    posts = unit.posts.filter(is_active=True).order_by("id")[:20]
    if posts:
        verdict &= refused("请先由安全管理员停用本单位的岗位。", missing=_named(posts))
    if waiting := burdens_of_unit(unit, on):
        verdict &= refused("本单位还有未了结的事项。", missing=waiting)
    return verdict


def _named(rows: Iterable[Model]) -> tuple[Missing, ...]:
    return tuple(Missing(label=str(row)) for row in rows)


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


def may_use_username(username: str) -> Verdict:
    """Whether a user name is still free, however it is typed."""
    if User.objects.filter(username__iexact=username).exists():
        return refused(f"用户名“{username}”已有人使用，请换一个。")
    return ALLOWED
