"""A sign-in that has begun: what a browser keeps, signed, until it comes back from the provider."""

import hmac
import secrets
from dataclasses import astuple, dataclass
from datetime import UTC, datetime, timedelta

from flask import request, url_for
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response

from services.registration.problems.oidc import SignInIsStale
from shared import clock
from shared.service import service

COOKIE = "kursforum_oidc"
# As long as it may take to find a second factor.
HOLDS = timedelta(minutes=10)


@dataclass(frozen=True)
class Begun:
    """The secrets of one sign-in, and where its reader wanted to go."""

    state: str
    nonce: str
    verifier: str
    wanted: str

    @classmethod
    def new(cls, wanted: str) -> "Begun":
        """A sign-in that nobody can have guessed; the verifier is as long as RFC 7636, 4.1 has it."""
        return cls(secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(48), wanted)


def remember(response: Response, begun: Begun) -> None:
    """Keep it in this browser; one that was begun before is forgotten."""
    value = _serializer().dumps([*astuple(begun), int(clock.now().timestamp())])
    # Lax, for the way back is a link from another site.
    response.set_cookie(
        COOKIE, value, max_age=HOLDS, path=_path(), secure=_is_secure(), httponly=True, samesite="Lax"
    )


def forget(response: Response) -> None:
    """What came back once, with whatever answer, shall not come back again."""
    response.delete_cookie(COOKIE, path=_path(), secure=_is_secure(), httponly=True, samesite="Lax")


def recall(state: str) -> Begun:
    """The sign-in that this browser began with that state. Raises SignInIsStale."""
    try:
        *parts, since = _serializer().loads(request.cookies.get(COOKIE, ""))
    except BadSignature as error:
        raise SignInIsStale() from error
    begun = Begun(*parts)
    is_late = clock.now() - datetime.fromtimestamp(since, UTC) > HOLDS
    if is_late or not hmac.compare_digest(begun.state.encode(), state.encode()):
        raise SignInIsStale()
    return begun


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(service().settings.secret_key, salt="kursforum-oidc")


def _path() -> str:
    return url_for("oidc.come_back")


def _is_secure() -> bool:
    return bool(service().settings.base_url.startswith("https://"))
