"""The electronic seal on a print of a project: whose it is, once, and what the check says of it."""

import io
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from approvals.organizations.models import User
from audit.actions import AuditAction
from audit.models import AuditEntry
from config.kernel.sealing import unseal
from config.kernel.verdicts import RuleViolationError
from documents.jobs.models import Job
from documents.models import DocumentVersion, ElectronicSeal, PrintedSheet, SealCertificate
from documents.queries import is_intact, sealed_copy
from documents.rules import (
    Authenticity,
    SealingUnit,
    judge_file,
    sealing_units,
    signature_standing,
    standing_of,
)
from documents.services import add_certificate, run_job, seal_print, withdraw_certificate
from documents.services.seals import PURPOSE
from documents.storage import open_kept
from projects.registry.models import Record
from projects.registry.services import print_record
from tests.builders import OTHER_OWNER, OWNER
from tests.documents.sealing.authority import ENDS, PASSPHRASE, authority
from tests.life import PAID
from tests.projects.conftest import Desk, Site
from tests.projects.overview.test_dossier import dossier_of
from tests.projects.overview.test_prints import printed as printed_together
from tests.projects.registry.test_letters import issue

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper(building_site: Site) -> PrintedSheet:
    """The decided sheet of a project, printed."""
    record = Record.objects.get(project=building_site.project_id, kind="initiation")
    printed = print_record(record, actor=building_site.county.at("HANDLER"), at=PAID)
    for job in Job.objects.filter(kind_code="documents.print_pdf"):
        run_job(job.pk, at=PAID)
    printed.refresh_from_db()
    return printed


@pytest.fixture
def head(building_site: Site) -> User:
    return building_site.county.at("UNIT_HEAD")


@pytest.fixture
def certificate(building_site: Site) -> SealCertificate:
    """The certificate of the owner unit."""
    return registered(building_site, OWNER)


def registered(site: Site, unit: str, content: bytes = b"") -> SealCertificate:
    return add_certificate(
        site.county.units[unit].pk,
        unit,
        content=content or authority().issued(unit),
        passphrase=PASSPHRASE,
        actor=User.system(),
        at=PAID,
    )


def pressed(paper: PrintedSheet, person: User) -> Job:
    """Press the button for the one unit in whose name a person may seal."""
    (unit,) = sealing_units(person, paper)
    seal_print(paper, unit, actor=person, at=PAID)
    return Job.objects.filter(kind_code="documents.seal_pdf").latest("pk")


def sealed(paper: PrintedSheet, person: User) -> bytes:
    job = pressed(paper, person)
    run_job(job.pk, at=PAID)
    job.refresh_from_db()
    assert (job.status, job.error) == (Job.Status.DONE, "")
    return content_of(sealed_copy(paper).version)  # type: ignore[union-attr, arg-type]


def content_of(version: DocumentVersion) -> bytes:
    with open_kept(version.file) as stream:
        return bytes(stream.read())


def test_delivered_five_times_it_is_one_seal_on_a_copy_and_the_print_stays_as_it_is(
    paper: PrintedSheet, head: User, certificate: SealCertificate
) -> None:
    assert paper.pdf is not None
    before, versions = content_of(paper.pdf), DocumentVersion.objects.count()

    job = pressed(paper, head)
    for _ in range(5):
        run_job(job.pk, at=PAID)

    seal = ElectronicSeal.objects.get()
    assert seal.version is not None
    assert (seal.certificate, seal.number, seal.sealed_by_label) == (certificate, 1, str(head))
    assert DocumentVersion.objects.count() == versions + 1
    assert is_intact(paper.pdf)
    assert content_of(seal.version).startswith(before)
    entry = AuditEntry.objects.get(action=AuditAction.SHEET_SEALED)
    assert entry.detail["单位"] == OWNER
    assert entry.project_id == paper.project_ref


def test_a_unit_seals_once(
    paper: PrintedSheet,
    head: User,
    certificate: SealCertificate,  # noqa: ARG001
) -> None:
    pressed(paper, head)
    with pytest.raises(RuleViolationError, match="正在签章"):
        pressed(paper, head)
    run_job(Job.objects.latest("pk").pk, at=PAID)

    with pytest.raises(RuleViolationError, match="已在这份表单上签章"):
        pressed(paper, head)


def test_the_office_that_signed_the_sheet_seals_it_too_on_the_same_copy(
    building_site: Site,
    paper: PrintedSheet,
    head: User,
    certificate: SealCertificate,  # noqa: ARG001
) -> None:
    office = building_site.county.at("NDRC_HEAD")
    (unit,) = sealing_units(office, paper)
    registered(building_site, unit.name)
    first = sealed(paper, head)

    second = sealed(paper, office)

    assert second.startswith(first)
    found = judge_file(second, "签章件.pdf", at=PAID)
    assert found.authenticity is Authenticity.SEALED
    assert [one.signer for one in found.signatures] == [OWNER, unit.name]
    assert {one.standing.label for one in found.signatures} == {"签名有效"}
    assert judge_file(first, "签章件.pdf", at=PAID).authenticity is Authenticity.SEALED


