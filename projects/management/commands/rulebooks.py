"""Import, validate, list and write out rulebooks, and tell which rows of the table they keep."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from approvals.organizations.models import User
from projects.regulations.coverage import Coverage, report
from projects.regulations.models import RulebookVersion
from projects.regulations.queries import regulations, rulebook_of
from projects.regulations.queries.drafts import surroundings
from projects.regulations.services import (
    PackError,
    import_pack,
    import_shipped_packs,
    national_packs,
    read_pack,
    shipped_packs,
    write_pack,
)


class Command(BaseCommand):
    """One command for the rulebooks, with five verbs."""

    help = "导入、校验、列出和导出办法包，核对规则落实情况。"
    # The checks ask the database for its version; the list of rows is read without one.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the verbs."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        for verb, meaning in (("import", "导入办法包"), ("validate", "校验办法包")):
            sub = verbs.add_parser(verb, help=meaning)
            sub.add_argument("packs", nargs="*", type=Path, help="文件；不写则为随系统提供的")
        verbs.add_parser("list", help="列出已导入的办法包")
        verbs.add_parser("export", help="导出现行办法包").add_argument("code", help="办法编号")
        coverage = verbs.add_parser("coverage", help="逐条核对规则清单的落实情况，不需要数据库")
        coverage.add_argument("--json", action="store_true", help="输出JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Run one verb."""
        try:
            getattr(self, f"_{options['verb']}")(options)
        except PackError as error:
            raise CommandError(str(error)) from error

    def _import(self, options: dict[str, Any]) -> None:
        actor, at = User.system(), timezone.now()
        if options["packs"]:
            around = surroundings()
            packs = [read_pack(path, around) for path in options["packs"]]
            versions = [import_pack(pack, actor=actor, at=at) for pack in packs]
        else:
            versions = import_shipped_packs(actor=actor, at=at)
        for version in versions:
            self.stdout.write(f"已导入：{version}")

    def _validate(self, options: dict[str, Any]) -> None:
        for path in options["packs"] or [*shipped_packs(), *national_packs()]:
            rulebook = read_pack(path)
            self.stdout.write(
                f"{path.name}：{rulebook.title}，{len(rulebook.gates)}个关口，"
                f"{len(rulebook.requirements)}条要求，原文全部查到。"
            )

    def _list(self, _options: dict[str, Any]) -> None:
        for regulation in regulations():
            self.stdout.write(f"{regulation.code}　{regulation}　{regulation.get_status_display()}")
            for version in regulation.versions.all():
                state = version.get_status_display()
                self.stdout.write(f"　　第{version.version}版　{state}　{version.digest[:16]}")

    def _export(self, options: dict[str, Any]) -> None:
        version = (
            RulebookVersion.objects.filter(regulation__code=options["code"])
            .order_by("-version")
            .first()
        )
        if version is None:
            raise CommandError(f"没有编号为{options['code']}的办法。")
        self.stdout.write(write_pack(rulebook_of(version)))

    def _coverage(self, options: dict[str, Any]) -> None:
        found = report()
        if options["json"]:
            self.stdout.write(json.dumps(found.as_json(), ensure_ascii=False, indent=1))
        else:
            self._write_coverage(found)

    def _write_coverage(self, found: Coverage) -> None:
        for row in found.reports:
            how = f"{row.how_label}　{'、'.join(row.entries)}　{row.test}"
            self.stdout.write(
                f"{row.row.id}　{how if row.is_enforced else f'未落实：{row.reason}'}"
            )
        total = len(found.reports)
        left = total - found.enforced
        self.stdout.write(f"共{total}条，已落实{found.enforced}条，未落实{left}条。")
