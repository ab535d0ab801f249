"""An archive vouches for itself: the same files give the same bytes, and nothing can be altered."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from documents.archives import Item, pack, verify_archive
from documents.archives.packing import MANIFEST, SEAL

ABOUT = {"项目名称": "智慧环卫监管平台"}
FILES = {
    "01-申报/申报书.pdf": [b"%PDF-1.7 ", b"content"],
    "99-留痕/留痕摘录.jsonl": [b"{}\n"],
    "目录.xlsx": [b"\x00\x01"],
}


def items(files: dict[str, list[bytes]]) -> list[Item]:
    return [Item(path=path, title=path, chunks=chunks) for path, chunks in files.items()]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    target = tmp_path / "a.zip"
    pack(items(FILES), ABOUT, target)
    return target


def rewritten(archive: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    with zipfile.ZipFile(archive) as old:
        content = {name: old.read(name) for name in old.namelist()}
    change(content)
    target = archive.with_name("altered.zip")
    with zipfile.ZipFile(target, "w") as new:
        for name, data in content.items():
            new.writestr(name, data)
    return target


def test_an_untouched_archive_is_intact_and_says_whose_it_is(archive: Path) -> None:
    findings = verify_archive(archive)

    assert findings.is_intact
    assert (findings.checked, findings.about) == (3, ABOUT)


def test_the_order_in_which_files_come_changes_no_byte(archive: Path, tmp_path: Path) -> None:
    other = tmp_path / "b.zip"
    pack(items(dict(reversed(FILES.items()))), ABOUT, other)

    assert other.read_bytes() == archive.read_bytes()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda c: c.update({"目录.xlsx": b"\x00\x02"}), "目录.xlsx：内容与清单中的摘要不符"),
        (lambda c: c.update({"目录.xlsx": b"\x00\x01\x02"}), "目录.xlsx：大小与清单不符"),
        (lambda c: c.pop("目录.xlsx"), "缺少文件：目录.xlsx"),
        (lambda c: c.update({"混入.txt": b"x"}), "清单之外的文件：混入.txt"),
        (lambda c: c.update({SEAL: b"0" * 64}), "清单与其校验值不符"),
        (lambda c: c.pop(MANIFEST), "不是本系统生成的档案包"),
        (lambda c: c.update({MANIFEST: b"[]"}), "清单无法读取"),
    ],
)
def test_every_alteration_is_named(
    archive: Path, change: Callable[[dict[str, bytes]], None], told: str
) -> None:
    findings = verify_archive(rewritten(archive, change))

    assert not findings.is_intact
    assert told in "".join(findings.problems)


def test_who_alters_a_file_and_its_line_is_betrayed_by_the_seal(archive: Path) -> None:
    def forge(content: dict[str, bytes]) -> None:
        manifest = json.loads(content[MANIFEST])
        content["目录.xlsx"] = b"\x00\x02"
        other = archive.with_name("forged.zip")
        pack(items({"目录.xlsx": [b"\x00\x02"]}), ABOUT, other)
        with zipfile.ZipFile(other) as forged:
            line = json.loads(forged.read(MANIFEST))["files"][0]
        manifest["files"] = [line if f["path"] == line["path"] else f for f in manifest["files"]]
        content[MANIFEST] = json.dumps(manifest).encode()

    findings = verify_archive(rewritten(archive, forge))

    assert findings.problems == ["清单与其校验值不符，清单或校验值已被改动。"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_broken_file_is_taken_for_whole_or_ends_in_an_error(
    archive: Path, data: st.DataObject
) -> None:
    content = bytearray(archive.read_bytes())
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= data.draw(st.integers(1, 255))
    broken = archive.with_name("broken.zip")
    broken.write_bytes(content[: data.draw(st.sampled_from([len(content), place + 1]))])

    findings = verify_archive(broken)

    # A byte of the frame, such as a stamp, may differ without any file being touched.
    assert findings.problems or findings.checked == len(FILES)
