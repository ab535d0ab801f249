"""A seal is a signature behind the print: valid to others, seen on the page, archival still."""

import base64
import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pypdfium2
import pytest
from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from documents.rendering import MissingCharactersError, sheet_pdf
from documents.sealing import (
    Face,
    NoPlaceError,
    Sealing,
    SealingFailedError,
    read_key,
    sealed_sheet,
    signatures_in,
)
from documents.sealing.appearance import SIDE
from documents.sheets import catalog
from documents.sheets.layout import PrintLayout, lay_out
from tests.documents.conftest import NOW
from tests.documents.pdf_text import text_of
from tests.documents.preflight import faults_in
from tests.documents.samples import snapshot_of, values_of
from tests.documents.sealing.authority import PASSPHRASE, authority

UNIT, OTHER = "县城市管理局", "县大数据和政务服务管理局（县信息中心）"
LETTER = {
    "issuer": UNIT,
    "heading": "关于城市运行管理服务平台（二期）立项的批复",
    "recipient": "县城市管理局",
    "body": "你局报来的申请收悉。经研究，同意立项。",
    "enclosures": "",
    "signed_on": "2026-11-20",
    "copies": "县财政局",
}
CODE = "7K2M-QX4D-9RTB-HWZ3"


@cache
def laid_out(code: str) -> PrintLayout:
    sheet = catalog.get(code)
    values = LETTER if sheet.is_letter else values_of(sheet)
    snapshot = snapshot_of(sheet, values=values)
    url = f"https://example.gov.cn/verify/{CODE}/"
    return lay_out(sheet, snapshot, verification_code=CODE, verification_url=url)


@cache
def print_of(code: str) -> bytes:
    return sheet_pdf(laid_out(code))


def with_seal(
    content: bytes, code: str, *, unit: str = UNIT, number: int = 1, time_stamp_url: str = ""
) -> bytes:
    key = read_key(authority().issued(unit), PASSPHRASE, at=NOW)
    act = Sealing(
        secret=key.secret,
        face=Face(unit, "2026年11月20日", "10:00"),
        reason=f"电子签章 校验码 {CODE}",
        number=number,
        at=NOW,
        time_stamp_url=time_stamp_url,
    )
    return sealed_sheet(content, laid_out(code), act)


def statuses(content: bytes) -> list[PdfSignatureStatus]:
    """Let pyHanko itself validate every signature, up to the root of the tests."""
    root = asn1_x509.Certificate.load(authority().certificate.public_bytes(Encoding.DER))
    trusted = ValidationContext(trust_roots=[root], moment=NOW, allow_fetching=False)
    signatures = PdfFileReader(io.BytesIO(content)).embedded_regular_signatures
    with ThreadPoolExecutor(1) as apart:  # pyHanko begins an event loop; a browser test has one
        validated = apart.map(lambda one: validate_pdf_signature(one, trusted, trusted), signatures)
    return list(validated)


def test_pyhanko_validates_it_up_to_the_root_and_the_print_stays_in_front_of_it() -> None:
    content = with_seal(print_of("payment"), "payment")

    assert content.startswith(print_of("payment"))
    (status,) = statuses(content)
    assert status.bottom_line
    assert status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    assert status.signer_reported_dt == NOW
    assert b"/SubFilter /ETSI.CAdES.detached" in content


def test_a_second_unit_seals_the_copy_with_the_first_seal_and_both_hold() -> None:
    once = with_seal(print_of("payment"), "payment")

    twice = with_seal(once, "payment", unit=OTHER, number=2)

    assert twice.startswith(once)
    assert all(status.bottom_line for status in statuses(twice))
    found = signatures_in(twice)
    assert [one.subject for one in found] == [UNIT, OTHER]
    assert all(one.is_intact and CODE in one.reason for one in found)


@pytest.mark.parametrize("code", ["payment", "final_acceptance", "letter_reply", "annual_plan"])
def test_a_validator_takes_it_for_pdf_a_as_it_takes_the_print(code: str, tmp_path: Path) -> None:
    sealed_twice = with_seal(with_seal(print_of(code), code), code, unit=OTHER, number=2)

    assert faults_in(print_of(code), tmp_path) == []
    assert faults_in(sealed_twice, tmp_path) == []


