"""What may be shown of a message whose handling failed: never what it carries."""

import re
from collections.abc import Mapping
from typing import Any

import orjson
import sqlalchemy as sa

from shared.events import PAGE
from shared.logging import masked

HIDDEN = "…"
# An error quotes what it stumbled on: names of fields and events are told, anything else may be a person's.
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_CODE = re.compile(r"['\"][a-z]+([._][a-z]+)*['\"]")
_KEY = re.compile(r"(?<![\w-])(?!\w{8}-\w{4}-\w{4}-\w{4}-\w{12}(?![\w-]))[\w-]{20,}")
_PLAIN = re.compile(r"[\w.:/-]{1,80}", re.ASCII)


def may_name_somebody(type_name: str | None) -> bool:
    """Whether a message of this type may carry personal data; what could not be read may."""
    kind = PAGE.types.get(type_name or "")
    return kind is None or kind.is_private


def shown_error(error: str, type_name: str | None) -> str:
    """The error without addresses; of a private event also without what it quotes, and without keys."""
    text = masked(error)
    if not may_name_somebody(type_name):
        return text
    quoted = _QUOTED.sub(lambda found: found[0] if _CODE.fullmatch(found[0]) else f"'{HIDDEN}'", text)
    return _KEY.sub(lambda found: HIDDEN if re.search(r"\d", found[0]) else found[0], quoted)


def described(row: sa.Row[Any]) -> Mapping[str, Any]:
    """A row of the failed events, or of those that wait for a retry, as it may be shown."""
    envelope = _envelope(row.body)
    version = envelope.get("version")
    return {
        **row._mapping,
        "error": shown_error(row.error, row.type),
        "subject": _plain(envelope.get("subject")),
        "version": version if type(version) is int and abs(version) < 2**31 else None,
        "claimed_type": _plain(envelope.get("type")),
        "size": len(row.body),
        "can_be_retried": row.event_id is not None,
    }


def _envelope(body: bytes) -> Mapping[str, Any]:
    try:
        found = orjson.loads(body)
    except orjson.JSONDecodeError:
        return {}
    return found if isinstance(found, dict) else {}


def _plain(value: Any) -> str | None:
    """An id or a code as it is; anything else is not shown."""
    return value if isinstance(value, str) and _PLAIN.fullmatch(value) else None
