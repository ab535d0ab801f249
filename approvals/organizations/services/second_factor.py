"""One-time codes by RFC 6238 (动态口令), with recovery codes.

Built on the primitive of `cryptography` rather than on allauth.mfa: there the used codes are
remembered in the cache, here the last step is a column compared under a row lock, so of ten
equal codes at once exactly one counts, whatever happens to the cache; and the seed is
stored encrypted.
"""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from urllib.parse import quote

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.hotp import HOTP
from django.conf import settings
from django.db import transaction

from approvals.organizations.models import RecoveryCode, SecondFactor, User
from approvals.organizations.services.accounts import READABLE
from audit.actions import AuditAction
from audit.services import audited, record
from config.kernel.sealing import seal, unseal
from config.kernel.verdicts import enforce, refused

STEP_SECONDS, DIGITS, SECRET_BYTES = 30, 6, 20
MOST_FAILURES = 5
LOCKED_FOR = timedelta(minutes=15)
RECOVERY_CODES, HALF = 10, 5
PURPOSE = "totp"


def begin_enrolment(user: User) -> str:
    """Return the seed to scan (绑定动态口令); it counts for nothing until confirmed."""
    factor = SecondFactor.objects.filter(user=user).first()
    if factor is not None:
        return _read(factor.encrypted_secret)
    secret = base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()
    encrypted = seal(secret, purpose=PURPOSE)
    SecondFactor.objects.get_or_create(user=user, defaults={"encrypted_secret": encrypted})
    return secret


def enrolment_address(user: User, secret: str) -> str:
    """Return what the code app reads from the picture."""
    issuer = quote(settings.MFA_TOTP_ISSUER)
    return f"otpauth://totp/{issuer}:{quote(user.username)}?secret={secret}&issuer={issuer}"


@audited
def confirm_enrolment(user: User, *, code: str, actor: User, at: datetime) -> list[str]:
    """Switch the second factor on once the app shows the right code; return recovery codes."""
    factor = SecondFactor.objects.select_for_update().filter(user=user).first()
    if factor is None or factor.confirmed_at is not None:
        enforce(refused("动态口令已经启用，或尚未开始绑定，请重新打开本页。"))
    assert factor is not None
    step = _matching_step(factor, code, at)
    if step is None:
        enforce(refused("动态口令不对，请核对手机时间后输入应用当前显示的六位数字。"))
    assert step is not None
    factor.confirmed_at, factor.last_step = at, step
    factor.save(update_fields=["confirmed_at", "last_step"])
    record(
        AuditAction.SECOND_FACTOR_CHANGED,
        target=user,
        actor=actor,
        at=at,
        detail={"动态口令": "启用"},
    )
    return _new_codes(user)


def _new_codes(user: User) -> list[str]:
    RecoveryCode.objects.filter(user=user).delete()
    codes = [_recovery_code() for _ in range(RECOVERY_CODES)]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user=user, digest=_digest(user, code)) for code in codes
    )
    return codes


@audited
def renew_recovery_codes(user: User, *, actor: User, at: datetime) -> list[str]:
    """Return new codes for the day the phone or the key is lost (恢复码); the old ones end."""
    if not has_second_factor(user):
        enforce(refused("请先绑定动态口令或登记安全密钥，再生成恢复码。"))
    record(
        AuditAction.SECOND_FACTOR_CHANGED,
        target=user,
        actor=actor,
        at=at,
        detail={"恢复码": "重新生成"},
    )
    return _new_codes(user)


def has_recovery_codes(user: User) -> bool:
    """Whether the person has a code on paper that was not used yet."""
    return RecoveryCode.objects.filter(user=user, used_at=None).exists()


@audited
def remove_second_factor(user: User, *, code: str, actor: User, at: datetime) -> None:
    """Switch the second factor off with a valid code (停用动态口令)."""
    if not verify_second_factor(user, code=code, at=at):
        enforce(refused("动态口令或恢复码不对，未停用。"))
    SecondFactor.objects.filter(user=user).delete()
    if not user.security_keys.exists():
        RecoveryCode.objects.filter(user=user).delete()
    record(
        AuditAction.SECOND_FACTOR_CHANGED,
        target=user,
        actor=actor,
        at=at,
        detail={"动态口令": "停用"},
    )


def has_second_factor(user: User) -> bool:
    """Whether the person's account asks for more than the password: a code or a key."""
    return has_code_app(user) or user.security_keys.exists()


def has_code_app(user: User) -> bool:
    """Whether the person's account asks for a code."""
    return SecondFactor.objects.filter(user=user, confirmed_at__isnull=False).exists()


@transaction.atomic
def verify_second_factor(user: User, *, code: str, at: datetime) -> bool:
    """Whether a code of the app, or an unused recovery code, is right; each counts once.

    After five wrong ones nothing is checked for a quarter of an hour. Who has only security keys
    has no app, so that only a recovery code can be right; what is wrong is counted all the same.
    """
    if user.security_keys.exists() and not has_code_app(user):
        begin_enrolment(user)
    factor = SecondFactor.objects.select_for_update().filter(user=user).first()
    if factor is None or (factor.locked_until and at < factor.locked_until):
        return False
    if factor.confirmed_at is None and not user.security_keys.exists():
        return False
    step = _matching_step(factor, code, at) if factor.confirmed_at else None
    if step is not None:
        factor.last_step, factor.failures, factor.locked_until = step, 0, None
    elif _use_recovery_code(user, code, at):
        factor.failures, factor.locked_until = 0, None
    else:
        _count_failure(factor, at)
    factor.save(update_fields=["last_step", "failures", "locked_until"])
    return factor.failures == 0


def _count_failure(factor: SecondFactor, at: datetime) -> None:
    if factor.locked_until is not None:
        factor.failures, factor.locked_until = 0, None
    factor.failures += 1
    if factor.failures >= MOST_FAILURES:
        factor.locked_until = at + LOCKED_FOR


def _use_recovery_code(user: User, code: str, at: datetime) -> bool:
    unused = RecoveryCode.objects.filter(user=user, digest=_digest(user, code), used_at=None)
    return bool(unused.update(used_at=at))


def _matching_step(factor: SecondFactor, code: str, at: datetime) -> int | None:
    """Find the step the code belongs to: one to either side of now, never one used before."""
    typed = "".join(code.split())
    if len(typed) != DIGITS or not typed.isascii():
        return None
    secret = base64.b32decode(_read(factor.encrypted_secret))
    source = HOTP(secret, DIGITS, SHA1(), enforce_key_length=False)  # noqa: S303 - RFC 6238 apps know no other
    now = int(at.timestamp()) // STEP_SECONDS
    for step in (now - 1, now, now + 1):
        if step > factor.last_step and hmac.compare_digest(source.generate(step), typed.encode()):
            return step
    return None


def _recovery_code() -> str:
    halves = ("".join(secrets.choice(READABLE) for _ in range(HALF)) for _ in range(2))
    return "-".join(halves)


def _digest(user: User, code: str) -> str:
    bare = code.strip().lower()
    return hmac.new(
        settings.SECRET_KEY.encode(), f"recovery:{user.pk}:{bare}".encode(), hashlib.sha256
    ).hexdigest()


def _read(encrypted: str) -> str:
    return unseal(encrypted, purpose=PURPOSE)
