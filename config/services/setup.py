"""Prepares what the embedded servers stand on: their user, their folders, and the lock."""

import fcntl
import hashlib
import os
import pwd
import shutil
import subprocess
import time
from pathlib import Path

from config.services.places import CHECKOUT, Places, make_private
from config.services.processes import ServiceError

# After a hard kill the servers of the last run need a moment to end; they hold the lock as well.
LAST_RUN_ENDS = 20.0


def ensure_user(name: str) -> None:
    """Create the user under which the servers run when we are root."""
    program = shutil.which("useradd") or "/usr/sbin/useradd"
    for _ in range(5):
        try:
            pwd.getpwnam(name)
        except KeyError:
            if not Path(program).exists():
                break
            subprocess.run(  # noqa: S603
                [program, "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", name],
                check=False,
                capture_output=True,
            )
        else:
            return
    raise ServiceError(f"以 root 运行需要系统用户 {name}，本程序没有建成：请先用 useradd 建立。")


def prepare_base(places: Places, user: str | None) -> Path:
    """Make the folders above the data; return the one for copies of the programs."""
    if user:
        places.state.parent.mkdir(mode=0o711, parents=True, exist_ok=True)
    make_private(places.state, user)
    shelter = places.state / "programs"
    make_private(shelter, user)
    return shelter


def migrations_fingerprint() -> str:
    """Name everything a migrated database depends on."""
    digest = hashlib.sha256()
    files = sorted(CHECKOUT.glob("*/migrations/*.py"))
    for file in [*files, CHECKOUT / "uv.lock", CHECKOUT / "config/services/postgres.py"]:
        digest.update(f"{file.relative_to(CHECKOUT)}\n".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def processors() -> int:
    """Return how many processors we may use."""
    return len(os.sched_getaffinity(0))


def take_lock(places: Places) -> int:
    """Let only one run use the data; return the descriptor that holds the lock."""
    descriptor = os.open(places.lock, os.O_RDWR | os.O_CREAT, 0o600)
    end = time.monotonic() + LAST_RUN_ENDS
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            break
        except BlockingIOError:
            holder = os.pread(descriptor, 32, 0).decode().strip()
            if Path(f"/proc/{holder}").exists() or time.monotonic() > end:
                os.close(descriptor)
                raise ServiceError(
                    f"本系统已经在运行（进程 {holder}），不能重复启动；请先在原窗口按 Ctrl-C 结束。"
                ) from None
            time.sleep(0.05)
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, str(os.getpid()).encode(), 0)
    return descriptor
