"""Handing over (交接): all that somebody has in hand goes to others in one transaction."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from django.utils.timezone import localdate

from approvals.organizations.access import valid_on
from approvals.organizations.burdens import burdens_of_posts
from approvals.organizations.holdings import Holding, Keeper, Passing, holdings_of, keeper_of
from approvals.organizations.models import Appointment, Delegation, Post, User
from approvals.organizations.queries import appointments_to_come
from approvals.organizations.rules import may_hand_over, may_pass_on
from approvals.organizations.services.appointments import (
    appoint,
    delegate,
    end_appointment,
    end_delegation,
)
from approvals.organizations.telling import tell
from audit.actions import AuditAction
from audit.services import audited, record
from config.kernel.texts import clean_line
from config.kernel.verdicts import StaleVersionError, enforce

ENDED = "不移交，随即终止"


@audited
def hand_over(  # noqa: PLR0913 - a hand-over has that many sides
    user: User,
    *,
    choices: Mapping[str, User | None],
    last_day: date | None = None,
    reason: str,
    actor: User,
    at: datetime,
) -> dict[str, str]:
    """Pass on what somebody has in hand (交接); what `choices` does not name stays theirs."""
    on = localdate(at)
    user = User.objects.select_for_update(of=("self",)).select_related("unit").get(pk=user.pk)
    enforce(may_hand_over(user, last_day=last_day, actor=actor, on=on))
    held = {item.key: item for item in holdings_of(user, on) if not item.follows}
    if unknown := choices.keys() - held.keys():
        raise StaleVersionError(
            "清单已有变化，请按新的清单重新选择。",
            changes=(f"有 {len(unknown)} 项已不在本人名下。",),
        )
    passed: dict[str, str] = {}
    for key, item in held.items():
        if key not in choices:
            continue
        receiver = choices[key]
        enforce(may_pass_on(item, user, receiver))
        keeper_of(item).pass_on(
            item,
            Passing(giver=user, receiver=receiver, last_day=last_day, actor=actor, at=at, on=on),
        )
        passed[item.label] = receiver.full_name if receiver else ENDED
    _tell(user, choices, held, at)
    detail = {"事由": clean_line(reason), "最后一天": str(last_day or "立即"), "交接": passed}
    record(AuditAction.HANDED_OVER, target=user, actor=actor, at=at, detail=detail)
    return passed


def _tell(
    user: User, choices: Mapping[str, User | None], held: Mapping[str, Holding], at: datetime
) -> None:
    """Tell the receivers what is theirs now, and the giver where it went."""
    receivers = {receiver.pk: receiver for receiver in choices.values() if receiver}
    for receiver in receivers.values():
        labels = [held[key].label for key, taker in choices.items() if taker == receiver]
        tell(
            [receiver],
            title=f"{user.full_name}的 {len(labels)} 项工作已交接给您",
            body="、".join(labels),
            url="/todo/",
            at=at,
        )
    names = "、".join(receiver.full_name for receiver in receivers.values()) or "无"
    tell([user], title="您名下的工作已办理交接", body=f"接手人：{names}。", url="/account/", at=at)


def _pass_appointment(item: Holding, passing: Passing) -> None:
    appointment = Appointment.objects.select_related("user", "post").get(pk=item.number)
    if passing.receiver is not None:
        _give_post(passing.receiver, appointment.post, passing)
    last_day = passing.last_day
    if last_day is not None and last_day < appointment.starts_on:
        last_day = None
    end_appointment(appointment, last_day=last_day, actor=passing.actor, at=passing.at)


def _give_post(receiver: User, post: Post, passing: Passing) -> None:
    """Appoint the receiver, unless they hold the post from that day anyway."""
    first = passing.first_day
    holds = Appointment.objects.filter(valid_on(first), user=receiver, post=post, ends_on=None)
    if not holds.exists():
        appoint(receiver, post=post, starts_on=first, actor=passing.actor, at=passing.at)


def _pass_delegation(item: Holding, passing: Passing) -> None:
    """Let another act instead for the rest of the days; what somebody gave just ends."""
    delegation = Delegation.objects.select_related("giver").get(pk=item.number)
    end_delegation(delegation, actor=passing.actor, at=passing.at)
    if passing.receiver is not None:
        delegate(
            delegation.giver,
            receiver=passing.receiver,
            starts_on=max(delegation.starts_on, passing.on),
            ends_on=delegation.ends_on,
            reason=delegation.reason,
            actor=passing.actor,
            at=passing.at,
        )


def _held_appointments(user: User, on: date) -> list[Holding]:
    return [_held_post(appointment, on) for appointment in appointments_to_come(user, on)]


def _held_post(appointment: Appointment, on: date) -> Holding:
    post = appointment.post
    label = f"{post.unit.short_name}{post.title}"
    if post.role.is_administrator:
        return Holding(
            kind="appointment",
            number=appointment.pk,
            label=label,
            note="管理员岗位须两人办理，请在人员页任免。",
            at_post=True,
            follows=True,
        )
    waiting = burdens_of_posts([post], on, without=appointment.user)
    return Holding(
        kind="appointment",
        number=appointment.pk,
        label=label,
        note="岗位上的待办、会议和项目权限一并交给接手人。",
        waiting=waiting,
        must_move=bool(waiting),
        at_post=True,
    )


def _held_delegations(user: User, on: date) -> list[Holding]:
    given = Delegation.objects.filter(ends_on__gte=on).select_related("giver", "receiver")
    rows = given.filter(giver=user) | given.filter(receiver=user)
    return [
        Holding(
            kind="delegation",
            number=row.pk,
            label=f"{row.giver.full_name}委托{row.receiver.full_name}办理",
            note=f"{row.starts_on} 至 {row.ends_on}"
            + ("；选接手人则改由其受托。" if row.receiver_id == user.pk else "；只能终止。"),
            only_ends=row.giver_id == user.pk,
        )
        for row in rows.order_by("starts_on", "pk")
    ]


def _lapsed_posts(user: User, on: date) -> list[Holding]:
    """Name the posts whose appointment has run out and where something waits for nobody."""
    ended = (
        Appointment.objects.filter(user=user, ends_on__lt=on, post__is_active=True)
        .filter(post__role__in_project=False, post__role__is_administrator=False)
        .select_related("post__unit")
        .order_by("post_id", "-ends_on", "-pk")
        .distinct("post_id")
    )
    return [
        Holding(
            kind="lapsed",
            number=appointment.pk,
            label=f"{appointment.post.unit.short_name}{appointment.post.title}",
            note=f"任期已于 {appointment.ends_on} 届满，岗位上的待办无人办理。",
            waiting=waiting,
            must_move=True,
            at_post=True,
        )
        for appointment in ended
        if (waiting := burdens_of_posts([appointment.post], on))
    ]


def _pass_lapsed(item: Holding, passing: Passing) -> None:
    post = Appointment.objects.select_related("post").get(pk=item.number).post
    assert passing.receiver is not None
    _give_post(passing.receiver, post, replace(passing, last_day=None))


APPOINTMENTS = Keeper(
    order=100,
    kind="appointment",
    label="岗位",
    held_by=_held_appointments,
    pass_on=_pass_appointment,
)
LAPSED = Keeper(
    order=150,
    kind="lapsed",
    label="任期届满留下的岗位",
    held_by=_lapsed_posts,
    pass_on=_pass_lapsed,
)
DELEGATIONS = Keeper(
    order=300, kind="delegation", label="委托", held_by=_held_delegations, pass_on=_pass_delegation
)
