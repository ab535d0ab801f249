"""Putting a seal on: PAdES behind the bytes that are there, with a time stamp where one is set.

What is there stays: the information and metadata of the print are not written anew, because
what pyHanko would write in their place is no PDF/A any more.
"""

import base64
import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import override

from pyhanko.pdf_utils.generic import StreamObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.sign.timestamps.api import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko.sign.timestamps.requests_client import HTTPTimeStamper
from pyhanko.stamp.base import BaseStamp, BaseStampStyle

from documents.sealing.places import Place
from documents.sealing.sheets import Sealing, SealingFailedError

DIGEST = "sha256"
TIME_STAMP_SECONDS = 20
NO_TIME_STAMP = "时间戳服务没有应答，没有签章。请稍后重试；仍不成功请联系系统管理员。"
NOT_SIGNED = "这份文件不能加盖电子签章，请联系系统管理员。"


class _Copy(IncrementalPdfFileWriter):
    """Adds to a file and leaves its metadata alone."""

    def _update_meta(self) -> None:
        return


class _Drawn(BaseStamp):
    style: "_Style"

    def render(self) -> bytes:
        return self.style.words

    def as_form_xobject(self) -> StreamObject:
        drawn = super().as_form_xobject()
        drawn.compress()  # type: ignore[no-untyped-call]
        return drawn


@dataclass(frozen=True)
class _Style(BaseStampStyle):
    """The drawing of a seal as it is, nothing around it."""

    words: bytes = b""

    def create_stamp(
        self,
        writer: BasePdfFileWriter,
        box: BoxConstraints,
        text_params: dict[str, str],  # noqa: ARG002 - the words are drawn already
    ) -> BaseStamp:
        return _Drawn(writer, self, box)


class _SignerAt(PdfSigner):
    """Signs at the time that it is told, not at the one on the clock."""

    at: datetime

    @override
    def init_signing_session(
        self, pdf_out: BasePdfFileWriter, existing_fields_only: bool = False
    ) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self.at
        return session


def signed(content: bytes, sealing: Sealing, place: Place, words: bytes) -> bytes:
    """Return a file with a signature behind it that shows a drawing in its place."""
    name = f"Seal{sealing.number}"
    signer = _SignerAt(
        PdfSignatureMetadata(
            field_name=name,
            name=sealing.face.unit,
            reason=sealing.reason,
            subfilter=SigSeedSubFilter.PADES,
            md_algorithm=DIGEST,
        ),
        signer=SimpleSigner.load_pkcs12_data(base64.b64decode(sealing.secret), other_certs=()),
        timestamper=_time_stamper(sealing.time_stamp_url),
        stamp_style=_Style(words=words),
        new_field_spec=SigFieldSpec(
            name,
            on_page=place.page,
            box=place.box,
            readable_field_name=f"{sealing.face.unit}电子签章",
        ),
    )
    signer.at = sealing.at
    try:
        # pyHanko begins an event loop, and a thread can have but one.
        with ThreadPoolExecutor(1) as apart:
            made = apart.submit(signer.sign_pdf, _Copy(io.BytesIO(content))).result()
    except (TimestampRequestError, OSError) as error:
        raise SealingFailedError(NO_TIME_STAMP) from error
    except (SigningError, PdfError, ValueError) as error:
        raise SealingFailedError(NOT_SIGNED) from error
    return bytes(made.getvalue())


def _time_stamper(url: str) -> TimeStamper | None:
    if not url:
        return None
    return HTTPTimeStamper(url, timeout=TIME_STAMP_SECONDS)  # type: ignore[no-untyped-call]
