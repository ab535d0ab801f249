"""A key file is read, or refused with a sentence that says what to do."""

from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12

from documents.sealing import KeyFileError, read_key
from tests.documents.conftest import NOW
from tests.documents.samples import CONTENTS
from tests.documents.sealing.authority import BEGAN, ENDS, PASSPHRASE, authority


def test_a_key_file_tells_whose_it_is_and_never_its_key() -> None:
    key = read_key(authority().issued(), PASSPHRASE, at=NOW)

    assert "县城市管理局" in key.subject
    assert "测试根证书" in key.issuer
    assert (key.valid_from, key.valid_until) == (BEGAN, ENDS)
    assert len(key.sha256) == len(key.sm3) == 64
    assert key.secret not in repr(key)


def test_rsa_of_2048_bits_will_do() -> None:
    content = authority().issued(key=rsa.generate_private_key(65537, 2048))

    assert read_key(content, PASSPHRASE, at=NOW).serial


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"ends": NOW - timedelta(days=1)}, "已于2026年11月19日过期"),
        ({"begins": NOW + timedelta(days=2)}, "自2026年11月22日起才有效"),
        ({"usage": "key_encipherment"}, "密钥用途不含数字签名"),
        ({"usage": None}, "密钥用途不含数字签名"),
        ({"is_authority": True}, "颁发机构的证书"),
        ({"key": rsa.generate_private_key(65537, 1024)}, "RSA 2048 位以上"),  # noqa: S505
        ({"key": ed25519.Ed25519PrivateKey.generate()}, "算法不受支持"),
        ({"key": ec.generate_private_key(ec.SECP256K1())}, "算法不受支持"),
    ],
)
def test_a_certificate_that_cannot_seal_is_refused_with_its_reason(
    changes: dict[str, object], reason: str
) -> None:
    content = authority().issued(**changes)  # type: ignore[arg-type]

    with pytest.raises(KeyFileError, match=reason):
        read_key(content, PASSPHRASE, at=NOW)


def test_a_wrong_passphrase_is_told_from_a_file_of_another_kind() -> None:
    with pytest.raises(KeyFileError, match="口令不对"):
        read_key(authority().issued(), "别的口令", at=NOW)
    for content in (*CONTENTS.values(), b"", authority().pem):
        with pytest.raises(KeyFileError, match=r"不是 PKCS#12 证书文件"):
            read_key(content, PASSPHRASE, at=NOW)


def test_a_file_without_a_key_is_refused() -> None:
    content = pkcs12.serialize_key_and_certificates(
        b"x",
        None,
        authority().certificate,
        None,
        BestAvailableEncryption(PASSPHRASE.encode()),
    )

    with pytest.raises(KeyFileError, match="没有私钥"):
        read_key(content, PASSPHRASE, at=NOW)
