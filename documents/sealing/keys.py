"""The key file of a unit (PKCS#12), read and judged; each mistake is a sentence of its own."""

import base64
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, pkcs12

from config.kernel.digests import sha256, sm3
from config.kernel.periods import chinese_day

LARGEST = 200 * 1024
LEAST_RSA_BITS = 2048
# The number of its version, which every such file begins with.
VERSION, HEAD = b"\x02\x01\x03", 8
WEAK = (hashes.MD5, hashes.SHA1)
CURVES = (ec.SECP256R1, ec.SECP384R1, ec.SECP521R1)
NO_FILE = "这不是 PKCS#12 证书文件。请上传扩展名为 .p12 或 .pfx、含有私钥的证书文件。"
WRONG_PASSPHRASE = "证书文件的口令不对，请重新输入。"  # noqa: S105 - a sentence
NO_KEY = "证书文件里没有私钥或者没有与它对应的证书，请从证书机构的工具中连同私钥一起导出。"
OF_AUTHORITY = "这是颁发机构的证书，不能用来签章，请上传本单位的签名证书。"
NO_USAGE = (
    "证书的密钥用途不含数字签名，不能用来签章（可能是加密证书或者网站证书），请上传签名证书。"
)
UNSUPPORTED = (
    "证书的算法不受支持：请使用 RSA 2048 位以上或者 P-256、P-384、P-521 的证书；"
    "国密 SM2 证书须经外部签章服务使用。"
)
WEAK_DIGEST = "证书由 MD5 或 SHA-1 签发，已不安全，请向证书机构更换。"


class KeyFileError(Exception):
    """The file cannot serve as the key of a seal; the message says why and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningKey:
    """A key with its certificate and the chain above it; `secret` is never shown."""

    subject: str
    issuer: str
    serial: str
    valid_from: datetime
    valid_until: datetime
    sha256: str
    sm3: str
    secret: str

    def __repr__(self) -> str:
        return f"SigningKey({self.subject}, {self.serial})"


def read_key(content: bytes, passphrase: str, *, at: datetime) -> SigningKey:
    """Read a key file, or raise `KeyFileError` when it is not fit to seal with today."""
    bundle = _opened(content, passphrase)
    certificate = bundle.cert.certificate if bundle.cert else None
    if bundle.key is None or certificate is None:
        raise KeyFileError(NO_KEY)
    if not isinstance(bundle.key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise KeyFileError(UNSUPPORTED)
    if bundle.key.public_key() != certificate.public_key():
        raise KeyFileError(NO_KEY)
    _require_strong(certificate)
    _require_use(certificate)
    _require_valid(certificate, at)
    whole = certificate.public_bytes(Encoding.DER)
    return SigningKey(
        subject=certificate.subject.rfc4514_string(),
        issuer=certificate.issuer.rfc4514_string(),
        serial=f"{certificate.serial_number:X}",
        valid_from=certificate.not_valid_before_utc,
        valid_until=certificate.not_valid_after_utc,
        sha256=sha256(whole),
        sm3=sm3(whole),
        secret=_without_passphrase(bundle.key, certificate, bundle.additional_certs),
    )


def _opened(content: bytes, passphrase: str) -> pkcs12.PKCS12KeyAndCertificates:
    is_one = content[:1] == b"\x30" and VERSION in content[:HEAD]
    if not is_one or len(content) > LARGEST:
        raise KeyFileError(NO_FILE)
    try:
        return pkcs12.load_pkcs12(content, passphrase.encode())
    except UnsupportedAlgorithm as error:
        raise KeyFileError(UNSUPPORTED) from error
    except (ValueError, TypeError) as error:
        # The library says "invalid password or data" for both; other words mean other causes.
        said = str(error).lower()
        raise KeyFileError(WRONG_PASSPHRASE if "password" in said else UNSUPPORTED) from error


def _require_strong(certificate: x509.Certificate) -> None:
    public = certificate.public_key()
    is_rsa = isinstance(public, rsa.RSAPublicKey) and public.key_size >= LEAST_RSA_BITS
    is_curve = isinstance(public, ec.EllipticCurvePublicKey) and isinstance(public.curve, CURVES)
    if not (is_rsa or is_curve):
        raise KeyFileError(UNSUPPORTED)
    if isinstance(certificate.signature_hash_algorithm, WEAK):
        raise KeyFileError(WEAK_DIGEST)


def _require_use(certificate: x509.Certificate) -> None:
    extensions = {type(one.value): one.value for one in certificate.extensions}
    basic = extensions.get(x509.BasicConstraints)
    if isinstance(basic, x509.BasicConstraints) and basic.ca:
        raise KeyFileError(OF_AUTHORITY)
    usage = extensions.get(x509.KeyUsage)
    if not isinstance(usage, x509.KeyUsage):
        raise KeyFileError(NO_USAGE)
    if not (usage.digital_signature or usage.content_commitment):
        raise KeyFileError(NO_USAGE)


def _require_valid(certificate: x509.Certificate, at: datetime) -> None:
    begins, ends = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if at > ends:
        raise KeyFileError(f"证书已于{chinese_day(ends.date())}过期，请向证书机构续期后再登记。")
    if at < begins:
        raise KeyFileError(f"证书自{chinese_day(begins.date())}起才有效，请到时再登记。")


def _without_passphrase(
    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey,
    certificate: x509.Certificate,
    above: Iterable[pkcs12.PKCS12Certificate],
) -> str:
    chain = [one.certificate for one in above]
    plain = pkcs12.serialize_key_and_certificates(None, key, certificate, chain, NoEncryption())
    return base64.b64encode(plain).decode()
