"""JSON by orjson: fast, strict about text, and aware of lazy texts."""

from typing import Any

import orjson
from flask import Response
from flask.json.provider import JSONProvider

from shared.i18n import LazyString


class Json(JSONProvider):
    """Flask's JSON."""

    def dumps(self, obj: Any, **_: Any) -> str:
        """JSON text."""
        return orjson.dumps(obj, default=_plain).decode()

    def loads(self, s: str | bytes, **_: Any) -> Any:
        """Python values; raises ValueError on anything that is not JSON."""
        return orjson.loads(s)

    def response(self, *args: Any, **kwargs: Any) -> Response:
        """An answer, without a detour over text."""
        body = orjson.dumps(self._prepare_response_obj(args, kwargs), default=_plain)
        return Response(body, mimetype="application/json")


def _plain(value: Any) -> Any:
    if isinstance(value, LazyString):
        return str(value)
    raise TypeError(f"{type(value).__name__} is not JSON")
