"""Files as answers: saved under a name, or shown by the browser under it."""

from flask import Response


def attached(content: str | bytes, kind: str, name: str) -> Response:
    """A file to be saved; `kind` is its media type."""
    return _named("attachment", content, kind, name)


def shown(content: str | bytes, kind: str, name: str) -> Response:
    """A file that the browser shows, and saves under that name."""
    return _named("inline", content, kind, name)


def _named(disposition: str, content: str | bytes, kind: str, name: str) -> Response:
    headers = {"Content-Disposition": f'{disposition}; filename="{name}"'}
    return Response(content, content_type=kind, headers=headers)
