"""Reading signatures with pyHanko; runs in a child, because foreign files come here."""

import io

from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import SuspiciousModification
from pyhanko.sign.validation import EmbeddedPdfSignature
from pyhanko.sign.validation.generic_cms import (
    extract_tst_data_iter,
    validate_sig_integrity,
)
from pyhanko.sign.validation.status import SignatureCoverageLevel

from config.kernel.digests import sha256

MOST = 20
UNREADABLE = (PdfError, ValueError, TypeError, LookupError, NotImplementedError)
BROKEN: dict[str, object] = {
    "fingerprint": "",
    "subject": "",
    "reason": "",
    "signed_at": "",
    "has_time_stamp": False,
    "is_intact": False,
}


def signatures(content: bytes) -> list[dict[str, object]]:
    """Return what each signature says and whether it holds."""
    reader = PdfFileReader(io.BytesIO(content), strict=False)
    return [_said(one) for one in reader.embedded_regular_signatures[:MOST]]


def _said(one: EmbeddedPdfSignature) -> dict[str, object]:
    try:
        certificate = one.signer_cert
        moment = one.self_reported_timestamp
        return {
            "fingerprint": sha256(certificate.dump()),
            "subject": str(certificate.subject.native.get("common_name", "")),
            "reason": str(one.sig_object.get("/Reason", "")),
            "signed_at": moment.isoformat() if moment else "",
            "has_time_stamp": _has_time_stamp(one),
            "is_intact": _is_intact(one),
        }
    except UNREADABLE:
        return BROKEN


def _is_intact(one: EmbeddedPdfSignature) -> bool:
    """Whether what was signed is as it was, and nothing but more seals was added behind it."""
    one.compute_integrity_info()  # type: ignore[no-untyped-call]
    is_same, is_signed = validate_sig_integrity(
        one.signer_info, one.signer_cert, "data", one.compute_digest()
    )
    covers = one.coverage in {
        SignatureCoverageLevel.ENTIRE_FILE,
        SignatureCoverageLevel.ENTIRE_REVISION,
    }
    is_changed = isinstance(one.diff_result, SuspiciousModification)
    return is_same and is_signed and covers and not is_changed


def _has_time_stamp(one: EmbeddedPdfSignature) -> bool:
    return next(extract_tst_data_iter(one.signer_info, signed=False), None) is not None
