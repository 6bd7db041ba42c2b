"""A small OpenID Connect provider, which checks what it is sent and can be told to lie."""

import base64
import hashlib
import json
import secrets
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from joserfc.jws import JWSRegistry

from shared import clock

CLIENT, SECRET = "kursforum", "the provider's secret"


@dataclass
class Provider:
    """Who is signed in there is in `claims`; they stand in the ID token, whatever they are."""

    redirect_uri: str
    issuer: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    header: dict[str, Any] = field(default_factory=lambda: {"alg": "RS256", "kid": "one"})
    described: dict[str, Any] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))
    signs_with: RSAKey | OctKey | None = None
    answers: int = 200
    asked: list[str] = field(default_factory=list)
    _codes: dict[str, tuple[Mapping[str, str], Mapping[str, Any]]] = field(default_factory=dict)

    def discovery(self) -> dict[str, Any]:
        """What it says of itself."""
        paths = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "jwks"}
        return {"issuer": self.issuer} | {k: f"{self.issuer}/{v}" for k, v in paths.items()} | self.described

    def authorize(self, address: str) -> str:
        """What the browser of somebody who signs in there is sent on to."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert asked["client_id"] == CLIENT
        assert asked["redirect_uri"] == self.redirect_uri
        assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
        assert set(asked["scope"].split()) == {"openid", "email"}
        code = secrets.token_urlsafe(16)
        self._codes[code] = asked, dict(self.claims)
        return f"{self.redirect_uri}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, form: Mapping[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        """The ID token for a code, which works once and for whoever has its verifier."""
        asked, claims = self._codes.pop(form.get("code", ""), (None, {}))
        basic = "Basic " + base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        challenge = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        expected = base64.urlsafe_b64encode(challenge).decode().rstrip("=")
        if asked is None or authorization != basic or form["redirect_uri"] != self.redirect_uri:
            return 400, {"error": "invalid_grant"}
        if asked["code_challenge"] != expected:
            return 400, {"error": "invalid_grant"}
        token = self._id_token({"nonce": asked["nonce"], **claims})
        return 200, {"access_token": "a", "token_type": "Bearer", "id_token": token}

    def _id_token(self, claimed: Mapping[str, Any]) -> str:
        now = int(clock.now().timestamp())
        honest = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300}
        claims = {name: value for name, value in {**honest, **claimed}.items() if value is not None}
        if self.header["alg"] == "none":
            parts = (json.dumps(part).encode() for part in (self.header, claims))
            return ".".join(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts) + "."
        lenient = JWSRegistry(algorithms=[self.header["alg"]], strict_check_header=False)
        return jwt.encode(self.header, claims, self.signs_with or self.key, registry=lenient)


@contextmanager
def oidc_provider(redirect_uri: str) -> Iterator[Provider]:
    """A provider on a free port of this machine."""
    provider = Provider(redirect_uri)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(provider))
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.02), daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            pages: dict[str, Callable[[], Any]] = {
                "/.well-known/openid-configuration": provider.discovery,
                "/jwks": lambda: {"keys": [provider.key.as_dict(private=False)]},
            }
            self._answer(provider.answers, pages[self.path]())

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            self._answer(*provider.token(form, self.headers.get("Authorization", "")))

        def _answer(self, status: int, body: Any) -> None:
            provider.asked.append(self.path)
            text = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing."""

    return Handler
