"""Writes the golden file of each event that has none: how it looked on the wire when it was new.

A file that is there is never written again: it stands for the messages of that day, which must always load.
"""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from marshmallow import Schema, fields

from shared.envelope import EventType, encode
from shared.events import PAGE

GOLDEN = Path(__file__).parent.parent / "tests" / "contracts" / "golden"
SOME_ID = UUID("01890a5d-ac96-774b-bcce-b302099a8057")
SOME_TIME = datetime(2026, 3, 12, 8, 0, tzinfo=UTC)
TEXTS = {
    "kind": "course",
    "form": "procured",
    "municipality": "0180",
    "employer": "municipal",
    "side": "provider",
}
TEXTS |= {"role": "case_officer", "email": "eva.lind@example.se", "language": "sv", "status": "confirmed"}
TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def main() -> None:
    """Write what is missing."""
    for kind in PAGE.types.values():
        path = GOLDEN / f"{kind.name}.json"
        if not path.exists():
            path.write_text(
                json.dumps(wire_form(kind), indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
            )


def wire_form(kind: EventType) -> dict[str, Any]:
    """An example of the event as it goes over the wire."""
    event = kind(SOME_ID, version=3, **_example(kind.schema))
    wire: dict[str, Any] = json.loads(encode(event, TRACE))
    return wire | {"id": str(SOME_ID), "time": SOME_TIME.isoformat()}


def _example(schema: Schema) -> dict[str, Any]:
    return {name: _value(name, field) for name, field in schema.fields.items()}


def _value(name: str, field: fields.Field) -> Any:
    if isinstance(field, fields.Nested):
        return _example(field.schema)
    if isinstance(field, fields.List):
        return [_value(name, field.inner)]
    if isinstance(field, fields.Dict):
        return {"4": 5, "5": 7}
    examples = {
        fields.UUID: SOME_ID,
        fields.AwareDateTime: SOME_TIME,
        fields.Date: date(2026, 3, 26),
        fields.Boolean: True,
        fields.Integer: 12,
        fields.Float: 4.25,
        fields.String: TEXTS.get(name, f"ett {name}"),
    }
    return next(example for kind, example in examples.items() if isinstance(field, kind))


if __name__ == "__main__":
    main()
