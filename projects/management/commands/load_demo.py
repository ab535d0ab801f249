"""`manage.py load_demo`: build the demonstration county, once."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from projects.overview.demonstration import load_demonstration
from projects.registry.models import Project


class Command(BaseCommand):
    """Build the demonstration."""

    help = "载入演示数据：一个县的单位、人员和各阶段项目。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the number of processes."""
        parser.add_argument("--processes", type=int, default=1, help="同时工作的进程数，默认 1。")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Build, unless there is anything already, and say where the accounts are."""
        if Project.objects.exists():
            raise CommandError("系统中已有项目，不再载入演示数据。")
        path = load_demonstration(
            folder=Path(settings.VAR_DIR), at=timezone.now(), processes=options["processes"]
        )
        self.stdout.write(f"演示数据已载入，账号见 {path}。")
