"""Accounts: create, correct, reset, close. A password set by somebody else works once."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from axes.utils import reset
from django.utils.timezone import localdate

from approvals.organizations.access import Ability
from approvals.organizations.models import FormerPassword, RecoveryCode, SecondFactor, Unit, User
from approvals.organizations.passwords import REMEMBERED
from approvals.organizations.rules import (
    is_not_oneself,
    is_witnessed,
    may,
    may_deactivate_user,
    may_touch_account,
    may_use_username,
)
from approvals.organizations.services.sessions import drop_sessions
from approvals.organizations.services.sign_in import forget_failures
from audit.actions import AuditAction
from audit.services import audited, record
from config.kernel.pinyin import pinyin_key
from config.kernel.texts import clean_line
from config.kernel.verdicts import enforce, refused

ONE_TIME_LIFE = timedelta(days=7)
# Without 0/O, 1/l/I: these passwords are read out and typed.
READABLE = "abcdefghijkmnpqrstuvwxyz23456789"
GROUPS, GROUP_LENGTH = 4, 4
_PASSWORD_FIELDS = ("password", "password_changed_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccount:
    """A person and the password to hand over; it is shown once and stored nowhere."""

    user: User
    one_time_password: str


@audited
def create_account(  # noqa: PLR0913 - an account has that many particulars
    *,
    username: str,
    full_name: str,
    unit: Unit | None,
    phone: str = "",
    email: str = "",
    password: str | None = None,
    password_hash: str = "",
    actor: User,
    at: datetime,
) -> NewAccount:
    """Create an account (新增人员) with a one-time password, a given one, or a known hash."""
    username = User.normalize_username(clean_line(username)).lower()
    enforce(may(actor, Ability.EDIT_ACCOUNTS, localdate(at)) & may_use_username(username))
    if unit is not None and not unit.is_active:
        enforce(refused("所在单位已停用，请另选单位。"))
    is_lasting = bool(password or password_hash)
    one_time = "" if password_hash else password or make_password()
    user = User.objects.create_user(
        username,
        clean_line(full_name),
        one_time,
        password_hash=password_hash,
        unit=unit,
        phone=clean_line(phone),
        email=email,
        must_change_password=not is_lasting,
        password_expires_at=None if is_lasting else at + ONE_TIME_LIFE,
        password_changed_at=at,
    )
    detail = {"用户名": user.username, "单位": unit.name if unit else ""}
    record(AuditAction.USER_CREATED, target=user, actor=actor, at=at, detail=detail)
    return NewAccount(user=user, one_time_password=one_time)


@audited
def edit_account(  # noqa: PLR0913 - an account has that many particulars
    user: User,
    *,
    full_name: str,
    unit: Unit | None,
    phone: str,
    email: str,
    actor: User,
    at: datetime,
) -> None:
    """Correct what is known about a person (修改人员)."""
    user = User.objects.select_for_update(of=("self",)).select_related("unit").get(pk=user.pk)
    enforce(may_touch_account(user, actor, localdate(at)))
    before = {"姓名": user.full_name, "单位": user.unit.name if user.unit else ""}
    user.full_name, user.unit = clean_line(full_name), unit
    user.phone, user.email = clean_line(phone), email
    user.pinyin = pinyin_key(user.full_name)
    user.save(update_fields=["full_name", "unit", "phone", "email", "pinyin"])
    after = {"姓名": user.full_name, "单位": unit.name if unit else ""}
    detail = {"原": before, "现": after}
    record(AuditAction.USER_CHANGED, target=user, actor=actor, at=at, detail=detail)


@audited
def deactivate_account(
    user: User, *, witness: User | None = None, actor: User, at: datetime
) -> None:
    """Close an account (停用账号); refused while something waits that only they can do."""
    user = User.objects.select_for_update().get(pk=user.pk)
    on = localdate(at)
    enforce(
        may_deactivate_user(user, actor, on)
        & is_witnessed(witness, actor=actor, target=user, on=on)
    )
    user.is_active = False
    user.save(update_fields=["is_active"])
    drop_sessions(user)
    detail = witnessed_by(witness)
    record(AuditAction.USER_CLOSED, target=user, actor=actor, at=at, detail=detail)


@audited
def reactivate_account(user: User, *, actor: User, at: datetime) -> None:
    """Open a closed account again (启用账号)."""
    user = User.objects.select_for_update().get(pk=user.pk)
    enforce(may_touch_account(user, actor, localdate(at)))
    user.is_active = True
    user.save(update_fields=["is_active"])
    record(AuditAction.USER_CHANGED, target=user, actor=actor, at=at, detail={"状态": "启用"})


@audited
def reset_password(
    user: User, *, witness: User | None = None, actor: User, at: datetime
) -> NewAccount:
    """Set a new one-time password (重置密码); every open session of the person ends."""
    user = User.objects.select_for_update().get(pk=user.pk)
    on = localdate(at)
    enforce(
        may_touch_account(user, actor, on) & is_witnessed(witness, actor=actor, target=user, on=on)
    )
    one_time = make_password()
    _change(user, one_time, at=at)
    user.must_change_password = True
    user.password_expires_at = at + ONE_TIME_LIFE
    user.save(update_fields=[*_PASSWORD_FIELDS, "must_change_password", "password_expires_at"])
    drop_sessions(user)
    detail = witnessed_by(witness)
    record(AuditAction.PASSWORD_RESET, target=user, actor=actor, at=at, detail=detail)
    return NewAccount(user=user, one_time_password=one_time)


@audited
def change_password(
    user: User, *, new_password: str, session_key: str = "", actor: User, at: datetime
) -> None:
    """Let a person choose their own password (修改密码); only the session at hand goes on."""
    _change(user, new_password, at=at)
    user.must_change_password = False
    user.password_expires_at = None
    user.save(update_fields=[*_PASSWORD_FIELDS, "must_change_password", "password_expires_at"])
    drop_sessions(user, but=session_key)
    record(AuditAction.PASSWORD_CHANGED, target=user, actor=actor, at=at)


@audited
def unlock_account(user: User, *, witness: User | None = None, actor: User, at: datetime) -> None:
    """Let somebody locked out try again, and forget a lost code app (解除锁定)."""
    on = localdate(at)
    enforce(
        may(actor, Ability.UNLOCK, on)
        & is_not_oneself(user, actor)
        & is_witnessed(witness, actor=actor, target=user, on=on)
    )
    reset(username=user.username)
    forget_failures(user.username)
    user.security_keys.all().delete()
    SecondFactor.objects.filter(user=user).delete()
    RecoveryCode.objects.filter(user=user).delete()
    detail = {"动态口令和安全密钥": "须重新绑定"} | witnessed_by(witness)
    record(AuditAction.ACCOUNT_UNLOCKED, target=user, actor=actor, at=at, detail=detail)


def witnessed_by(witness: User | None) -> dict[str, str]:
    """Name the second administrator for the trail."""
    return {"见证人": witness.full_name} if witness else {}


def _change(user: User, password: str, *, at: datetime) -> None:
    """Set a password and remember the one before, as long as it must not come again."""
    FormerPassword.objects.create(user=user, password=user.password, left_at=at)
    kept = user.former_passwords.order_by("-left_at", "-pk").values("pk")[:REMEMBERED]
    user.former_passwords.exclude(pk__in=kept).delete()
    user.set_password(password)
    user.password_changed_at = at


def make_password() -> str:
    """Return a password of about 79 bits in four groups of four."""
    return "-".join(
        "".join(secrets.choice(READABLE) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS)
    )
