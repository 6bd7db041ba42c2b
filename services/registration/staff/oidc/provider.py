"""What the provider says of itself: where to go, where to ask, and the keys by which it signs.

Authlib, joserfc, requests and cryptography take a fifth of a second and some megabytes to import; most
installations never sign in by OIDC, and so they are imported where they are used.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

import structlog
from flask import current_app

from services.registration.problems.oidc import ProviderIsAway
from services.registration.settings import is_safe_address
from shared import clock
from shared.service import service

if TYPE_CHECKING:
    from joserfc.jwk import KeySet

TIMEOUT = 5  # seconds, to connect and between two parts of the answer
KNOWN_FOR = timedelta(hours=1)
# A key that we do not know may be new; nobody shall make us ask for it all the time.
KEYS_KNOWN_FOR_AT_LEAST = timedelta(minutes=1)
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
_EXTENSION = "kursforum_oidc"

log = structlog.get_logger("oidc")


@dataclass
class Provider:
    """The provider of the setting OIDC_ISSUER, as it was last asked."""

    issuer: str
    _known: dict[str, tuple[datetime, Mapping[str, Any]]] = field(default_factory=dict)

    def endpoint(self, name: str) -> str:
        """One of its addresses. Raises ProviderIsAway."""
        return str(self._described()[name])

    def authenticates_by(self) -> str:
        """How we show our secret to it: as OIDC has it when the provider says nothing, if it takes that."""
        taken = self._described().get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        return "client_secret_basic" if "client_secret_basic" in taken else "client_secret_post"

    def keys(self, *, anew: bool = False) -> "KeySet":
        """The keys by which it signs, asked for `anew` unless that was just done. Raises ProviderIsAway."""
        from joserfc.errors import JoseError
        from joserfc.jwk import KeySet

        known_for = KEYS_KNOWN_FOR_AT_LEAST if anew else KNOWN_FOR
        found = self._get(
            self.endpoint("jwks_uri"), known_for, lambda keys: isinstance(keys.get("keys"), list)
        )
        try:
            return KeySet.import_key_set(cast("Any", found))
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise _away(type(error).__name__) from error

    def _described(self) -> Mapping[str, Any]:
        address = f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"
        return self._get(address, KNOWN_FOR, self._is_described)

    def _is_described(self, found: Mapping[str, Any]) -> bool:
        # Another's description would have us trust another's keys (OpenID Connect Discovery 1.0, 4.3).
        addresses = [found.get(name) for name in _ENDPOINTS]
        is_safe = all(isinstance(address, str) and is_safe_address(address) for address in addresses)
        return found.get("issuer") == self.issuer and is_safe

    def _get(
        self, address: str, known_for: timedelta, is_right: Callable[[Mapping[str, Any]], bool]
    ) -> Mapping[str, Any]:
        at, found = self._known.get(address, (None, {}))
        if at is None or clock.now() - at > known_for:
            found = _fetch(address)
            if not is_right(found):
                raise _away("another issuer, or a part is missing or without TLS")
            self._known[address] = clock.now(), found
        return found


def provider() -> Provider:
    """The provider of the application at hand, with what is known of it."""
    issuer = service().settings.oidc_issuer
    known = current_app.extensions.get(_EXTENSION)
    if known is None or known.issuer != issuer:
        known = current_app.extensions[_EXTENSION] = Provider(issuer)
    return cast(Provider, known)


def _fetch(address: str) -> Mapping[str, Any]:
    import requests

    try:
        answer = requests.get(address, timeout=TIMEOUT, allow_redirects=False)
        found = answer.json() if answer.status_code == 200 else None
    except (requests.RequestException, ValueError) as error:
        raise _away(type(error).__name__) from error
    if not isinstance(found, dict):
        raise _away(f"status {answer.status_code}, or no JSON object")
    return found


def _away(why: str) -> ProviderIsAway:
    # In our own words: what a library says of an error may quote what it was given.
    log.warning("provider_is_away", why=why)
    return ProviderIsAway()
