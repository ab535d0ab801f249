"""Checking an archive with nothing but the file: no database, no settings."""

import json
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from config.kernel.digests import digests_of, sm3
from documents.archives.packing import MANIFEST, SEAL

CHUNK = 1024 * 1024
LARGEST_MANIFEST = 64 * 1024 * 1024
OURS = {MANIFEST, SEAL}
# What reading a damaged or foreign ZIP may end in, a password among it.
UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, KeyError)


@dataclass(slots=True)
class Findings:
    """What a check found; an archive without problems is as it was packed."""

    about: dict[str, Any] = field(default_factory=dict)
    checked: int = 0
    seal: str = ""
    problems: list[str] = field(default_factory=list)

    @property
    def is_intact(self) -> bool:
        """Whether every file is there, unchanged, and nothing else."""
        return not self.problems


def verify_archive(path: Path) -> Findings:
    """Compare every file with the manifest, and the manifest with its seal."""
    findings = Findings()
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = _manifest(archive, findings)
            if manifest is not None:
                _check(archive, manifest, findings)
    except UNREADABLE as error:
        findings.problems.append(f"文件不是完整的压缩包，无法读取（{type(error).__name__}）。")
    return findings


def _manifest(archive: zipfile.ZipFile, findings: Findings) -> dict[str, Any] | None:
    names = set(archive.namelist())
    if not names >= OURS:
        lacking = "、".join(sorted(OURS - names))
        findings.problems.append(f"缺少{lacking}，不是本系统生成的档案包。")
        return None
    if archive.getinfo(MANIFEST).file_size > LARGEST_MANIFEST:
        findings.problems.append("清单过大，不是本系统生成的档案包。")
        return None
    text = archive.read(MANIFEST)
    findings.seal = sm3(text)
    if archive.read(SEAL).decode("ascii", "replace").strip() != findings.seal:
        findings.problems.append("清单与其校验值不符，清单或校验值已被改动。")
    try:
        manifest: dict[str, Any] = json.loads(text)
        findings.about = dict(manifest["about"])
        [(file["path"], file["size"], file["sha256"], file["sm3"]) for file in manifest["files"]]
    except (ValueError, KeyError, TypeError):
        findings.problems.append("清单无法读取。")
        return None
    return manifest


def _check(archive: zipfile.ZipFile, manifest: Mapping[str, Any], findings: Findings) -> None:
    listed = {file["path"]: file for file in manifest["files"]}
    present = Counter(archive.namelist())
    for name in sorted(present.keys() - listed.keys() - OURS):
        findings.problems.append(f"清单之外的文件：{name}。")
    for name in sorted(name for name, count in present.items() if count > 1):
        findings.problems.append(f"文件重复：{name}。")
    for path, file in listed.items():
        findings.checked += 1
        if path not in present:
            findings.problems.append(f"缺少文件：{path}。")
        elif (wrong := _wrong_with(archive, path, file)) is not None:
            findings.problems.append(f"{path}：{wrong}")


def _wrong_with(archive: zipfile.ZipFile, path: str, file: Mapping[str, Any]) -> str | None:
    if archive.getinfo(path).file_size != file["size"]:
        return "大小与清单不符。"
    try:
        found = digests_of(_chunks(archive, path))
    except UNREADABLE:
        return "内容已损坏。"
    if (found.sha256, found.sm3) != (file["sha256"], file["sm3"]):
        return "内容与清单中的摘要不符，已被改动。"
    return None


def _chunks(archive: zipfile.ZipFile, path: str) -> Iterator[bytes]:
    with archive.open(path) as stream:
        while chunk := stream.read(CHUNK):
            yield chunk
