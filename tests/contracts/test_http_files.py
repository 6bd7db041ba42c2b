"""The .http file of each service shows calls that work."""

import re
from collections.abc import Iterator
from pathlib import Path

from werkzeug.datastructures import Headers

from shared.service import EXTENSION
from tests.contracts.inhabited import Inhabited

FOLDER = Path(__file__).parents[2] / "docs" / "http"


def test_every_call_of_the_file_succeeds_in_its_order(service: Inhabited) -> None:
    text = (FOLDER / f"{service.app.extensions[EXTENSION].name}.http").read_text(encoding="utf-8")
    given = {name: str(values[0]) for name, values in service.known.items()}
    given |= {"host": "", "token": service.headers("coordinator")["Authorization"].removeprefix("Bearer ")}
    client, failed = service.app.test_client(), []
    for method, path, headers, body in calls(text, given):
        answer = client.open(path, method=method, headers=headers, data=body)
        if answer.status_code >= 300:
            failed.append(f"{method} {path}: {answer.status_code} {answer.text}")
    assert not failed, "\n".join(failed)


def calls(text: str, given: dict[str, str]) -> Iterator[tuple[str, str, Headers, bytes]]:
    """The calls of an .http file, with its variables filled in; each must be declared at the top."""
    head, *parts = re.split(r"^###.*\n", text, flags=re.MULTILINE)
    declared = set(re.findall(r"^@(\w+) = .", head, re.MULTILINE))
    assert declared == set(re.findall(r"\{\{(\w+)\}\}", "".join(parts)))
    for part in parts:
        filled = re.sub(r"\{\{(\w+)\}\}", lambda name: given[name[1]], part)
        top, _, body = filled.partition("\n\n")
        (line, *headers) = top.strip().splitlines()
        method, path = line.split(maxsplit=1)
        yield method, path, Headers(header.split(": ", 1) for header in headers), body.strip().encode()
