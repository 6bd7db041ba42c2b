"""CSRF: every form carries what only a page of ours, shown in the same browser, can know.

A random cookie, and in the form its HMAC (the signed double-submit of OWASP's cheat sheet): nothing to store.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import cast

from flask import Flask, after_this_request, current_app, g, request
from markupsafe import Markup
from werkzeug.wrappers import Response

from shared.auth.cookie import NAME as STAFF_COOKIE
from shared.service import EXTENSION
from shared.web.problems import FormIsStale

FIELD = "csrf_token"
HEADER = "X-CSRF-Token"
_EXTENSION = "kursforum_csrf"
_LENGTH = 32
_OURS = frozenset({"same-origin", "none"})
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True)
class Csrf:
    """One service's cookie: named and pathed by it, for four of them live behind one host."""

    cookie: str
    path: str
    key: bytes
    is_secure: bool

    def token(self) -> str:
        """What a form must carry in this browser; sends the cookie where there is none."""
        if "csrf_token" not in g:
            g.csrf_token = self._sign(self._known() or self._send())
        return str(g.csrf_token)

    def is_right(self, token: str | None) -> bool:
        """Whether a form came from a page shown in this browser."""
        known = self._known()
        return bool(known and token) and hmac.compare_digest(self._sign(known or ""), token or "")

    def forget(self, response: Response) -> None:
        """Make older forms of this browser useless, as when somebody signs in."""
        response.delete_cookie(self.cookie, path=self.path, secure=self.is_secure, httponly=True)

    def _known(self) -> str | None:
        value = request.cookies.get(self.cookie, "")
        return value if len(value) == _LENGTH else None

    def _send(self) -> str:
        made = secrets.token_hex(_LENGTH // 2)

        @after_this_request
        def send(response: Response) -> Response:
            response.set_cookie(
                self.cookie, made, path=self.path, secure=self.is_secure, httponly=True, samesite="Lax"
            )
            return response

        return made

    def _sign(self, value: str) -> str:
        return hmac.digest(self.key, value.encode(), "sha256").hex()


def set_up_csrf(app: Flask) -> None:
    """Give an application its cookie; its key is derived, so that no other signature can stand for it."""
    service = app.extensions[EXTENSION]
    settings = service.settings
    key = hashlib.sha256(f"csrf {service.name} {settings.secret_key}".encode()).digest()
    app.extensions[_EXTENSION] = Csrf(
        cookie=f"kursforum_{service.name}",
        path=f"/{service.name}",
        key=key,
        is_secure=settings.base_url.startswith("https://"),
    )


def browser() -> Csrf:
    """The CSRF cookie of the service at hand."""
    return cast(Csrf, current_app.extensions[_EXTENSION])


def csrf_token() -> str:
    """The token of this browser, for a script that writes to the API."""
    return browser().token()


def csrf() -> Markup:
    """The hidden input of every form."""
    return Markup('<input type="hidden" name="%s" value="%s">') % (FIELD, csrf_token())


def check_csrf(is_api: bool) -> None:
    """Refuse a write that another site may have caused. Raises FormIsStale."""
    if request.method in _SAFE or (is_api and not _is_by_cookie()):
        return
    view = current_app.view_functions.get(request.endpoint or "")
    if getattr(view, "from_any_service", False):
        if request.headers.get("Sec-Fetch-Site", "same-origin") not in _OURS:
            raise FormIsStale()
        return
    token = request.headers.get(HEADER) or (None if is_api else request.form.get(FIELD))
    if not browser().is_right(token):
        raise FormIsStale()


def _is_by_cookie() -> bool:
    # A call with a token of its own, or with nothing, has no authority that a browser added unasked.
    return STAFF_COOKIE in request.cookies and "Authorization" not in request.headers
