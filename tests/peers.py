"""Servers on loopback that stand at the other end of the line: mail and HTTP, both real."""

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast

LOOPBACK = "127.0.0.1"


class MailPeer(socketserver.ThreadingTCPServer):
    """A mail server that takes everything, except for addresses it is told to refuse."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__((LOOPBACK, 0), _MailTalk)
        self.mails: list[EmailMessage] = []
        self.refuses: dict[str, str] = {}

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])


class _MailTalk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        peer = cast("MailPeer", self.server)
        self._say("220 peer")
        while line := self.rfile.readline().decode().strip():
            verb = line.split(" ")[0].upper()
            if verb == "RCPT":
                refusal = next((peer.refuses[a] for a in peer.refuses if a in line), "")
                self._say(refusal or "250 ok")
            elif verb == "DATA":
                self._say("354 go on")
                peer.mails.append(self._read_mail())
                self._say("250 taken")
            elif verb == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _read_mail(self) -> EmailMessage:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line)
        return message_from_bytes(b"".join(lines), policy=policy.default)

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


class WebPeer(ThreadingHTTPServer):
    """A gateway that keeps what it is sent, and answers as it is told."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__((LOOPBACK, 0), _WebTalk)
        self.received: list[dict[str, Any]] = []
        self.headers_received: list[dict[str, str]] = []
        self.answers: list[int] = []
        self.leads_to = ""

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://{LOOPBACK}:{self.server_address[1]}/hook"


class _WebTalk(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        peer = cast("WebPeer", self.server)
        content = self.rfile.read(int(self.headers["Content-Length"]))
        status = peer.answers.pop(0) if peer.answers else 200
        if status == 200:
            peer.received.append(json.loads(content))
            peer.headers_received.append(dict(self.headers))
        self.send_response(status)
        if peer.leads_to:
            self.send_header("Location", peer.leads_to)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Say nothing."""


@contextmanager
def serving[S: socketserver.TCPServer](peer: S) -> Iterator[S]:
    """Run a peer in a thread of its own until the test ends."""
    thread = threading.Thread(target=peer.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield peer
    finally:
        peer.shutdown()
        thread.join()
        peer.server_close()
