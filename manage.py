#!/usr/bin/env python
"""The command line of the system."""

import os
import sys

from django.core.management import execute_from_command_line
from django.db import OperationalError

from config.services.management.commands.up import Command

NOT_RUNNING = (
    "连接不上数据库：请先在另一个窗口运行 make run（或 manage.py services），"
    "或用环境变量 DATABASE_URL 指定外部数据库。"
)


def main() -> None:
    """Run one command; a database that is not up is a sentence, not a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    try:
        if sys.argv[1:2] == ["up"]:
            # It starts the web first and loads the applications beside it.
            Command().run_from_argv(sys.argv)
        else:
            execute_from_command_line(sys.argv)
    except OperationalError as error:
        if "connection" not in str(error):
            raise
        sys.exit(NOT_RUNNING)


if __name__ == "__main__":
    main()
