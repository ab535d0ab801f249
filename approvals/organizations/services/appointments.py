"""Who holds a post from when to when, and who acts for whom."""

from datetime import date, datetime, timedelta

from django.utils.timezone import localdate

from approvals.organizations.access import forget_posts
from approvals.organizations.models import Appointment, Delegation, Post, User
from approvals.organizations.rules import (
    is_witnessed,
    may_appoint,
    may_delegate,
    may_end_appointment,
    may_end_delegation,
)
from approvals.organizations.services.accounts import witnessed_by
from approvals.organizations.telling import tell
from audit.actions import AuditAction
from audit.services import audited, record
from config.kernel.texts import clean_line
from config.kernel.verdicts import enforce

DAY = timedelta(days=1)


@audited
def appoint(  # noqa: PLR0913 - an appointment has that many sides
    user: User,
    *,
    post: Post,
    starts_on: date,
    ends_on: date | None = None,
    witness: User | None = None,
    actor: User,
    at: datetime,
) -> Appointment:
    """Give a person a post (任职); it counts from the next request on the first day."""
    # Two appointments of one person at once would not see each other's rows.
    User.objects.select_for_update().get(pk=user.pk)
    post = Post.objects.select_related("unit", "role").get(pk=post.pk)
    on = localdate(at)
    enforce(may_appoint(user, post=post, starts_on=starts_on, ends_on=ends_on, actor=actor, on=on))
    enforce(is_witnessed(witness, actor=actor, target=user, on=on, post=post))
    appointment = Appointment.objects.create(
        user=user, post=post, starts_on=starts_on, ends_on=ends_on
    )
    forget_posts(user)
    days = {"任职起": starts_on.isoformat(), "任职止": _day(ends_on)}
    detail = _detail(appointment) | days | witnessed_by(witness)
    record(AuditAction.APPOINTMENT_MADE, target=user, actor=actor, at=at, detail=detail)
    return appointment


@audited
def end_appointment(
    appointment: Appointment,
    *,
    last_day: date | None = None,
    witness: User | None = None,
    actor: User,
    at: datetime,
) -> None:
    """Take a post from a person (免职): at once, or after a last day."""
    appointment = (
        Appointment.objects.select_for_update(of=("self",))
        .select_related("user", "post__unit", "post__role")
        .get(pk=appointment.pk)
    )
    on = localdate(at)
    user, post = appointment.user, appointment.post
    enforce(
        may_end_appointment(appointment, last_day=last_day, actor=actor, on=on)
        & is_witnessed(witness, actor=actor, target=user, on=on, post=post)
    )
    detail = _detail(appointment) | {
        "任职起": appointment.starts_on.isoformat(),
        "最后一天": _day(last_day) or "立即",
        **witnessed_by(witness),
    }
    if last_day is None and appointment.starts_on >= on:
        appointment.delete()
    else:
        appointment.ends_on = last_day or on - DAY
        appointment.save(update_fields=["ends_on"])
    record(AuditAction.APPOINTMENT_ENDED, target=user, actor=actor, at=at, detail=detail)


@audited
def delegate(  # noqa: PLR0913 - a delegation has that many sides
    giver: User,
    *,
    receiver: User,
    starts_on: date,
    ends_on: date,
    reason: str,
    actor: User,
    at: datetime,
) -> Delegation:
    """Let another person act in one's business posts for some days (委托办理)."""
    # Who is appointed meanwhile waits, or is seen here; the database would refuse without a word.
    people = User.objects.filter(pk__in=[giver.pk, receiver.pk]).order_by("pk")
    list(people.select_for_update(no_key=True))
    on = localdate(at)
    enforce(
        may_delegate(
            giver, receiver=receiver, starts_on=starts_on, ends_on=ends_on, actor=actor, on=on
        )
    )
    delegation = Delegation.objects.create(
        giver=giver,
        receiver=receiver,
        starts_on=starts_on,
        ends_on=ends_on,
        reason=clean_line(reason),
    )
    forget_posts(receiver)
    detail = {
        "委托人": giver.full_name,
        "受托人": receiver.full_name,
        "委托起": starts_on.isoformat(),
        "委托止": ends_on.isoformat(),
        "事由": delegation.reason,
    }
    _tell_both(delegation, at)
    record(AuditAction.DELEGATION_MADE, target=giver, actor=actor, at=at, detail=detail)
    return delegation


def _tell_both(delegation: Delegation, at: datetime) -> None:
    """Tell who gave and who received a delegation of it."""
    giver, receiver = delegation.giver, delegation.receiver
    days = f"{delegation.starts_on} 至 {delegation.ends_on}"
    tell(
        [receiver],
        title=f"{giver.full_name}委托您代为办理，{days}",
        body=f"事由：{delegation.reason}。委托期间其业务岗位的待办会出现在您的待办中。",
        url="/todo/",
        at=at,
    )
    tell(
        [giver],
        title=f"您已委托{receiver.full_name}代为办理，{days}",
        body=f"事由：{delegation.reason}。您自己仍可办理，也可以随时终止。",
        url="/account/",
        at=at,
    )


@audited
def end_delegation(delegation: Delegation, *, actor: User, at: datetime) -> None:
    """End a delegation at once (终止委托)."""
    delegation = (
        Delegation.objects.select_for_update(of=("self",))
        .select_related("giver", "receiver")
        .get(pk=delegation.pk)
    )
    on = localdate(at)
    enforce(may_end_delegation(delegation, actor, on))
    if delegation.starts_on >= on:
        delegation.delete()
    else:
        delegation.ends_on = on - DAY
        delegation.save(update_fields=["ends_on"])
    detail = {"委托人": delegation.giver.full_name, "受托人": delegation.receiver.full_name}
    target = delegation.giver
    tell(
        [delegation.giver, delegation.receiver],
        title=f"{delegation.giver.full_name}对{delegation.receiver.full_name}的委托已终止",
        url="/account/",
        at=at,
    )
    record(AuditAction.DELEGATION_ENDED, target=target, actor=actor, at=at, detail=detail)


def _detail(appointment: Appointment) -> dict[str, object]:
    post = appointment.post
    return {"单位": post.unit.name, "岗位": post.title, "角色": post.role.label}


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
