"""A certificate authority of the tests, and what it issues: key files as units get them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    pkcs12,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from tests.documents.conftest import NOW

PASSPHRASE = "印章口令 Aa1"
BEGAN, ENDS = NOW - timedelta(days=400), NOW + timedelta(days=3650)
type Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey


@dataclass(frozen=True, slots=True)
class Authority:
    """Issues certificates."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)

    def issued(  # noqa: PLR0913 - each of it may be wrong in a test
        self,
        name: str = "县城市管理局",
        *,
        key: Key | None = None,
        begins: datetime = BEGAN,
        ends: datetime = ENDS,
        usage: str | None = "digital_signature",
        is_authority: bool = False,
        for_time_stamps: bool = False,
        digest: hashes.HashAlgorithm | None = None,
        passphrase: str = PASSPHRASE,
    ) -> bytes:
        """Return a key file with a certificate of that name, and the authority's above it."""
        private = key or ec.generate_private_key(ec.SECP256R1())
        certificate = _certificate(
            name, private, self, begins=begins, ends=ends, usage=usage,
            is_authority=is_authority, for_time_stamps=for_time_stamps, digest=digest,
        )  # fmt: skip
        return pkcs12.serialize_key_and_certificates(
            b"seal",
            private,
            certificate,
            [self.certificate],
            BestAvailableEncryption(passphrase.encode()),
        )


@cache
def authority() -> Authority:
    """Return the one authority of a run."""
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = _certificate(
        "测试根证书", key, None, begins=BEGAN, ends=ENDS, usage="key_cert_sign", is_authority=True
    )
    return Authority(key, certificate)


def _name(name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, name),
            x509.NameAttribute(NameOID.COMMON_NAME, name),
        ]
    )


def _certificate(  # noqa: PLR0913 - each of it may be wrong in a test
    name: str,
    key: Key,
    issuer: Authority | None,
    *,
    begins: datetime,
    ends: datetime,
    usage: str | None,
    is_authority: bool,
    for_time_stamps: bool = False,
    digest: hashes.HashAlgorithm | None = None,
) -> x509.Certificate:
    issued_by = issuer.certificate.subject if issuer else _name(name)
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .issuer_name(issued_by)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    if usage is not None:
        allowed = dict.fromkeys(_USAGES, False) | {usage: True}
        if usage == "digital_signature":
            allowed["content_commitment"] = True
        builder = builder.add_extension(x509.KeyUsage(**allowed), critical=True)
    if for_time_stamps:
        purposes = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(purposes, critical=True)
    return builder.sign(issuer.key if issuer else key, digest or hashes.SHA256())  # type: ignore[arg-type]


_USAGES = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)
