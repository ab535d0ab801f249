"""Prepares what the embedded servers stand on: their user and their folders."""

import fcntl
import pwd
import shutil
import subprocess
from pathlib import Path

from config.services.places import Places, make_private
from config.services.processes import ServiceError


def ensure_user(name: str) -> None:
    """Create the user under which the servers run when we are root."""
    try:
        pwd.getpwnam(name)
    except KeyError:
        program = shutil.which("useradd") or "/usr/sbin/useradd"
        if not Path(program).exists():
            raise ServiceError(
                f"以 root 运行需要系统用户 {name}，本机没有 useradd：请先建立该用户。"
            ) from None
        with Path("/run/lock" if Path("/run/lock").is_dir() else "/tmp").joinpath(  # noqa: S108
            f"{name}.useradd"
        ).open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            subprocess.run(  # noqa: S603
                [program, "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", name],
                check=False,
                capture_output=True,
            )
        pwd.getpwnam(name)


def prepare_base(places: Places, user: str | None) -> Path:
    """Make the folders above the data; return the one for copies of the programs."""
    if user:
        places.state.parent.mkdir(mode=0o711, parents=True, exist_ok=True)
    make_private(places.state, user)
    shelter = places.state / "programs"
    make_private(shelter, user)
    return shelter
