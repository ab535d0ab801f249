"""Electronic seals: the certificates of units, and the seal on a copy of a print.

The print stays as it is. Each seal signs the copy before it, so that the seals of several units
stand on one file; the row says which one it was when its job began, and the database refuses a
second seal of the same number.
"""

from datetime import datetime

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models.functions import Now
from django.utils import timezone

from audit.actions import AuditAction
from audit.services import audited, record
from config.kernel.sealing import seal, unseal
from config.kernel.verdicts import enforce, refused
from documents import rendering, sealing
from documents.jobs import handlers
from documents.jobs.handlers import Found, JobFailedError, Produced, Progress
from documents.jobs.models import Job
from documents.models import DocumentVersion, ElectronicSeal, PrintedSheet, SealCertificate
from documents.queries import SEAL, certificate_of, is_intact, sealed_copy, sealing_key
from documents.rules import SealingUnit, may_seal, sealing_units
from documents.services.jobs import start_job
from documents.services.printing import layout_of
from documents.sheets import carried
from documents.storage import open_kept

KIND = ("sealed_sheet", "电子签章件")
PURPOSE = "seal certificate"
LONGEST_NAME = 500
REPLACED = "由新证书接替"
WITHDRAWN = "签章证书已停用或者过期，没有签章。请安全管理员登记新证书后重新签章。"
LOST = "存放的 PDF 已损坏或者丢失，没有签章。请联系系统管理员。"
CAUSES_IN_WORDS = (
    rendering.MissingCharactersError,
    sealing.NoPlaceError,
    sealing.SealingFailedError,
)


@audited
def add_certificate(  # noqa: PLR0913 - whose it is, the file and how to open it, who and when
    unit_ref: int,
    unit_label: str,
    *,
    content: bytes,
    passphrase: str,
    actor: AbstractBaseUser,
    at: datetime,
) -> SealCertificate:
    """Register the certificate with which a unit seals (登记签章证书) after the one before."""
    try:
        key = sealing.read_key(content, passphrase, at=at)
    except sealing.KeyFileError as error:
        enforce(refused(str(error)))
        raise
    if SealCertificate.objects.filter(sha256=key.sha256, withdrawn_at=None).exists():
        enforce(refused("这张证书已经登记，正在使用。"))
    for before in SealCertificate.objects.select_for_update().filter(
        unit_ref=unit_ref, withdrawn_at=None
    ):
        _withdraw(before, REPLACED, actor=actor, at=at)
    certificate = SealCertificate.objects.create(
        unit_ref=unit_ref,
        unit_label=unit_label,
        subject=key.subject[:LONGEST_NAME],
        issuer=key.issuer[:LONGEST_NAME],
        serial=key.serial,
        valid_from=key.valid_from,
        valid_until=key.valid_until,
        sha256=key.sha256,
        sm3=key.sm3,
        encrypted_key=seal(key.secret, purpose=PURPOSE),
        added_by_id=actor.pk,
        added_by_label=str(actor),
        added_at=at,
    )
    _note(AuditAction.CERTIFICATE_ADDED, certificate, actor=actor, at=at)
    return certificate


@audited
def withdraw_certificate(
    certificate: SealCertificate, *, reason: str, actor: AbstractBaseUser, at: datetime
) -> SealCertificate:
    """Let a unit seal no longer with a certificate (停用签章证书); its key is destroyed."""
    locked = SealCertificate.objects.select_for_update().get(pk=certificate.pk)
    if not locked.is_in_use:
        enforce(refused("这张证书已经停用。"))
    return _withdraw(locked, reason, actor=actor, at=at)


@audited
def seal_print(
    printed: PrintedSheet, unit: SealingUnit, *, actor: AbstractBaseUser, at: datetime
) -> ElectronicSeal:
    """Have the seal of a unit put on a copy of a print (电子签章); asked again, it is one seal."""
    locked = PrintedSheet.objects.select_for_update().get(pk=printed.pk)
    if unit not in sealing_units(actor, locked):
        enforce(refused(f"您不能以{unit.name}的名义在这份表单上签章。"))
    enforce(may_seal(locked, unit, at=at))
    certificate = certificate_of(unit.ref)
    assert certificate is not None
    asked, _ = ElectronicSeal.objects.update_or_create(
        printed=locked,
        unit_ref=unit.ref,
        defaults={
            "certificate": certificate,
            "unit_label": unit.name,
            "sealed_by_id": actor.pk,
            "sealed_by_label": str(actor),
            "sealed_at": at,
        },
    )
    _start(asked, actor=actor, at=at)
    record(
        AuditAction.SHEET_SEALED,
        target=locked,
        actor=actor,
        at=at,
        project_id=locked.project_ref,
        detail={
            "校验码": locked.verification_code,
            "单位": unit.name,
            "岗位": unit.post,
            "证书序列号": certificate.serial,
        },
    )
    return asked


