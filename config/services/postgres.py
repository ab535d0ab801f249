"""An embedded PostgreSQL: one data folder, one socket, no network, no password."""

import os
import pwd
import signal
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from config.services.addresses import OUR_ROLE
from config.services.binaries import major_version
from config.services.processes import ServiceError, spawn, stop, wait_until

STATUS_LINE = 7
READY = "ready"
FIRST_WITH_BUILTIN_LOCALE = 17
# After a hard kill the old server may linger as a zombie until somebody reaps it.
PATIENCE = 12.0
LAST_WORDS = 400


@dataclass(frozen=True)
class Postgres:
    """Where the programs, the data and the socket are, and whose processes they become."""

    programs: Path
    data: Path
    sockets: Path
    user: str | None
    log: Path
    options: Sequence[str] = ()

    def initialise(self, *flags: str) -> None:
        """Create the data folder once; sorting and case folding need no system library."""
        if (self.data / "PG_VERSION").exists():
            self._refuse_other_version()
            return
        command: list[str | Path] = [self.programs / "initdb", "-D", self.data]
        command += ["-U", OUR_ROLE, "-A", "reject", "-E", "UTF8", *_locale(self.programs), *flags]
        done = spawn(command, user=self.user, folder=self.data.parent, log=self.log)
        if done.wait() != 0:
            raise ServiceError(f"建立数据库目录失败，原因见 {self.log}。")
        (self.data / "pg_hba.conf").write_text(f"local all {OUR_ROLE} peer map=ours\n")
        (self.data / "pg_ident.conf").write_text(
            "".join(f"ours {name} {OUR_ROLE}\n" for name in sorted(_names(self.user)))
        )

    def start(self, keep: tuple[int, ...] = ()) -> subprocess.Popen[bytes]:
        """Start the server and return once it answers; it inherits the descriptors ``keep``."""
        end = time.monotonic() + PATIENCE
        while True:
            child = self._launch(keep)
            if wait_until(lambda: self._is_ready(child.pid), child, seconds=60):  # noqa: B023
                return child
            stop(child, signal.SIGQUIT)
            if time.monotonic() > end:
                raise ServiceError(f"数据库没有启动，原因见 {self.log}：{self._last_words()}")
            time.sleep(0.2)

    def _refuse_other_version(self) -> None:
        made_by = (self.data / "PG_VERSION").read_text().strip()
        if made_by != str(major_version(self.programs)):
            raise ServiceError(
                f"现有数据由 PostgreSQL {made_by} 建立，本机程序是"
                f" {major_version(self.programs)} 版：请先用 pg_dump 导出，再导入新库。"
            )

    def create_database(self, name: str = OUR_ROLE) -> None:
        """Create the database unless it is there."""
        with psycopg.connect(
            host=str(self.sockets), user=OUR_ROLE, dbname="postgres", autocommit=True
        ) as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            if not known.fetchone():
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))

    def _launch(self, keep: tuple[int, ...]) -> subprocess.Popen[bytes]:
        settings = [
            "listen_addresses=",
            f"unix_socket_directories={self.sockets}",
            "unix_socket_permissions=0700",
            *self.options,
        ]
        command: list[str | Path] = [self.programs / "postgres", "-D", self.data]
        command += [word for setting in settings for word in ("-c", setting)]
        # An interrupt is the fast, clean shutdown of PostgreSQL.
        return spawn(
            command,
            user=self.user,
            death=signal.SIGINT,
            folder=self.data,
            log=self.log,
            keep=keep,
        )

    def _is_ready(self, pid: int) -> bool:
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return False
        return (
            len(lines) > STATUS_LINE
            and lines[0].strip() == str(pid)
            and lines[STATUS_LINE].strip() == READY
        )

    def _last_words(self) -> str:
        return self.log.read_text(errors="replace")[-LAST_WORDS:].strip() if self.log else ""


def _locale(programs: Path) -> list[str]:
    # Without a UTF-8 character type the trigram index would drop every Chinese character.
    if major_version(programs) >= FIRST_WITH_BUILTIN_LOCALE:
        return [
            *["--locale-provider=builtin", "--builtin-locale=C.UTF-8"],
            *["--locale=C", "--lc-ctype=C.UTF-8"],
        ]
    return ["--locale=C.UTF-8"]


def _names(user: str | None) -> set[str]:
    own = pwd.getpwuid(os.geteuid()).pw_name
    return {own, user} if user else {own}