def test_one_byte_altered_anywhere_in_what_was_signed_is_found() -> None:
    content = with_seal(print_of("payment"), "payment")
    # Between them stand the brackets of the signature itself, as hexadecimal figures.
    hole = content.index(b"/Contents <", len(print_of("payment")))
    places = [*range(100, hole, hole // 12), len(content) - 300]

    for place in places:
        altered = bytearray(content)
        altered[place] ^= 1
        found = signatures_in(bytes(altered))
        assert not any(one.is_intact for one in found), place


def test_what_is_added_behind_the_seal_is_found() -> None:
    content = with_seal(print_of("payment"), "payment")
    with pypdfium2.PdfDocument(content) as document:
        added = io.BytesIO()
        document.new_page(200, 200)
        document.save(added)

    assert not any(one.is_intact for one in signatures_in(added.getvalue()))
    assert signatures_in(print_of("payment")) == []


def boxes(content: bytes) -> list[tuple[int, tuple[float, ...]]]:
    """Return the page and the rectangle of each signature."""
    reader = PdfFileReader(io.BytesIO(content))
    pages = [reader.root["/Pages"]["/Kids"].raw_get(n).idnum
             for n in range(reader.root["/Pages"]["/Count"])]  # fmt: skip
    return [
        (
            pages.index(field.sig_field.raw_get("/P").idnum),
            tuple(float(side) for side in field.sig_field["/Rect"]),
        )
        for field in reader.embedded_regular_signatures
    ]


@pytest.mark.parametrize("code", [*[sheet.code for sheet in catalog.all()][::4], "letter_reply"])
def test_it_covers_no_word_of_the_sheet(code: str) -> None:
    content = print_of(code)
    try:
        for number, unit in enumerate((UNIT, OTHER), 1):
            content = with_seal(content, code, unit=unit, number=number)
    except NoPlaceError:
        assert not laid_out(code).signatures
        return

    assert text_of(content) == text_of(print_of(code))
    with pypdfium2.PdfDocument(print_of(code)) as document:
        for page, (left, bottom, right, top) in boxes(content):
            assert right - left == SIDE
            assert document[page].get_textpage().get_text_bounded(left, bottom, right, top) == ""


def test_the_face_shows_red_on_the_page_in_the_row_kept_for_it() -> None:
    content = with_seal(print_of("payment"), "payment")

    ((page, (left, bottom, right, top)),) = boxes(content)
    with pypdfium2.PdfDocument(content) as document:
        document.init_forms()
        height = document[page].get_height()
        picture = document[page].render(may_draw_forms=True).to_pil().convert("RGB")
    part = picture.crop((round(left), round(height - top), round(right), round(height - bottom)))
    pixels = list(part.get_flattened_data())
    red = sum(r > 180 and g < 110 and b < 110 for r, g, b in pixels)
    assert 0.05 < red / len(pixels) < 0.4


def test_a_unit_whose_name_no_font_has_gets_no_half_blank_seal() -> None:
    with pytest.raises(MissingCharactersError, match="U\\+E000"):
        with_seal(print_of("payment"), "payment", unit="县\ue000局")


class TimeStamps(BaseHTTPRequestHandler):
    """A time stamp authority on this machine."""

    stamper: DummyTimeStamper

    def do_POST(self) -> None:
        asked = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
        answer = self.stamper.request_tsa_response(asked).dump()
        self.send_response(200)
        self.send_header("Content-Type", "application/timestamp-reply")
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def time_stamp_url() -> Iterator[str]:
    key = rsa.generate_private_key(65537, 2048)
    issued = authority().issued("测试时间戳", key=key, for_time_stamps=True)
    opened = load_pkcs12(issued, PASSPHRASE.encode())
    assert opened.key is not None
    assert opened.cert is not None
    private = opened.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    root = authority().certificate.public_bytes(Encoding.DER)
    TimeStamps.stamper = DummyTimeStamper(
        asn1_x509.Certificate.load(opened.cert.certificate.public_bytes(Encoding.DER)),
        keys.PrivateKeyInfo.load(private),
        SimpleCertificateStore.from_certs(  # type: ignore[no-untyped-call]
            [asn1_x509.Certificate.load(root)]
        ),
        fixed_dt=NOW,
    )
    server = HTTPServer(("127.0.0.1", 0), TimeStamps)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


def test_with_a_time_stamp_service_the_seal_carries_its_stamp(
    time_stamp_url: str, tmp_path: Path
) -> None:
    content = with_seal(print_of("payment"), "payment", time_stamp_url=time_stamp_url)

    (status,) = statuses(content)
    assert status.bottom_line
    assert status.timestamp_validity is not None
    assert status.timestamp_validity.timestamp == NOW
    (found,) = signatures_in(content)
    assert found.has_time_stamp
    assert faults_in(content, tmp_path) == []


def test_a_time_stamp_service_that_does_not_answer_means_no_seal() -> None:
    with pytest.raises(SealingFailedError, match="时间戳服务没有应答"):
        with_seal(print_of("payment"), "payment", time_stamp_url="http://127.0.0.1:9/")


def test_the_secret_is_a_key_file_without_a_passphrase_and_stands_in_no_word_of_the_act() -> None:
    key = read_key(authority().issued(), PASSPHRASE, at=NOW)
    act = Sealing(
        secret=key.secret, face=Face(UNIT, "", ""), reason="", number=1, at=NOW
    )  # fmt: skip

    assert load_pkcs12(base64.b64decode(key.secret), None).key is not None
    assert key.secret not in repr(act)