def _start(asked: ElectronicSeal, *, actor: AbstractBaseUser, at: datetime) -> None:
    printed = asked.printed
    title = carried.sheet_of(printed.sheet_code, printed.snapshot).title
    start_job(
        SEAL,
        key=sealing_key(asked),
        label=f"{title}（{asked}）{printed.subject_label}"[:200],
        params={"seal_id": asked.pk},
        project_ref=printed.project_ref,
        is_kept=True,
        actor=actor,
        at=at,
    )


def _withdraw(
    certificate: SealCertificate, reason: str, *, actor: AbstractBaseUser, at: datetime
) -> SealCertificate:
    certificate.withdrawn_at = at
    certificate.withdrawn_by_label = str(actor)
    certificate.withdrawal_reason = reason
    certificate.encrypted_key = ""
    certificate.save()
    _note(AuditAction.CERTIFICATE_WITHDRAWN, certificate, actor=actor, at=at)
    return certificate


def _note(
    action: AuditAction, certificate: SealCertificate, *, actor: AbstractBaseUser, at: datetime
) -> None:
    detail = {
        "单位": certificate.unit_label,
        "证书主体": certificate.subject,
        "序列号": certificate.serial,
        "SM3 指纹": certificate.sm3,
        "停用原因": certificate.withdrawal_reason,
    }
    record(action, target=certificate, actor=actor, at=at, detail=detail)


def _put_on(job: Job, progress: Progress) -> Produced | Found:
    asked = ElectronicSeal.objects.select_related("printed__pdf", "certificate").get(
        pk=job.params["seal_id"]
    )
    if asked.version_id is not None:
        return Found(asked.version_id)
    usable = SealCertificate.objects.filter(withdrawn_at=None, valid_until__gt=Now())
    if not usable.filter(pk=asked.certificate_id).exists():
        raise JobFailedError(WITHDRAWN)
    printed = asked.printed
    before = sealed_copy(printed)
    asked.number = 1 + (before.number or 0 if before else 0)
    asked.save(update_fields=["number"])
    progress(0, 1)
    content = _content_of(before.version if before else printed.pdf)
    try:
        made = sealing.sealed_sheet(content, layout_of(printed), _act(asked))
    except CAUSES_IN_WORDS as error:
        raise JobFailedError(str(error)) from error
    return _produced(printed, made)


def _act(asked: ElectronicSeal) -> sealing.Sealing:
    moment = timezone.localtime(asked.sealed_at)
    assert asked.number is not None
    return sealing.Sealing(
        secret=unseal(asked.certificate.encrypted_key, purpose=PURPOSE),
        face=sealing.Face(
            asked.unit_label, f"{moment.year}年{moment.month}月{moment.day}日", f"{moment:%H:%M}"
        ),
        reason=f"电子签章 校验码 {asked.printed.verification_code}",
        number=asked.number,
        at=moment,
        time_stamp_url=settings.SEAL_TIME_STAMP_URL,
    )


def _content_of(version: DocumentVersion | None) -> bytes:
    if version is None or not is_intact(version):
        raise JobFailedError(LOST)
    with open_kept(version.file) as stream:
        return bytes(stream.read())


def _produced(printed: PrintedSheet, made: bytes) -> Produced:
    code, label = KIND
    name = f"{str(printed).replace('/', '、')}（电子签章件）"
    return Produced(name=f"{name}.pdf", content=made, title=name, kind_code=code, kind_label=label)


def _file(job: Job, version_id: int) -> None:
    """Note the result; a seal that came in between makes the database refuse, and it is redone."""
    waiting = ElectronicSeal.objects.filter(pk=job.params["seal_id"], version=None)
    waiting.update(version_id=version_id)


handlers.register(SEAL, _put_on, on_stored=_file)
