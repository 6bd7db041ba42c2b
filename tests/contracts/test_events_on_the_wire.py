"""What was once sent can always be read: the golden files are messages of the day their event was new."""

import json
from pathlib import Path
from typing import Any

import pytest
from cloudevents.core.formats.json import JSONFormat

from scripts.golden import GOLDEN
from shared.envelope import EventIsInvalid, decode, encode
from shared.events import PAGE

FILES = sorted(GOLDEN.glob("*.json"))


def test_every_event_has_a_golden_file() -> None:
    missing = set(PAGE.types) - {path.stem for path in FILES}
    assert not missing, f"run `make docs` to write the golden files of {sorted(missing)}"


def test_no_event_was_taken_from_the_page() -> None:
    gone = {path.stem for path in FILES} - set(PAGE.types)
    assert not gone, f"{sorted(gone)} may still wait in an outbox: keep it on shared/events.py"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_an_old_message_still_says_what_it_said(path: Path) -> None:
    old = json.loads(path.read_text(encoding="utf-8"))
    read = json.loads(encode(decode(path.read_bytes(), PAGE), old["traceparent"]))
    assert _without_new_fields(read["data"], old["data"]) == old["data"]
    assert {name: read[name] for name in ("id", "type", "subject", "version")} == {
        name: old[name] for name in ("id", "type", "subject", "version")
    }


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_cloudevents_library_reads_what_we_write(path: Path) -> None:
    event = decode(path.read_bytes(), PAGE)
    read = JSONFormat().read(None, encode(event, "00-" + "a" * 32 + "-" + "b" * 16 + "-01"))
    assert (read.get_id(), read.get_type(), read.get_subject()) == (
        str(event.id),
        event.type.name,
        event.subject,
    )
    assert read.get_source() == event.type.source and read.get_time() == event.time
    assert read.get_data() == json.loads(encode(event))["data"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_field_of_tomorrow_is_passed_over(path: Path) -> None:
    tomorrow = json.loads(path.read_text(encoding="utf-8"))
    tomorrow["data"]["of_tomorrow"] = {"anything": [1]}
    assert "of_tomorrow" not in decode(json.dumps(tomorrow).encode(), PAGE).data


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_message_without_a_required_field_is_refused(path: Path) -> None:
    broken = json.loads(path.read_text(encoding="utf-8"))
    broken["data"].pop(next(iter(broken["data"])))
    with pytest.raises(EventIsInvalid):
        decode(json.dumps(broken).encode(), PAGE)


def _without_new_fields(read: Any, old: Any) -> Any:
    if isinstance(old, dict) and isinstance(read, dict):
        return {key: _without_new_fields(read.get(key), value) for key, value in old.items()}
    if isinstance(old, list) and isinstance(read, list) and len(old) == len(read):
        return [_without_new_fields(*pair) for pair in zip(read, old, strict=True)]
    return read
