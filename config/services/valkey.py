"""An embedded Valkey for the queue and the cache: one socket, nothing lost on a hard kill."""

import signal
import socket
import subprocess
from dataclasses import dataclass
from pathlib import Path

from config.services.processes import ServiceError, spawn, stop, wait_until


@dataclass(frozen=True)
class Valkey:
    """Where the program, the data and the socket are, and whose process it becomes."""

    program: Path
    data: Path
    socket: Path
    user: str | None
    log: Path
    lasting: bool = True

    def start(self, keep: tuple[int, ...] = ()) -> subprocess.Popen[bytes]:
        """Start the server and return once it answers; it inherits the descriptors ``keep``."""
        command: list[str | Path] = [self.program, "--port", "0", "--unixsocket", self.socket]
        command += ["--unixsocketperm", "700", "--dir", self.data, "--databases", "64"]
        command += ["--appendonly", "yes" if self.lasting else "no", "--appendfsync", "everysec"]
        command += ["--maxmemory-policy", "noeviction", "--save", "", "--daemonize", "no"]
        child = spawn(
            command,
            user=self.user,
            folder=self.data,
            log=self.log,
            keep=keep,
        )
        if not wait_until(self._answers, child, seconds=30):
            stop(child, signal.SIGTERM)
            raise ServiceError(f"消息队列没有启动，原因见 {self.log}。")
        return child

    def _answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(1)
            try:
                line.connect(str(self.socket))
                line.sendall(b"PING\r\n")
                return line.recv(16).startswith(b"+PONG")
            except OSError:
                return False
