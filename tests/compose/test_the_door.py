"""The gateway: TLS by a certificate of the operator's own, and what it says when nobody answers behind it."""

import http.client
import socket
import ssl
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from tests.compose.installation import Installation
from tests.journeys.stage import Stage
from tests.servers.guardian import wait_until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1200), pytest.mark.usefixtures("stage")]

NAME = "kurser.example.se"
SELF_SIGNED = ("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2")


@pytest.fixture
def certificate(installation: Installation, tmp_path: Path) -> Iterator[str]:
    """A certificate of the operator's own, laid where .env.example says; the gateway answers to its name."""
    public, key = tmp_path / "public.pem", tmp_path / "key.pem"
    named = ("-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}")
    subprocess.run(["openssl", *SELF_SIGNED, *named, "-out", public, "-keyout", key], check=True)
    path = installation.folder / "secrets" / "tls" / "own.pem"
    path.write_text(public.read_text() + key.read_text())
    path.chmod(0o644)
    installation.configure(SITE_ADDRESS=NAME)
    installation.up("gateway", anew=True)
    yield str(public)
    path.unlink()
    installation.configure(SITE_ADDRESS=":80")
    installation.up("gateway", anew=True)
    installation.wait_for_page()


@dataclass
class Secure:
    """A connection to the gateway by the name that its certificate has."""

    port: int
    trusted: str

    def status(self) -> int:
        """What the first page answers; 0 while nobody does."""
        context = ssl.create_default_context(cafile=self.trusted)
        try:
            with (
                socket.create_connection(("127.0.0.1", self.port), 10) as plain,
                context.wrap_socket(plain, server_hostname=NAME) as secure,
            ):
                connection = http.client.HTTPSConnection(NAME, timeout=20)
                connection.sock = secure
                connection.request("GET", "/registration/", headers={"Connection": "close"})
                with connection.getresponse() as answer:
                    return answer.status
        except (OSError, http.client.HTTPException):
            return 0


def test_a_certificate_of_ones_own_is_what_people_are_shown(
    installation: Installation, certificate: str
) -> None:
    door = Secure(installation.tls_port, certificate)
    assert wait_until(lambda: door.status() == 200, 60, every=0.5), door.status()
    installation.wait_until_healthy("gateway")
    plain = requests.get(installation.url, headers={"Host": NAME}, allow_redirects=False, timeout=20)
    assert (plain.status_code, plain.headers["Location"]) == (308, f"https://{NAME}/")


def test_where_no_web_answers_people_are_told_so(installation: Installation, stage: Stage) -> None:
    (web,) = installation.containers("reporting-web")
    installation.engine.run("stop", "-t", "40", web)
    paths = [f"{installation.url}/reporting/{path}" for path in ("", "api/totals")]
    with ThreadPoolExecutor() as people:  # each waits at the gateway for half a minute
        page, answer = people.map(lambda path: requests.get(path, timeout=60), paths)
    installation.engine.run("start", web)
    installation.wait_until_healthy("reporting-web")
    assert (page.status_code // 100, page.headers["Retry-After"]) == (5, "5")
    assert "Vi kan inte svara just nu" in page.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == answer.status_code
    assert stage.call("GET", "/registration/").status_code == 200
