"""Accounts, posts, appointments and delegations: who may hold what, and who may leave."""

from collections.abc import Sequence
from datetime import date, timedelta

from approvals.organizations.access import Ability, appointed_posts, is_administrator
from approvals.organizations.burdens import burdens_of_posts
from approvals.organizations.holdings import Holding, holdings_of
from approvals.organizations.models import Appointment, Delegation, Post, User
from approvals.organizations.queries import holders_of, holds_administrator_post
from approvals.organizations.rules.abilities import may, named
from approvals.organizations.rules.together import may_act_beside_own, may_hold_beside_others
from config.kernel.verdicts import ALLOWED, Missing, Verdict, refused


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
    """Whether a person can go: nothing may wait that only they can do."""
    verdict = may_touch_account(user, actor, on)
    if not user.is_active:
        verdict &= refused("该账号已经停用。")
    verdict &= nothing_is_orphaned(user, list(appointed_posts([user.pk], on)), on)
    if kept := [item for item in holdings_of(user, on) if item.must_move and not item.at_post]:
        verdict &= refused(
            "本人名下还有须由他人接手的事项，请安全管理员先办理交接。",
            missing=tuple(Missing(label=item.label, url=item.url) for item in kept),
        )
    return verdict


def nothing_is_orphaned(user: User, posts: Sequence[Post], on: date) -> Verdict:
    """Whether a person may leave these posts on that day: nothing there may be left undone."""
    waiting = burdens_of_posts(posts, on, without=user)
    if not waiting:
        return ALLOWED
    titles = "、".join(f"{post.unit.short_name}{post.title}" for post in posts)
    return refused(
        f"下列事项只有本人能办（{titles}），请先办结，或另任命一人到这些岗位。", missing=waiting
    )


def may_hand_over(user: User, *, last_day: date | None, actor: User, on: date) -> Verdict:
    """Whether what a person has in hand may be passed on: by whom posts are given and taken."""
    verdict = may(actor, Ability.APPOINT, on) & is_not_oneself(user, actor)
    if user.is_system:
        verdict &= refused("系统用户名下的事项不能交接。")
    if last_day is not None and last_day < on:
        verdict &= refused("最后一天不能早于今天；要立即交接请留空。")
    return verdict


def may_pass_on(item: Holding, giver: User, receiver: User | None) -> Verdict:
    """Whether one thing may go to somebody, or end where it is."""
    if receiver is None:
        if item.must_move:
            return refused(f"“{item.label}”必须有人接手，不能就此终止，请选择接手人。")
        return ALLOWED
    if receiver.pk == giver.pk:
        return refused(f"“{item.label}”不能交接给本人，请另选接手人。")
    if not receiver.is_active or receiver.is_system:
        return refused(f"{receiver.full_name}的账号已停用，不能接手“{item.label}”。")
    if item.only_ends:
        return refused(f"“{item.label}”只能终止，不能交给他人。")
    return ALLOWED


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
    return verdict & may_hold_beside_others(user, post, starts_on, ends_on)


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
    gone_on = on if last_day is None else max(on, last_day + timedelta(days=1))
    return verdict & nothing_is_orphaned(appointment.user, [appointment.post], gone_on)


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
    verdict &= may_act_beside_own(giver, receiver, starts_on, ends_on)
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
        verdict &= refused("还有人在任，请先免去他们的任职。", missing=named(holders))
    if waiting := burdens_of_posts([post], on):
        verdict &= refused("该岗位还有未办结的事项。", missing=waiting)
    return verdict


def may_use_username(username: str) -> Verdict:
    """Whether a user name is still free, however it is typed."""
    if User.objects.filter(username__iexact=username).exists():
        return refused(f"用户名“{username}”已有人使用，请换一个。")
    return ALLOWED
