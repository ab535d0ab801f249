"""An identity provider on loopback (OpenID Connect): discovery, consent, token with PKCE, keys."""

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from tests.peers import LOOPBACK

CLIENT_ID, CLIENT_SECRET = "govit", "shared-secret"


class IdentityPeer(ThreadingHTTPServer):
    """Says of everybody who comes what it is told to say."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__((LOOPBACK, 0), _IdentityTalk)
        self.claims: dict[str, object] = {"sub": "1"}
        self.told_otherwise: dict[str, object] = {}
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.signs_with = self.key
        self.codes: dict[str, Mapping[str, str]] = {}

    @property
    def address(self) -> str:
        """Where it listens, and its name."""
        return f"http://{LOOPBACK}:{self.server_address[1]}"

    def consent(self, query: Mapping[str, str]) -> str:
        """Let the person in, and lead back to who asked."""
        code = secrets.token_urlsafe(8)
        self.codes[code] = query
        back = urlencode({"code": code, "state": query["state"]})
        return f"{query['redirect_uri']}?{back}"

    def token(self, asked: Mapping[str, str], basic: str) -> dict[str, object] | None:
        """Exchange a code for a token, once, for the right client with the right verifier."""
        query = self.codes.pop(asked.get("code", ""), None)
        known = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
        if query is None or (asked.get("client_secret") != CLIENT_SECRET and known not in basic):
            return None
        digest = hashlib.sha256(asked.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(digest).decode().rstrip("=") != query.get("code_challenge"):
            return None
        now = int(time.time())
        identity = {"iss": self.address, "aud": CLIENT_ID, "iat": now, "exp": now + 60}
        signed = jwt.encode(identity | self.claims, self.signs_with, "RS256", {"kid": "one"})
        return {"access_token": "access", "token_type": "Bearer", "id_token": signed}

    def document(self, path: str) -> dict[str, object]:
        """Return what is read without asking: where things are, the keys, the person."""
        if path == "/keys":
            public = json.loads(RSAAlgorithm.to_jwk(self.key.public_key()))
            return {"keys": [public | {"kid": "one", "alg": "RS256", "use": "sig"}]}
        if path == "/userinfo":
            return self.claims | self.told_otherwise
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "userinfo_endpoint": f"{self.address}/userinfo",
            "jwks_uri": f"{self.address}/keys",
        }


class _IdentityTalk(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        peer, parts = cast("IdentityPeer", self.server), urlsplit(self.path)
        if parts.path == "/authorize":
            self.send_response(302)
            self.send_header("Location", peer.consent(_flat(parts.query)))
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            self._say(200, peer.document(parts.path))

    def do_POST(self) -> None:
        peer = cast("IdentityPeer", self.server)
        asked = _flat(self.rfile.read(int(self.headers["Content-Length"])).decode())
        found = peer.token(asked, self.headers.get("Authorization", ""))
        self._say(200 if found else 400, found or {"error": "invalid_grant"})

    def _say(self, status: int, told: Mapping[str, Any]) -> None:
        content = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Say nothing."""


def _flat(query: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(query).items()}