def test_only_who_signs_for_a_unit_that_has_to_do_with_the_sheet_may_seal(
    building_site: Site, paper: PrintedSheet
) -> None:
    may = {
        (role, unit.name)
        for (_, role), person in building_site.county.people.items()
        for unit in sealing_units(person, paper)
    }

    assert ("UNIT_HEAD", OWNER) in may
    assert {role for role, _ in may} <= {"UNIT_HEAD", "NDRC_HEAD", "DATA_HEAD", "NDRC_APPROVAL"}
    assert sealing_units(building_site.county.at("UNIT_HEAD", OTHER_OWNER), paper) == []


def test_a_letter_is_sealed_by_the_head_of_the_office_that_issues_it(building_site: Site) -> None:
    letter = issue(building_site)
    assert letter.printed is not None

    may = {
        (role, unit.name)
        for (_, role), person in building_site.county.people.items()
        for unit in sealing_units(person, letter.printed)
    }

    assert may == {("UNIT_HEAD", letter.values["issuer"])}


def test_a_person_without_the_right_gets_403_and_one_outside_the_project_404(
    building_site: Site,
    paper: PrintedSheet,
    desk: Desk,
    certificate: SealCertificate,  # noqa: ARG001
) -> None:
    address = reverse("documents:seal", args=[paper.pk])
    county = building_site.county
    sent = {"unit": county.owner.pk}

    assert desk(county.at("HANDLER")).post(address, sent).status_code == 403
    assert desk(county.at("UNIT_HEAD")).post(address, {"unit": "0"}).status_code == 403
    assert desk(county.at("UNIT_HEAD", OTHER_OWNER)).post(address, sent).status_code == 404
    assert desk(county.at("UNIT_HEAD")).get(address).status_code == 405
    assert not ElectronicSeal.objects.exists()


def test_the_page_offers_the_button_or_says_where_a_certificate_comes_from(
    building_site: Site, paper: PrintedSheet, head: User, desk: Desk
) -> None:
    browser, page = desk(head), reverse("documents:printed", args=[paper.pk])
    text = browser.get(page).content.decode()
    assert f"{OWNER}还没有登记签章证书" in text
    assert "交安全管理员" in text
    assert reverse("documents:seal", args=[paper.pk]) not in text

    registered(building_site, OWNER)
    answer = browser.post(
        reverse("documents:seal", args=[paper.pk]), {"unit": building_site.county.owner.pk},
        follow=True,
    )  # fmt: skip

    assert "正在签章，完成后在本页下载电子签章件。" in answer.content.decode()
    run_job(Job.objects.latest("pk").pk, at=PAID)
    seal = ElectronicSeal.objects.get()
    shown = desk(building_site.county.at("HANDLER")).get(page).content.decode()
    assert reverse("documents:download", args=[seal.version_id]) in shown
    assert "签名有效" in shown


def test_with_an_expired_certificate_nobody_seals(
    paper: PrintedSheet, head: User, certificate: SealCertificate
) -> None:
    SealCertificate.objects.update(valid_until=PAID - timedelta(days=1))

    with pytest.raises(RuleViolationError, match="已于.*过期，请安全管理员登记新证书"):
        pressed(paper, head)
    certificate.refresh_from_db()
    assert standing_of(certificate, at=PAID).label == "已过期"


def test_a_certificate_that_ends_soon_says_so(certificate: SealCertificate) -> None:
    assert standing_of(certificate, at=PAID).label == "使用中"
    soon = standing_of(certificate, at=ENDS - timedelta(days=10))
    assert (soon.label, soon.note) == ("即将过期", "还有 10 天过期，请及时登记新证书。")


def test_a_certificate_withdrawn_in_between_seals_nothing_and_the_next_one_does(
    building_site: Site, paper: PrintedSheet, head: User, certificate: SealCertificate
) -> None:
    job = pressed(paper, head)
    withdraw_certificate(certificate, reason="私钥可能泄露", actor=User.system(), at=PAID)

    run_job(job.pk, at=PAID)

    job.refresh_from_db()
    assert job.has_failed
    assert "签章证书已停用" in job.error
    assert sealed_copy(paper) is None
    registered(building_site, OWNER)
    assert sealed(paper, head)


def test_a_withdrawn_certificate_lost_its_key_and_what_it_sealed_before_still_counts(
    paper: PrintedSheet, head: User, certificate: SealCertificate
) -> None:
    content = sealed(paper, head)

    withdraw_certificate(
        certificate, reason="单位更名", actor=User.system(), at=PAID + timedelta(days=1)
    )

    certificate.refresh_from_db()
    assert certificate.encrypted_key == ""
    (signature,) = judge_file(content, "x.pdf", at=PAID).signatures
    assert (signature.standing.label, signature.standing.tint) == ("签名有效", "warn")
    assert "此后已停用（单位更名）" in signature.standing.note
    after = signature_standing(certificate, PAID + timedelta(days=2), at=PAID)
    assert (after.label, after.note) == ("签名无效", "签章时证书已经停用。")


