"""The signing certificates of units, as the security administrator keeps them (签章证书)."""

from datetime import datetime

from django.utils.timezone import localdate

from approvals.organizations.access import Ability
from approvals.organizations.models import Unit, User
from approvals.organizations.rules import may
from audit.services import audited
from config.kernel.verdicts import enforce
from documents import services as documents
from documents.models import SealCertificate


@audited
def add_seal_certificate(
    *, unit: Unit, key_file: bytes, passphrase: str, actor: User, at: datetime
) -> SealCertificate:
    """Register the certificate with which a unit seals (登记签章证书)."""
    enforce(may(actor, Ability.KEEP_SEALS, localdate(at)))
    return documents.add_certificate(
        unit.pk, unit.name, content=key_file, passphrase=passphrase, actor=actor, at=at
    )


@audited
def withdraw_seal_certificate(
    certificate: SealCertificate, *, reason: str, actor: User, at: datetime
) -> SealCertificate:
    """Let a unit seal no longer with a certificate (停用签章证书)."""
    enforce(may(actor, Ability.KEEP_SEALS, localdate(at)))
    return documents.withdraw_certificate(certificate, reason=reason, actor=actor, at=at)
