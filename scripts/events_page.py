"""The page of all events, for people."""

from collections.abc import Iterator

from marshmallow import fields

from services.names import SERVICES
from shared.envelope import EventType
from shared.events import PAGE

HEAD = """\
# Events

<!-- Made by `make docs` from shared/events.py. -->

The services tell each other what has happened, and nothing else. Every event is a CloudEvents 1.0
envelope in JSON with `id`, `source`, `type`, `subject`, `time`, `version` (which rises with every change
of the subject) and `data`. A **fact** has no personal data and no secret, is kept for ever and can be
replayed. A **private** event carries a contact or a token; its body is blanked soon after it was handled.
The same for machines: [asyncapi.yaml](asyncapi.yaml).
"""
KINDS = {
    fields.UUID: "id",
    fields.String: "text",
    fields.Boolean: "true or false",
    fields.Integer: "whole number",
    fields.Float: "number",
    fields.AwareDateTime: "time with offset",
    fields.Date: "date",
}


def events_page() -> str:
    """The page as Markdown."""
    parts = [HEAD, _who_hears_what()]
    for service in SERVICES:
        emitted = [kind for kind in PAGE.types.values() if kind.source == service]
        parts += [f"## From {service}\n", *map(_event, emitted)] if emitted else []
    return "\n".join(parts)


def _who_hears_what() -> str:
    lines = ["| event | " + " | ".join(SERVICES) + " |", "|---" * (len(SERVICES) + 1) + "|"]
    for kind in PAGE.types.values():
        anchor = kind.name.replace(".", "")
        cells = [
            "emits" if kind.source == name else "hears" if name in kind.listeners else "" for name in SERVICES
        ]
        lines.append(f"| [{kind.name}](#{anchor}) | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _event(kind: EventType) -> str:
    nature = "Private" if kind.is_private else "Fact"
    lines = [f"### {kind.name}\n", f"{kind.sentence}\n", f"{nature}, heard by {', '.join(kind.listeners)}.\n"]
    lines += ["| field | holds |", "|---|---|"]
    lines += [f"| `{name}` | {text} |" for name, text in _rows(kind.schema.fields)]
    return "\n".join(lines) + "\n"


def _rows(declared: dict[str, fields.Field]) -> Iterator[tuple[str, str]]:
    for name, field in declared.items():
        notes = [] if field.required else ["may be absent"]
        notes += ["may be null"] if field.allow_none else []
        yield name, ", ".join([_kind(field), *notes])
        inner = _inner(field)
        if inner:
            yield from ((f"{name}[].{below}", text) for below, text in _rows(inner))


def _kind(field: fields.Field) -> str:
    if isinstance(field, fields.List):
        return f"list of {_kind(field.inner)}s" if not _inner(field) else "list"
    if isinstance(field, fields.Dict):
        return "counts by name"
    return next((text for kind, text in KINDS.items() if isinstance(field, kind)), "object")


def _inner(field: fields.Field) -> dict[str, fields.Field]:
    if isinstance(field, fields.List) and isinstance(field.inner, fields.Nested):
        return dict(field.inner.schema.fields)
    return dict(field.schema.fields) if isinstance(field, fields.Nested) else {}
