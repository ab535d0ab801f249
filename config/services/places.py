"""Where the embedded servers keep their data and their sockets."""

import hashlib
import os
import pwd
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

NAME = "govit"
CHECKOUT = Path(__file__).resolve().parents[2]
STATE_VARIABLE = "GOVIT_STATE"
LONGEST_SOCKET = 107
LONGEST_SOCKET_NAME = "/.s.PGSQL.5432"


@dataclass(frozen=True)
class Places:
    """One set of folders: everything below ``state``, sockets nearer when the path is too long."""

    state: Path
    sockets: Path

    @property
    def database(self) -> Path:
        return self.state / "postgres"

    @property
    def queue(self) -> Path:
        return self.state / "valkey"

    @property
    def lock(self) -> Path:
        return self.state / "up.lock"

    @property
    def logs(self) -> Path:
        return self.state / "log"

    @property
    def queue_socket(self) -> Path:
        return self.sockets / "valkey.sock"


def system_user() -> str | None:
    """Servers refuse to run as root: then they run as a user of their own."""
    return NAME if os.geteuid() == 0 else None


def places_of(state: Path) -> Places:
    sockets = state / "run"
    if len(str(sockets).encode()) + len(LONGEST_SOCKET_NAME) > LONGEST_SOCKET:
        sockets = Path(tempfile.gettempdir()) / f"{NAME}-{os.geteuid()}-{_short(state)}"
    return Places(state=state, sockets=sockets)


def our_places() -> Places:
    """Return the folders of this checkout; reads only, creates nothing."""
    chosen = os.environ.get(STATE_VARIABLE)
    if chosen:
        return places_of(Path(chosen))
    if system_user():
        return places_of(Path("/var/lib") / NAME / _short(CHECKOUT))
    return places_of(CHECKOUT / ".data")


def make_private(folder: Path, user: str | None) -> None:
    """Make a folder that only its owner may enter, and refuse one that belongs to somebody else."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat()
    ours = {os.geteuid()} | ({_uid(user)} if user else set())
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in ours:
        raise PermissionError(f"目录 {folder} 不属于本程序，请移走后重试。")
    folder.chmod(0o700)
    if user:
        os.chown(folder, _uid(user), _uid(user, group=True))


def local_secret() -> str:
    """Return the secret key of this checkout, drawn once and kept beside the data."""
    file = CHECKOUT / "var" / "secret_key"
    if not file.exists():
        file.parent.mkdir(exist_ok=True)
        draft = file.with_name(f"secret_key.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(os.urandom(48).hex())
        draft.replace(file)
    return file.read_text()


def _short(path: Path) -> str:
    return hashlib.sha256(str(path).encode()).hexdigest()[:12]


def _uid(user: str, *, group: bool = False) -> int:
    entry = pwd.getpwnam(user)
    return entry.pw_gid if group else entry.pw_uid
