"""Verify the audit trail, or write it out for a verification elsewhere."""

import json
from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from audit.chain import Report
from audit.services import conclusion, exported_lines, verify_trail


class Command(BaseCommand):
    """Name the first broken entry, or say that all is whole."""

    help = "校验审计留痕，指出第一条被改动的记录。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--json", action="store_true", help="以JSON输出结论")
        parser.add_argument(
            "--noted",
            action="append",
            default=[],
            metavar="序号:散列",
            help="另行保存的核对值，可多次给出",
        )
        parser.add_argument(
            "--export", action="store_true", help="逐行输出全部留痕，供 audit/chain.py 独立校验"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Verify and print."""
        if options["export"]:
            for line in exported_lines():
                self.stdout.write(line)
            return
        report = verify_trail(anchors=_noted(options["noted"]))
        text = json.dumps(_summary(report), ensure_ascii=False) if options["json"] else ""
        if not report.is_intact:
            raise CommandError(text or conclusion(report))
        self.stdout.write(text or conclusion(report))


def _noted(values: Sequence[str]) -> dict[int, str]:
    noted: dict[int, str] = {}
    for value in values:
        seq, colon, sealed = value.partition(":")
        if not (colon and seq.isdecimal() and sealed):
            raise CommandError("核对值写作“序号:散列”。")
        noted[int(seq)] = sealed
    return noted


def _summary(report: Report) -> dict[str, object]:
    found = report.first_break
    return {
        "intact": report.is_intact,
        "checked": report.checked,
        "last_hash": report.last_hash,
        "conclusion": conclusion(report),
        "first_break": found
        and {
            "seq": found.seq,
            "reason": found.reason,
            "occurred_at": found.occurred_at,
            "action": found.action,
        },
    }
