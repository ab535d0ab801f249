"""What a file says of itself (核验): the print that it is, or claims to be by its code."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Q

from config.kernel.digests import sha256
from documents.inspection import CODE, codes_in, extension_of, parts_of_pdf, text_of_pdf
from documents.jobs.models import Job
from documents.models import DocumentVersion, ElectronicSeal, PrintedSheet, SealCertificate
from documents.rules.seals import Standing, signature_standing
from documents.sealing import FoundSignature, signatures_in
from documents.storage import is_kept, open_kept

BOUND = ("bound_sheets", "批量打印件")


class Authenticity(StrEnum):
    """What can be said of a file that claims to be one of our prints."""

    GENUINE = "GENUINE"
    SEALED = "SEALED"
    SEAL_BROKEN = "SEAL_BROKEN"
    SAME_TEXT = "SAME_TEXT"
    ALTERED = "ALTERED"
    BOUND = "BOUND"
    SEVERAL = "SEVERAL"
    PICTURE = "PICTURE"
    UNKNOWN = "UNKNOWN"

    @property
    def heading(self) -> str:
        """The finding in a few words."""
        return _FINDINGS[self][0]

    @property
    def message(self) -> str:
        """The finding in a sentence, with what to do."""
        return _FINDINGS[self][1]

    @property
    def is_false(self) -> bool:
        """Whether the file is not what it claims to be."""
        return self in {Authenticity.ALTERED, Authenticity.SEAL_BROKEN}

    @property
    def tint(self) -> str:
        """The tint of the finding on a page."""
        return _FINDINGS[self][2]


_FINDINGS = {
    Authenticity.GENUINE: (
        "文件未被改动。",
        "这个文件与系统生成的原件逐字节一致。",
        "ok",
    ),
    Authenticity.SEALED: (
        "签章件，未被改动。",
        "这个文件与系统加盖电子签章时生成的文件逐字节一致。",
        "ok",
    ),
    Authenticity.SEAL_BROKEN: (
        "签章后被改动。",
        "这个文件带有电子签章，但签章之后内容被改动过，签名无效；请向出具单位索取原件。",
        "bad",
    ),
    Authenticity.SAME_TEXT: (
        "文字一致，但不是原件。",
        "这个文件重新保存过，文字内容与系统生成的原件一致；需要原件的请向出具单位索取。",
        "warn",
    ),
    Authenticity.ALTERED: (
        "内容已被改动。",
        "这个文件印有系统的校验码，但内容与系统生成的原件不一致，请以原件为准。",
        "bad",
    ),
    Authenticity.BOUND: (
        "批量打印件，未被改动。",
        "这个文件由系统把多份表单合并而成，与生成时逐字节一致；下面是其中第一份，其余请按校验码核验。",
        "ok",
    ),
    Authenticity.SEVERAL: (
        "含有多份表单，请逐份核验。",
        "在这个文件上读到了多个校验码，不能作为一份表单比对；下面是其中第一份，其余请按校验码核验。",
        "warn",
    ),
    Authenticity.PICTURE: (
        "扫描件，请人工核对。",
        "从扫描件上读到了校验码，系统有这份表单；扫描件的内容请与下列信息和原件人工核对。",
        "warn",
    ),
    Authenticity.UNKNOWN: (
        "没有查到。",
        "在这个文件上没有读到系统出具的校验码，系统中也没有相同的文件。",
        "bad",
    ),
}


@dataclass(frozen=True, slots=True)
class SignatureFinding:
    """A signature in a file: whose it is, from when, and what it is worth."""

    signer: str
    moment: datetime | None
    standing: Standing
    has_time_stamp: bool = False


@dataclass(frozen=True, slots=True)
class FileFinding:
    """What was found out about a file, and the print that it claims to be."""

    authenticity: Authenticity
    printed: PrintedSheet | None = None
    signatures: Sequence[SignatureFinding] = ()


def judge_file(content: bytes, name: str, *, at: datetime) -> FileFinding:
    """Compare a file with the print that it is, or that it claims to be by its code."""
    digest = sha256(content)
    same = PrintedSheet.objects.filter(Q(pdf__sha256=digest) | Q(xlsx__sha256=digest)).first()
    if same is not None:
        return FileFinding(Authenticity.GENUINE, same)
    found = signatures_in(content)
    signatures = [_worth(one, at) for one in found]
    seal = ElectronicSeal.objects.filter(version__sha256=digest).select_related("printed").first()
    if seal is not None:
        return FileFinding(Authenticity.SEALED, seal.printed, signatures)
    extension = extension_of(name)
    told = [code for one in found for code in CODE.findall(one.reason)]
    codes = [*codes_in(content, extension), *told]
    known = PrintedSheet.objects.filter(verification_code__in=codes).select_related("pdf")
    by_code = {printed.verification_code: printed for printed in known}
    printed = next((by_code[code] for code in codes if code in by_code), None)
    if any(not one.is_intact for one in found):
        return FileFinding(Authenticity.SEAL_BROKEN, printed, signatures)
    if printed is None:
        return FileFinding(Authenticity.UNKNOWN, None, signatures)
    if len(by_code) > 1:
        made = DocumentVersion.objects.filter(sha256=digest, document__kind__code=BOUND[0])
        bound = Authenticity.BOUND if made.exists() else Authenticity.SEVERAL
        return FileFinding(bound, printed, signatures)
    return FileFinding(_by_text(content, extension, printed), printed, signatures)


def _by_text(content: bytes, extension: str, printed: PrintedSheet) -> Authenticity:
    text = text_of_pdf(content) if extension == "pdf" else ""
    originals = _originals_of(printed) if text else []
    if not originals:
        return Authenticity.PICTURE
    return Authenticity.SAME_TEXT if text in originals else Authenticity.ALTERED


def _originals_of(printed: PrintedSheet) -> list[str]:
    """Return the text of a print, out of a batch where it was printed in no other way."""
    if printed.pdf is not None:
        return [text_of_pdf(_read(printed.pdf))] if is_kept(printed.pdf.file) else []
    batches = DocumentVersion.objects.filter(
        document__kind__code=BOUND[0], original_name__endswith=".pdf", purged_at=None,
        pk__in=Job.objects.filter(params__record_ids__contains=[printed.record_ref])
        .values("result"),
    )  # fmt: skip
    newest = batches.order_by("-pk").first()
    parts = parts_of_pdf(_read(newest)) if newest and is_kept(newest.file) else []
    return [part for part in parts if printed.verification_code in part]


def _read(version: DocumentVersion) -> bytes:
    with open_kept(version.file) as stream:
        return bytes(stream.read())


def _worth(one: FoundSignature, at: datetime) -> SignatureFinding:
    ours = SealCertificate.objects.filter(sha256=one.fingerprint).order_by("-pk").first()
    signer = ours.unit_label if ours else one.subject or "无法读出"
    if not one.is_intact:
        broken = Standing("签名无效", "bad", "签章之后内容被改动，或者签名本身已损坏。")
        return SignatureFinding(signer, one.moment, broken)
    if ours is None or one.moment is None:
        note = "不是本系统登记的单位证书，是否可信请向签名人核实。"
        return SignatureFinding(signer, one.moment, Standing("证书未登记", "warn", note))
    standing = signature_standing(ours, one.moment, at=at)
    return SignatureFinding(signer, one.moment, standing, one.has_time_stamp)
