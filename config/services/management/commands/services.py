"""``manage.py services``: only the embedded database and queue, for work on the command line."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.services.embedded import add_embedded, prepare
from config.services.group import Group
from config.services.places import our_places
from config.services.processes import ServiceError
from config.services.setup import take_lock


class Command(BaseCommand):
    help = "只启动内置的数据库和消息队列，按 Ctrl-C 结束。"
    requires_system_checks = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        places = our_places()
        group = Group(self.stdout.write)
        try:
            prepare(places)
            lock = take_lock(places)
            with group.signals():
                add_embedded(group, places, lock)
                self.stdout.write("数据库和消息队列已启动，按 Ctrl-C 结束。")
                group.watch()
        except (ServiceError, PermissionError) as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            self.stdout.write("已停止。")
