"""Security keys by WebAuthn (安全密钥), beside or instead of one-time codes.

The challenge lives in the session and works once. The counter of a key is compared under a row
lock: one that does not grow means that the key was copied, and is refused.
"""

import json
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    UserVerificationRequirement,
)

from approvals.organizations.access import needs_second_factor, needs_security_key
from approvals.organizations.models import RecoveryCode, SecondFactor, SecurityKey, User
from audit.actions import AuditAction
from audit.services import audited, record
from config.kernel.verdicts import enforce, refused

MOST_KEYS = 5
UNREADABLE = "没有读到安全密钥的应答，请插好密钥，重新点按钮并按密钥上的触点。"
# The password came first, so the key need only be there.
PRESENCE = UserVerificationRequirement.DISCOURAGED

type State = dict[str, Any]


def begin_registration(user: User, *, host: str) -> tuple[str, State]:
    """Return what the browser asks a new key for, and what the answer is compared with."""
    options, state = _server(host).register_begin(
        PublicKeyCredentialUserEntity(
            id=str(user.pk).encode(), name=user.username, display_name=user.full_name
        ),
        credentials=_credentials(user),
        user_verification=PRESENCE,
    )
    return json.dumps(dict(options)), state


@audited
def register_key(  # noqa: PLR0913 - what the browser sent, and what it is compared with
    user: User,
    *,
    name: str,
    response: str,
    state: State | None,
    host: str,
    actor: User,
    at: datetime,
) -> SecurityKey:
    """Add a key to one's account (登记安全密钥)."""
    if user.security_keys.count() >= MOST_KEYS:
        enforce(refused(f"最多登记 {MOST_KEYS} 把安全密钥，请先移除不用的。"))
    credential = None
    if state:
        try:
            found = _server(host).register_complete(state, json.loads(response))
            credential = found.credential_data
        except (ValueError, TypeError, KeyError, AttributeError):
            credential = None
    if credential is None:
        enforce(refused(UNREADABLE))
    assert credential is not None
    try:
        with transaction.atomic():
            key = SecurityKey.objects.create(
                user=user,
                name=name,
                credential_id=credential.credential_id,
                credential=bytes(credential),
                counter=found.counter,
                created_at=at,
            )
    except IntegrityError:
        enforce(refused("这把安全密钥已经登记过。"))
    _record(user, f"登记{name}", actor=actor, at=at)
    return key


def begin_verification(user: User, *, host: str) -> tuple[str, State]:
    """Return what the browser asks the keys of a person for."""
    options, state = _server(host).authenticate_begin(
        credentials=_credentials(user), user_verification=PRESENCE
    )
    return json.dumps(dict(options)), state


@transaction.atomic
def verify_key(user: User, *, response: str, state: State | None, host: str, at: datetime) -> bool:
    """Whether a key of the person signed the challenge, and is no copy."""
    keys = {bytes(key.credential_id): key for key in user.security_keys.select_for_update()}
    if not state or not keys:
        return False
    credentials = [AttestedCredentialData(bytes(key.credential)) for key in keys.values()]
    try:
        answer = AuthenticationResponse.from_dict(json.loads(response))
        used = _server(host).authenticate_complete(state, credentials, answer)
    except (ValueError, TypeError, KeyError, AttributeError):
        return False
    key = keys[used.credential_id]
    counter = answer.response.authenticator_data.counter
    if (counter or key.counter) and counter <= key.counter:
        return False
    key.counter, key.last_used_at = counter, at
    key.save(update_fields=["counter", "last_used_at"])
    return True


@audited
def remove_key(key: SecurityKey, *, actor: User, at: datetime) -> None:
    """Take a key off one's account (移除安全密钥), unless it is the last thing that is required."""
    on = localdate(at)
    is_last = not actor.security_keys.exclude(pk=key.pk).exists()
    has_codes = SecondFactor.objects.filter(user=actor, confirmed_at__isnull=False).exists()
    if is_last and (
        needs_security_key(actor, on) or (needs_second_factor(actor, on) and not has_codes)
    ):
        enforce(refused("您的岗位须有安全密钥或动态口令，请先登记另一把密钥再移除这一把。"))
    name = key.name
    key.delete()
    if is_last and not has_codes:
        RecoveryCode.objects.filter(user=actor).delete()
    _record(actor, f"移除{name}", actor=actor, at=at)


def _credentials(user: User) -> list[AttestedCredentialData]:
    return [AttestedCredentialData(bytes(key.credential)) for key in user.security_keys.all()]


def _server(host: str) -> Fido2Server:
    return Fido2Server(PublicKeyCredentialRpEntity(id=host, name=settings.MFA_TOTP_ISSUER))


def _record(user: User, deed: str, *, actor: User, at: datetime) -> None:
    detail = {"安全密钥": deed}
    record(AuditAction.SECOND_FACTOR_CHANGED, target=user, actor=actor, at=at, detail=detail)
