"""The dossier of a project: everything of it in one file that can be checked without us."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from audit.models import AuditEntry
from documents.jobs.models import Job
from documents.services import run_job
from documents.storage import open_kept
from projects.overview.services import request_dossier
from projects.registry.services import attach_paper
from tests.builders import OTHER_OWNER
from tests.documents.samples import pdf, upload
from tests.life import PAID
from tests.projects.conftest import Desk, Site

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
