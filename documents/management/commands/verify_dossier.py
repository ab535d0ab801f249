"""`manage.py verify_dossier FILE`: check a dossier with nothing but the file."""

import json
import zipfile
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from audit.chain import seal
from documents.archives import verify_archive

TRAIL = ".jsonl"


class Command(BaseCommand):
    """Compare every file of a dossier with its manifest, and every entry of its trail."""

    help = "校验项目档案包：逐个文件核对摘要，逐条核对留痕；不需要数据库。"
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file."""
        parser.add_argument("file", type=Path, help="档案包（ZIP）。")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Say what is in it, and every place where it was altered."""
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"找不到文件 {path}。")
        findings = verify_archive(path)
        if findings.is_intact:
            findings.problems += _altered_entries(path)
        for name, value in findings.about.items():
            self.stdout.write(f"{name}：{value}")
        for problem in findings.problems:
            self.stdout.write(f"✗ {problem}")
        if not findings.is_intact:
            raise CommandError(f"档案包有 {len(findings.problems)} 处不符。")
        self.stdout.write(f"{findings.checked} 个文件全部相符，清单摘要（SM3）{findings.seal}。")


def _altered_entries(path: Path) -> Iterator[str]:
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if not name.endswith(TRAIL):
                continue
            for line in archive.read(name).decode().splitlines():
                entry = json.loads(line)
                if seal(entry) != entry["hash"]:
                    yield f"{name}：第{entry['seq']}条留痕与其散列不符。"
