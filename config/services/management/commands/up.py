"""``manage.py up``: everything at once, and nothing left behind when it ends."""

import hashlib
import os
import socket
import time
from argparse import ArgumentParser
from contextlib import suppress
from ipaddress import ip_address
from typing import Any

import django
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections, transaction

from config.services import members
from config.services.accounts import account_lines, read_accounts
from config.services.aside import filled_aside
from config.services.embedded import add_embedded, prepare
from config.services.group import Group
from config.services.members import WebAddress
from config.services.places import CHECKOUT, Places, our_places
from config.services.processes import ServiceError
from config.services.setup import migrations_fingerprint, processors, take_lock

PORT_IS_FREED = 1.5
LARGEST_PORT = 65535
LOADED = "loaded"
DECLINED = "declined"


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
        address = _address(options["host"], options["port"])
        group = Group(self.stdout.write)
        try:
            prepare(places)
            lock = take_lock(places)
            _refuse_taken_port(address)
            with group.signals():
                add_embedded(group, places, lock)
                self._serve(group, places, address, options)
                self.stdout.write("正在停止……")
            self.stdout.write("已全部停止。")
        except (ServiceError, PermissionError) as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            self.stdout.write("已停止。")

    def _serve(
        self, group: Group, places: Places, address: WebAddress, options: dict[str, Any]
    ) -> None:
        web_service = members.web(places, address, reload=options["reload"])
        state = _Filling(places)
        # With nothing new to apply, the web loads its code while migrate has a look.
        if state.is_filled():
            web = group.add(web_service)
            self._fill(places, state, with_demo=not options["no_demo"])
        else:
            self._fill(places, state, with_demo=not options["no_demo"])
            web = group.add(web_service)
        members.wait_for_first_page(address, web, places.logs)
        self._greet(places, address)
        group.add(members.worker(places))
        group.add(members.beat(places))
        group.watch()

    def _fill(self, places: Places, state: "_Filling", *, with_demo: bool) -> None:
        django.setup()
        call_command("migrate", verbosity=0, interactive=False)
        state.note_migrated()
        if state.demo is None:
            state.note_demo(self._load_demo(places) if with_demo else DECLINED)
        if state.demo == DECLINED:
            # Refused once the set-up is complete; then there is nothing to say.
            with suppress(CommandError):
                call_command("setup_token", stdout=self.stdout)
        connections.close_all()

    def _load_demo(self, places: Places) -> str:
        self.stdout.write("首次启动，正在载入演示数据……")
        try:
            # All or nothing: whoever kills us halfway gets the whole county next time.
            if os.environ.get("DATABASE_URL"):
                with transaction.atomic():
                    call_command("load_demo", stdout=self.stdout)
            else:
                with filled_aside(places):
                    call_command("load_demo", processes=processors(), stdout=self.stdout)
        except CommandError as refusal:
            self.stdout.write(str(refusal))
            return DECLINED
        return LOADED

    def _greet(self, places: Places, address: WebAddress) -> None:
        accounts = CHECKOUT / "var" / "demo_accounts.json"
        for line in [
            f"系统已启动：{address.url}",
            *account_lines(read_accounts(accounts), accounts.relative_to(CHECKOUT)),
            f"日志目录：{places.logs}",
            "按 Ctrl-C 停止。",
        ]:
            self.stdout.write(line)
        self.stdout.flush()


class _Filling:
    """Remembers, per database, which migrations ran and what became of the demonstration.

    Whoever started without it never gets it later: it would land among real projects.
    """

    def __init__(self, places: Places) -> None:
        database = settings.DATABASES["default"]
        name = f"{database['HOST']}:{database['PORT']}/{database['NAME']}"
        mark = hashlib.sha256(name.encode()).hexdigest()[:12]
        self._demo = places.state / f"demo-{mark}"
        self._migrated = places.state / f"migrated-{mark}"

    @property
    def demo(self) -> str | None:
        return self._demo.read_text() if self._demo.exists() else None

    def note_demo(self, outcome: str) -> None:
        self._demo.write_text(outcome)

    def is_filled(self) -> bool:
        return self.demo is not None and self.is_migrated()

    def is_migrated(self) -> bool:
        return self._migrated.exists() and self._migrated.read_text() == migrations_fingerprint()

    def note_migrated(self) -> None:
        self._migrated.write_text(migrations_fingerprint())


def _address(host: str, port: int) -> WebAddress:
    try:
        ip_address(host)
    except ValueError:
        raise CommandError(f"监听地址“{host}”不是 IP 地址，例如 127.0.0.1 或 0.0.0.0。") from None
    if not 0 < port <= LARGEST_PORT:
        raise CommandError(f"端口 {port} 不在 1 到 {LARGEST_PORT} 之间。")
    return WebAddress(host, port)


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
