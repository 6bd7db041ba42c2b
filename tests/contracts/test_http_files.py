"""The .http file of each service, and that of what all have alike, show calls that work."""

import re
from collections.abc import Iterator
from pathlib import Path

from werkzeug.datastructures import Headers

from shared.ids import new_id
from shared.service import EXTENSION
from tests.contracts.inhabited import Inhabited

ALIKE = "flow"
FOLDER = Path(__file__).parents[2] / "docs" / "http"


def test_every_call_of_the_files_succeeds_in_its_order(service: Inhabited) -> None:
    name = service.app.extensions[EXTENSION].name
    given = {key: str(values[0]) for key, values in service.known.items()}
    given |= {
        "host": "",
        "service": name,
        "subject": "Anna",
        "event_id": str(new_id()),
        "trace": "4bf92f3577b3",
    }
    client, failed = service.app.test_client(), []
    for file, role in ((name, "coordinator"), (ALIKE, "admin")):
        text = (FOLDER / f"{file}.http").read_text(encoding="utf-8")
        given["token"] = service.headers(role)["Authorization"].removeprefix("Bearer ")
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
