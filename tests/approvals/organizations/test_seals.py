"""The signing certificates of units: the security administrator keeps them, nobody sees a key."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from approvals.organizations.models import Unit, User
from documents.models import SealCertificate
from tests.documents.sealing.authority import PASSPHRASE, authority

type Browser = Callable[[User], Client]

LIST, ADD = reverse("approvals:organizations-seals"), reverse("approvals:organizations-seal-add")


def sent(unit: Unit, content: bytes, passphrase: str = PASSPHRASE) -> dict[str, object]:
    return {
        "unit": unit.pk,
        "key_file": SimpleUploadedFile("签名.p12", content),
        "passphrase": passphrase,
    }


def test_a_certificate_is_registered_listed_and_withdrawn(
    school: Unit, security_admin: User, signed_in: Browser
) -> None:
    browser = signed_in(security_admin)
    assert "还没有登记签章证书" in browser.get(LIST).content.decode()

    text = browser.post(ADD, sent(school, authority().issued(school.name)), follow=True).content
    certificate = SealCertificate.objects.get()
    for shown in (school.name, certificate.serial, certificate.sm3, certificate.sha256, "使用中"):
        assert shown in text.decode()
    assert certificate.encrypted_key not in text.decode()

    address = reverse("approvals:organizations-seal-withdraw", args=[certificate.pk])
    assert "请填写停用原因" in browser.post(address, {}).content.decode()
    text = browser.post(address, {"reason": "单位更名"}, follow=True).content
    assert "已停用" in text.decode()
    assert "单位更名" in text.decode()
    assert "这张证书已经停用。" in browser.post(address, {"reason": "再来"}).content.decode()


def test_a_name_that_is_not_the_units_is_pointed_out(
    school: Unit, security_admin: User, signed_in: Browser
) -> None:
    content = authority().issued("别的单位")

    page = signed_in(security_admin).post(ADD, sent(school, content), follow=True)

    assert f"与单位名称“{school.name}”不一致，请核对" in page.content.decode()


@pytest.mark.parametrize(
    ("passphrase", "content", "reason"),
    [
        ("不是这个", b"", "证书文件的口令不对，请重新输入。"),
        (PASSPHRASE, b"%PDF-1.4", "这不是 PKCS#12 证书文件"),
        (PASSPHRASE, b"0" * 300_000, "证书文件超过 200 KB"),
    ],
)
def test_a_mistake_is_a_sentence_on_the_form(  # noqa: PLR0913, PLR0917 - the case and who tries it
    school: Unit,
    security_admin: User,
    signed_in: Browser,
    passphrase: str,
    content: bytes,
    reason: str,
) -> None:
    data = sent(school, content or authority().issued(school.name), passphrase)

    page = signed_in(security_admin).post(ADD, data)

    assert page.status_code == 422
    assert reason in page.content.decode()
    assert passphrase not in page.content.decode()
    assert not SealCertificate.objects.exists()


def test_the_same_certificate_is_not_registered_twice(
    school: Unit, bureau: Unit, security_admin: User, signed_in: Browser
) -> None:
    content, browser = authority().issued(school.name), signed_in(security_admin)
    browser.post(ADD, sent(school, content))

    page = browser.post(ADD, sent(bureau, content))

    assert "这张证书已经登记，正在使用。" in page.content.decode()


def test_the_system_administrator_reads_the_list_and_only_that(
    school: Unit, system_admin: User, handler: User, signed_in: Browser
) -> None:
    reader = signed_in(system_admin)

    assert reader.get(LIST).status_code == 200
    assert ADD not in reader.get(LIST).content.decode()
    assert reader.post(ADD, sent(school, authority().issued())).status_code == 403
    assert signed_in(handler).get(LIST).status_code == 403
    assert not SealCertificate.objects.exists()
