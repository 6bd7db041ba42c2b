"""Certificates of an authority of the tests' own, made by openssl."""

import subprocess
from pathlib import Path

from tests.servers.missing import program

# The one name that the certificates are made out to.
NAME = "127.0.0.1"
_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2")


def make_authority(folder: Path) -> Path:
    """An authority nobody has heard of, with a certificate for NAME beside it; returns what to trust.

    The certificate is server.pem, its key server.key. Raises ServerIsMissing where there is no openssl.
    """
    folder.mkdir(parents=True, exist_ok=True)
    trusted, key = folder / "authority.pem", folder / "authority.key"
    _request("-keyout", key, "-out", trusted, "-subj", "/CN=An authority of the tests", **_AUTHORITY)
    issued = ("-CA", trusted, "-CAkey", key, "-keyout", folder / "server.key", "-out", folder / "server.pem")
    _request(*issued, "-subj", "/CN=A server of the tests", **_SERVER)
    return trusted


_AUTHORITY = {"basicConstraints": "critical,CA:TRUE", "keyUsage": "keyCertSign"}
_SERVER = {"basicConstraints": "CA:FALSE", "subjectAltName": f"IP:{NAME}"}


def _request(*words: str | Path, **extensions: str) -> None:
    added = [part for name, value in extensions.items() for part in ("-addext", f"{name}={value}")]
    command = [program("openssl"), "req", "-x509", *_KEY, *map(str, words), *added]
    subprocess.run(command, check=True, capture_output=True)
