"""Who may put which seal on a print (电子签章), and when.

Units and posts live on a higher floor, which says here in whose name a person may seal. As long
as nobody answers, nobody may.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils import timezone

from config.kernel.periods import chinese_day
from config.kernel.verdicts import ALLOWED, Verdict, refused
from documents.models import ElectronicSeal, PrintedSheet, SealCertificate
from documents.queries import certificate_of, seal_of, sealing_job

SOON = timedelta(days=60)
NO_CERTIFICATE = (
    "{unit}还没有登记签章证书。请本单位把证书机构发的 .p12 证书文件交安全管理员，"
    "在“组织与岗位 → 签章证书”登记后再签章。"
)


@dataclass(frozen=True, slots=True)
class SealingUnit:
    """A unit in whose name somebody may seal: its number, its name, and the post that lets him."""

    ref: int
    name: str
    post: str


type Answer = Callable[[AbstractBaseUser, PrintedSheet], Sequence[SealingUnit]]
_answers: list[Answer] = []


def register_sealers(answer: Answer) -> None:
    """Say in whose name a person may seal a print."""
    _answers.append(answer)


def sealing_units(person: AbstractBaseUser, printed: PrintedSheet) -> list[SealingUnit]:
    """Return the units in whose name a person may seal a print."""
    return [unit for answer in _answers for unit in answer(person, printed)]


def may_seal(printed: PrintedSheet, unit: SealingUnit, *, at: datetime) -> Verdict:
    """Decide whether the seal of a unit may be put on a print now."""
    if not printed.is_current:
        return refused("这份打印件已失效，请打印新的表单后再签章。")
    if printed.pdf_id is None:
        return refused("PDF 还没有生成，请先在记录页点“打印 PDF 和 Excel”，生成后再签章。")
    before = _by_the_seal_before(seal_of(printed, unit.ref), unit)
    if not before:
        return before
    certificate = certificate_of(unit.ref)
    if certificate is None:
        return refused(NO_CERTIFICATE.format(unit=unit.name))
    return _is_valid(certificate, at)


def _by_the_seal_before(seal: ElectronicSeal | None, unit: SealingUnit) -> Verdict:
    if seal is None:
        return ALLOWED
    if seal.version_id is not None:
        return refused(f"{unit.name}已在这份表单上签章，不必重复。")
    job = sealing_job(seal)
    return refused("正在签章，完成后可以下载。") if job and job.is_open else ALLOWED


def _is_valid(certificate: SealCertificate, at: datetime) -> Verdict:
    if at <= certificate.valid_until:
        return ALLOWED
    day = chinese_day(timezone.localdate(certificate.valid_until))
    return refused(f"{certificate.unit_label}的签章证书已于{day}过期，请安全管理员登记新证书。")


@dataclass(frozen=True, slots=True)
class Standing:
    """How a certificate or a signature stands: in a few words, with a tint and a sentence."""

    label: str
    tint: str
    note: str = ""


def standing_of(certificate: SealCertificate, *, at: datetime) -> Standing:
    """Say whether a certificate can be used, and whether its end is near."""
    day = chinese_day(timezone.localdate(certificate.valid_until))
    if certificate.withdrawn_at is not None:
        return Standing("已停用", "mute", certificate.withdrawal_reason)
    if at > certificate.valid_until:
        return Standing("已过期", "bad", f"已于{day}过期，本单位不能签章，请登记新证书。")
    if at > certificate.valid_until - SOON:
        days = (certificate.valid_until - at).days
        return Standing("即将过期", "warn", f"还有 {days} 天过期，请及时登记新证书。")
    return Standing("使用中", "ok")


def signature_standing(certificate: SealCertificate, moment: datetime, *, at: datetime) -> Standing:
    """Say what a signature that is intact is worth: by the certificate then, and by it now."""
    until = chinese_day(timezone.localdate(certificate.valid_until))
    if not certificate.valid_from <= moment <= certificate.valid_until:
        return Standing("签名无效", "bad", "签章时证书不在有效期内。")
    if certificate.withdrawn_at is not None and moment > certificate.withdrawn_at:
        return Standing("签名无效", "bad", "签章时证书已经停用。")
    if at > certificate.valid_until:
        return Standing("签名有效", "warn", f"签章时证书有效，证书此后已于{until}过期。")
    if certificate.withdrawn_at is not None:
        reason = certificate.withdrawal_reason
        return Standing("签名有效", "warn", f"签章时证书有效，证书此后已停用（{reason}）。")
    return Standing("签名有效", "ok")
