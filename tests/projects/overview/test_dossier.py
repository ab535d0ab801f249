"""The dossier of a project: everything of it in one file that can be checked without us."""

import io
import json
import zipfile
from pathlib import Path

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from audit.models import AuditEntry
from config.kernel.digests import sha256, sm3
from documents.jobs.models import Job
from documents.services import print_sheet, return_scan, run_job
from documents.sheets import catalog
from documents.storage import open_kept
from projects.overview.services import request_dossier
from projects.registry.models import Record
from projects.registry.services import attach_paper, print_record, void_letter
from tests.builders import OTHER_OWNER
from tests.documents.samples import pdf, snapshot_of, upload
from tests.life import PAID
from tests.projects.conftest import Desk, Site
from tests.projects.registry.test_letters import issue

pytestmark = pytest.mark.django_db


def dossier_of(site: Site, folder: Path) -> Path:
    """Have the dossier packed by the worker's code and fetch it."""
    job = request_dossier(site.project, actor=site.county.at("HANDLER"), at=PAID)
    run_job(job.pk, at=PAID)
    job.refresh_from_db()
    assert (job.status, job.error) == (Job.Status.DONE, "")
    assert job.result is not None
    target = folder / f"{job.pk}.zip"
    with open_kept(job.result.file) as stream:
        target.write_bytes(stream.read())
    return target


def verified(path: Path) -> str:
    said = io.StringIO()
    call_command("verify_dossier", str(path), stdout=said)
    return said.getvalue()


def test_it_holds_sheets_papers_catalogue_and_trail_and_verifies(
    building_site: Site, tmp_path: Path
) -> None:
    attach_paper(
        building_site.project,
        record=None,
        kind="FEASIBILITY_STUDY",
        upload=upload("可行性:研究.pdf", pdf()),
        title="可行性研究报告",
        actor=building_site.county.at("HANDLER"),
        at=PAID,
    )

    path = dossier_of(building_site, tmp_path)

    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        trail = archive.read("99-留痕/留痕摘录.jsonl").decode().splitlines()
    assert any(name.startswith("01-申报/") and name.endswith(".pdf") for name in names)
    assert any(name.startswith("02-立项/") and name.endswith(".xlsx") for name in names)
    assert any(name.startswith("00-项目材料/可行性研究报告 第1版 可行性_研究") for name in names)
    assert {"目录.pdf", "目录.xlsx", "缺项清单.pdf", "缺项清单.xlsx"} <= set(names)
    of_project = AuditEntry.objects.filter(project_id=building_site.project_id)
    assert len(trail) == of_project.exclude(action="projects.project.pack_dossier").count()
    assert "全部相符" in verified(path)
    assert building_site.project.name in verified(path)


def test_asked_for_twice_it_has_the_same_bytes(building_site: Site, tmp_path: Path) -> None:
    first = dossier_of(building_site, tmp_path)
    Job.objects.all().delete()
    second = dossier_of(building_site, tmp_path)

    with zipfile.ZipFile(first) as one, zipfile.ZipFile(second) as other:
        assert one.namelist() == other.namelist()
        assert [n for n in one.namelist() if one.read(n) != other.read(n)] == []
    assert second.read_bytes() == first.read_bytes()


def test_it_holds_the_letters_with_their_register_and_the_scans_that_came_back(
    building_site: Site, tmp_path: Path
) -> None:
    project, actor = building_site.project, building_site.county.at("HANDLER")
    application = Record.objects.get(project=project, kind="application")
    sheet = print_record(application, actor=actor, at=PAID)
    return_scan(upload("盖章.pdf", pdf()), typed_code=sheet.verification_code, actor=actor, at=PAID)
    opinion = snapshot_of(catalog.get("expert_opinion"), number="PS-2026-0001")
    print_sheet(
        "expert_opinion", opinion, project_ref=project.pk, record_ref=None, actor=actor, at=PAID
    )
    issued, given_up = (issue(building_site) for _ in range(2))
    void_letter(given_up, reason="金额写错。", actor=actor, at=PAID)
    assert issued.printed is not None
    return_scan(
        upload("批复盖章.pdf", pdf()),
        typed_code=issued.printed.verification_code,
        actor=actor,
        at=PAID,
    )

    path = dossier_of(building_site, tmp_path)

    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        listed = openpyxl.load_workbook(io.BytesIO(archive.read("目录.xlsx")))
        register = openpyxl.load_workbook(io.BytesIO(archive.read("98-公文/文号登记.xlsx")))
        scan = next(n for n in names if n.startswith("01-申报/签章扫描件") and "盖章" in n)
        digests = {sm3(archive.read(scan)), sha256(archive.read(scan))}
    letters = [name for name in names if name.startswith("98-公文/")]
    assert sum(issued.number in n and n.endswith(".pdf") for n in letters) == 2
    assert any(given_up.number in n and n.endswith("（已作废）.xlsx") for n in letters)
    assert any(n.startswith("98-公文/签章扫描件") and "批复盖章" in n for n in letters)
    assert any(n.startswith("00-项目材料/") and n.endswith("PS-2026-0001.pdf") for n in names)
    assert digests <= cells_of(listed)
    assert {issued.number, given_up.number, "已作废", "金额写错。"} <= cells_of(register)
    assert "全部相符" in verified(path)


def cells_of(book: openpyxl.Workbook) -> set[object]:
    return {cell for page in book.worksheets for row in page.iter_rows(values_only=True)
            for cell in row}  # fmt: skip


def test_a_rewritten_entry_of_the_trail_is_named_although_the_manifest_was_made_anew(
    building_site: Site, tmp_path: Path
) -> None:
    from documents.archives import Item, pack  # noqa: PLC0415 - the forger's tool

    path = dossier_of(building_site, tmp_path)
    with zipfile.ZipFile(path) as archive:
        content = {n: archive.read(n) for n in archive.namelist() if not n.startswith("manifest.")}
    lines = content["99-留痕/留痕摘录.jsonl"].decode().splitlines()
    entry = json.loads(lines[1])
    entry["actor_label"] = "别人"
    lines[1] = json.dumps(entry, ensure_ascii=False)
    content["99-留痕/留痕摘录.jsonl"] = "\n".join(lines).encode()
    forged = tmp_path / "forged.zip"
    pack([Item(path=n, title=n, chunks=[data]) for n, data in content.items()], {}, forged)

    said = io.StringIO()
    with pytest.raises(CommandError, match="1 处不符"):
        call_command("verify_dossier", str(forged), stdout=said)
    assert f"第{entry['seq']}条留痕与其散列不符" in said.getvalue()


def test_the_page_of_the_project_asks_for_it_and_outsiders_get_nothing(
    building_site: Site, desk: Desk
) -> None:
    page = reverse("projects:overview-dossier", kwargs={"project_id": building_site.project_id})

    assert desk(building_site.county.at("HANDLER")).post(page).status_code == 302
    assert Job.objects.filter(kind_code="projects.dossier").count() == 1
    assert desk(building_site.county.at("HANDLER", OTHER_OWNER)).post(page).status_code == 404
