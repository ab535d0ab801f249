"""Office files drawn as PDF by LibreOffice, where the machine has it.

It runs for one file in a folder of its own with a fresh profile: no macros, nothing fetched
from elsewhere, no network where the kernel lets us take it away, and so much time, memory and
disk. Whatever is left of it after that is killed.
"""

import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
from functools import cache
from pathlib import Path

from documents.inspection import type_problem
from documents.rendering.fonts import fontconfig

PROGRAMS = ("soffice", "libreoffice")
# WPS writes the formats of Word and Excel under names of its own.
READ_AS = {"wps": "doc", "et": "xls"}
WALL_SECONDS, PROCESSOR_SECONDS = 45, 40
MEMORY, LARGEST = 4 * 1024**3, 200 * 1024**2
NOT_INSTALLED = "服务器没有安装 LibreOffice，不能就地查看这种文件，请下载后查看。"
TOO_LONG = f"转换超过了 {WALL_SECONDS} 秒的时间限制，已停止，请下载后查看。"
FAILED = "这个文件不能转换成可以就地查看的格式，请下载后查看。"
FONTS = "fonts.conf"
SOCKETS = "/tmp"  # noqa: S108 - its own choice, whatever TMPDIR says
ALONE = ("unshare", "--map-current-user", "--net", "--pid", "--fork", "--kill-child")
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
</item>
</oor:items>
"""


class OfficeError(Exception):
    """A file cannot be drawn; the message says why, and what to do."""


def office_program() -> str:
    """Return where LibreOffice is; empty when the machine has none."""
    return next((found for name in PROGRAMS if (found := shutil.which(name))), "")


def office_pdf(content: bytes, extension: str) -> bytes:
    """Draw an office file as PDF."""
    program = office_program()
    if not program:
        raise OfficeError(NOT_INSTALLED)
    with tempfile.TemporaryDirectory(prefix="office") as name:
        folder = Path(name)
        source = folder / f"source.{READ_AS.get(extension, extension)}"
        source.write_bytes(content)
        profile = folder / "profile" / "user" / "registrymodifications.xcu"
        profile.parent.mkdir(parents=True)
        profile.write_text(PROFILE)
        (folder / FONTS).write_text(fontconfig())
        _convert(program, source, folder)
        return _checked(folder / "made" / "source.pdf")


def _convert(program: str, source: Path, folder: Path) -> None:
    command = [
        *("prlimit", f"--cpu={PROCESSOR_SECONDS}", f"--as={MEMORY}", f"--fsize={LARGEST}"),
        *("--core=0", *_alone(), program, f"-env:UserInstallation=file://{folder}/profile"),
        *("--headless", "--norestore", "--nologo", "--nodefault", "--convert-to", "pdf"),
        *("--outdir", str(folder / "made"), str(source)),
    ]
    surroundings = {
        "PATH": os.environ["PATH"],
        "LANG": "zh_CN.UTF-8",
        "FONTCONFIG_FILE": str(folder / FONTS),
        **dict.fromkeys(("HOME", "TMPDIR"), str(folder)),
    }
    child = subprocess.Popen(  # noqa: S603 - our own command, the file has a name of ours
        command,
        cwd=folder,
        env=surroundings,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        child.wait(WALL_SECONDS)
    except subprocess.TimeoutExpired:
        raise OfficeError(TOO_LONG) from None
    finally:
        _end(child)
        _socket_of(f"file://{folder}/profile").unlink(missing_ok=True)


def _socket_of(profile: str) -> Path:
    """Return the socket that it puts outside of its folder, and leaves there when it is killed."""
    digest = hashlib.md5(profile.encode("utf-16-le"), usedforsecurity=False).digest()
    name = "".join(f"{byte:x}" for byte in digest)
    return Path(SOCKETS) / f"OSL_PIPE_{os.getuid()}_SingleOfficeIPC_{name}"


def _end(child: subprocess.Popen[bytes]) -> None:
    """Kill what is left of its whole group."""
    try:
        os.killpg(child.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    finally:
        child.wait()


@cache
def _alone() -> tuple[str, ...]:
    """Return the words that keep a program from the network, where the kernel allows them."""
    if shutil.which(ALONE[0]) is None:
        return ()
    allowed = subprocess.run([*ALONE, "true"], capture_output=True, check=False)  # noqa: S603
    return () if allowed.returncode else ALONE


def _checked(made: Path) -> bytes:
    if not made.is_file():
        raise OfficeError(FAILED)
    with made.open("rb") as stream:
        if type_problem(stream, "pdf"):
            raise OfficeError(FAILED)
    return made.read_bytes()