def test_a_new_certificate_takes_the_place_of_the_one_before(
    building_site: Site, certificate: SealCertificate
) -> None:
    renewed = registered(building_site, OWNER)

    certificate.refresh_from_db()
    assert certificate.withdrawal_reason == "由新证书接替"
    assert SealCertificate.objects.get(withdrawn_at=None) == renewed
    assert AuditEntry.objects.filter(action=AuditAction.CERTIFICATE_WITHDRAWN).count() == 1


def test_the_key_lies_encrypted_and_neither_it_nor_the_passphrase_is_on_the_trail(
    certificate: SealCertificate,
) -> None:
    stored = SealCertificate.objects.get(pk=certificate.pk).encrypted_key

    key = unseal(stored, purpose=PURPOSE)
    assert key not in stored
    entry = AuditEntry.objects.get(action=AuditAction.CERTIFICATE_ADDED)
    for secret in (key, stored, PASSPHRASE):
        assert secret not in str(entry.detail)
    assert entry.detail["序列号"] == certificate.serial


class TestCheck:
    def uploaded(self, client: Client, content: bytes) -> str:
        file = SimpleUploadedFile("签章件.pdf", content)
        page = client.post(reverse("documents:verify-file"), {"file": file})
        return str(page.content.decode())

    @pytest.fixture
    def content(
        self,
        paper: PrintedSheet,
        head: User,
        certificate: SealCertificate,  # noqa: ARG002
    ) -> bytes:
        return sealed(paper, head)

    def test_the_sealed_file_is_known_and_its_signature_named(
        self, content: bytes, client: Client
    ) -> None:
        text = self.uploaded(client, content)

        assert "签章件，未被改动。" in text
        assert OWNER in text
        assert "签名有效" in text

    def test_one_byte_altered_after_sealing_is_found(
        self, content: bytes, paper: PrintedSheet, client: Client
    ) -> None:
        altered = bytearray(content)
        altered[content.index(b"/FontName") + 12] ^= 1

        found = judge_file(bytes(altered), "x.pdf", at=PAID)
        assert (found.authenticity, found.printed) == (Authenticity.SEAL_BROKEN, paper)
        assert "签章后被改动。" in self.uploaded(client, bytes(altered))

    def test_a_signature_of_a_stranger_is_not_ours(self, content: bytes) -> None:
        SealCertificate.objects.update(sha256="0" * 64)

        (signature,) = judge_file(content, "x.pdf", at=PAID).signatures

        assert signature.standing.label == "证书未登记"

    def test_the_code_tells_of_the_seals_and_that_they_lapse_with_the_print(
        self, content: bytes, paper: PrintedSheet, client: Client
    ) -> None:
        address = reverse("documents:verify-code", args=[paper.verification_code])
        assert f"{OWNER}，" in client.get(address).content.decode()

        PrintedSheet.objects.filter(pk=paper.pk).update(superseded_at=PAID)

        assert "签章件已失效" in client.get(address).content.decode()
        text = self.uploaded(client, content)
        assert "签章件，未被改动。" in text
        assert "真实，但已失效。" in text

    def test_a_superseded_print_is_not_sealed(
        self, content: bytes, paper: PrintedSheet, building_site: Site
    ) -> None:
        assert content
        PrintedSheet.objects.filter(pk=paper.pk).update(superseded_at=PAID)
        paper.refresh_from_db()
        owner = building_site.county.owner
        unit = SealingUnit(owner.pk, owner.name, "单位负责人")

        with pytest.raises(RuleViolationError, match="已失效"):
            seal_print(paper, unit, actor=building_site.county.at("UNIT_HEAD"), at=PAID)


def test_dossier_and_batch_take_the_sealed_copy_along(
    building_site: Site,
    paper: PrintedSheet,
    head: User,
    certificate: SealCertificate,  # noqa: ARG001
    tmp_path: Path,
) -> None:
    content = sealed(paper, head)

    with zipfile.ZipFile(dossier_of(building_site, tmp_path)) as archive:
        (name,) = (name for name in archive.namelist() if "电子签章件" in name)
        assert name.startswith("02-立项/")
        assert archive.read(name) == content
    record = Record.objects.get(project=paper.project_ref, kind="initiation")
    job = printed_together([record], building_site.county.at("HANDLER"), "zip")
    assert job.result is not None
    with zipfile.ZipFile(io.BytesIO(content_of(job.result))) as archive:
        (name,) = (name for name in archive.namelist() if "电子签章件" in name)
        assert archive.read(name) == content
