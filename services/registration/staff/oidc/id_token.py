"""The ID token: fetched for a code, and believed only when everything about it is right."""

from typing import TYPE_CHECKING, Any

import structlog

from services.registration.problems.oidc import ProviderIsAway, TokenIsWrong
from services.registration.staff.oidc.begun import Begun
from services.registration.staff.oidc.provider import TIMEOUT, provider
from shared import clock
from shared.service import service

if TYPE_CHECKING:
    from authlib.integrations.requests_client import OAuth2Session
    from joserfc.jwt import Token

# Only where the provider alone can sign: with a shared secret, or none, others could.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
LEEWAY = 60  # seconds by which two clocks may differ

log = structlog.get_logger("oidc")


def client(redirect_uri: str) -> "OAuth2Session":
    """Us, as the provider knows us. Raises ProviderIsAway."""
    # Imported here for the reason that stands in provider.py.
    from authlib.integrations.requests_client import OAuth2Session

    settings = service().settings
    return OAuth2Session(
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret or None,
        token_endpoint_auth_method=provider().authenticates_by() if settings.oidc_client_secret else "none",
        scope="openid email",
        redirect_uri=redirect_uri,
        code_challenge_method="S256",
    )


def claims_for(code: str, begun: Begun, redirect_uri: str) -> dict[str, Any]:
    """What the provider says of whoever signed in there. Raises ProviderIsAway, TokenIsWrong."""
    from authlib.integrations.base_client import OAuthError
    from requests import RequestException

    try:
        answer = client(redirect_uri).fetch_token(
            provider().endpoint("token_endpoint"),
            grant_type="authorization_code",
            code=code,
            code_verifier=begun.verifier,
            redirect_uri=redirect_uri,
            timeout=TIMEOUT,
            allow_redirects=False,
        )
    except OAuthError as error:  # the code is spent, or was made for another verifier
        raise _wrong(type(error).__name__) from error
    except (RequestException, ValueError) as error:
        log.warning("provider_is_away", why=type(error).__name__)
        raise ProviderIsAway() from error
    return _checked(answer, begun.nonce)


def _checked(answer: dict[str, Any], nonce: str) -> dict[str, Any]:
    from authlib.oidc.core import CodeIDToken
    from joserfc.errors import JoseError

    client_id = service().settings.oidc_client_id
    essential = {"iss": provider().issuer, "aud": client_id}
    try:
        token = _signed(answer.get("id_token"))
        claims = CodeIDToken(
            token.claims,
            token.header,
            options={name: {"essential": True, "value": value} for name, value in essential.items()},
            params={"client_id": client_id, "nonce": nonce, "access_token": answer.get("access_token")},
        )
        claims.validate(now=int(clock.now().timestamp()), leeway=LEEWAY)
    except (JoseError, ValueError, TypeError) as error:
        raise _wrong(type(error).__name__) from error
    return dict(claims)


def _signed(text: object) -> "Token":
    """The token, whose signature is the provider's; one with a key not seen before has its keys asked for."""
    from joserfc import jwt
    from joserfc.errors import InvalidKeyIdError
    from joserfc.jws import JWSRegistry

    if not isinstance(text, str):
        raise TypeError("no ID token")
    # A header may have what we do not know, and must be ignored (RFC 7519, 5).
    registry = JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)
    try:
        return jwt.decode(text, provider().keys(), registry=registry)
    except InvalidKeyIdError:
        return jwt.decode(text, provider().keys(anew=True), registry=registry)


def _wrong(kind: str) -> TokenIsWrong:
    # The kind of error alone: a token names somebody, and is a key.
    log.warning("token_is_wrong", kind=kind)
    return TokenIsWrong()
