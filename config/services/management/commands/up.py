"""``manage.py up``: everything at once, and nothing left behind when it ends."""

import hashlib
import socket
import time
from argparse import ArgumentParser
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from config.services import members
from config.services.accounts import account_lines, read_accounts
from config.services.embedded import add_embedded, prepare
from config.services.group import Group
from config.services.members import WebAddress
from config.services.places import CHECKOUT, Places, our_places
from config.services.processes import ServiceError
from config.services.setup import take_lock

PORT_IS_FREED = 1.5


class Command(BaseCommand):
    help = "启动整个系统：数据库、消息队列、网页、后台任务和定时任务；按 Ctrl-C 全部结束。"
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="监听的地址，默认只限本机。")
        parser.add_argument("--port", type=int, default=8000, help="监听的端口，默认 8000。")
        parser.add_argument("--no-demo", action="store_true", help="不载入演示数据。")
        parser.add_argument("--reload", action="store_true", help="开发用：改代码后自动重载。")

    def handle(self, *_args: Any, **options: Any) -> None:
        places = our_places()
        address = WebAddress(options["host"], options["port"])
        group = Group(self.stdout.write)
        try:
            prepare(places)
            lock = take_lock(places)
            _refuse_taken_port(address)
            with group.signals():
                add_embedded(group, places, lock)
                self._fill(places, with_demo=not options["no_demo"])
                self._serve(group, places, address, reload=options["reload"])
                self.stdout.write("正在停止……")
            self.stdout.write("已全部停止。")
        except (ServiceError, PermissionError) as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            self.stdout.write("已停止。")

    def _fill(self, places: Places, *, with_demo: bool) -> None:
        call_command("migrate", verbosity=0, interactive=False)
        marker = _demo_marker(places)
        if with_demo and "load_demo" in get_commands() and not marker.exists():
            self.stdout.write("首次启动，正在载入演示数据……")
            call_command("load_demo")
            marker.touch()
        elif not marker.exists() and "setup_token" in get_commands():
            # Refused once the set-up is complete; then there is nothing to say.
            with suppress(CommandError):
                call_command("setup_token", stdout=self.stdout)
        connections.close_all()

    def _serve(self, group: Group, places: Places, address: WebAddress, *, reload: bool) -> None:
        web = group.add(members.web(places, address, reload=reload))
        members.wait_for_first_page(address, web, places.logs)
        group.add(members.worker(places))
        group.add(members.beat(places))
        accounts = CHECKOUT / "var" / "demo_accounts.json"
        for line in [
            f"系统已启动：{address.url}",
            *account_lines(read_accounts(accounts), accounts.relative_to(CHECKOUT)),
            f"日志目录：{places.logs}",
            "按 Ctrl-C 停止。",
        ]:
            self.stdout.write(line)
        self.stdout.flush()
        group.watch()


def _refuse_taken_port(address: WebAddress) -> None:
    """Say in one sentence that the port is taken; wait for the last run to let go of it."""
    end = time.monotonic() + PORT_IS_FREED
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    while True:
        with socket.socket(family) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                trial.bind((address.host, address.port))
            except OSError as error:
                if time.monotonic() > end:
                    raise ServiceError(
                        f"端口 {address.port} 不能使用（{error.strerror}），"
                        f"请换一个，例如 make run PORT={address.port + 1}。"
                    ) from error
            else:
                return
        time.sleep(0.1)


def _demo_marker(places: Places) -> Path:
    name = str(settings.DATABASES["default"]["HOST"]) + str(settings.DATABASES["default"]["NAME"])
    return places.state / f"demo-{hashlib.sha256(name.encode()).hexdigest()[:12]}"
