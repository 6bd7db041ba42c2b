"""Whoever has used their sign-in link: a cookie of this service alone, and the row that ends it for all."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from flask import after_this_request, g, request
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response

from services.registration.models import SignIn
from services.registration.operations.participants import address_key
from services.registration.operations.sign_ins import send_sign_in_link
from services.registration.queries.own import find_sign_in
from shared import clock
from shared.service import reading, service, transaction
from shared.web.throttle import Throttle, caller_address

# A unit shares one address of the network; one mailbox shall not be flooded from anywhere.
BY_ADDRESS = Throttle("sign_in_link_address", 60, timedelta(minutes=15))
BY_MAILBOX = Throttle("sign_in_link", 5, timedelta(minutes=15))
COOKIE, PATH = "kursforum_participant", "/registration"
IDLE, RENEW_AFTER = timedelta(minutes=30), timedelta(minutes=5)


def ask_for_link(email: str) -> None:
    """Mail a link to whoever has this address, and tell nobody whether anybody has. Raises TooManyTries."""
    BY_ADDRESS.count(caller_address())
    BY_MAILBOX.count(address_key(email))
    with transaction() as session:
        send_sign_in_link(session, email)


def remember(response: Response, sign_in_id: UUID) -> None:
    """Let this browser be signed in, for as long as it is used and the session holds."""
    response.set_cookie(
        COOKIE,
        proof_of(sign_in_id),
        max_age=IDLE,
        path=PATH,
        secure=service().settings.base_url.startswith("https://"),
        httponly=True,
        samesite="Lax",
    )


def proof_of(sign_in_id: UUID) -> str:
    """What a browser keeps as a cookie, and a program sends as its token: good for half an hour from now."""
    return str(_serializer().dumps([sign_in_id.hex, int(clock.now().timestamp())]))


def forget(response: Response) -> None:
    """Sign out this browser."""
    response.delete_cookie(COOKIE, path=PATH, httponly=True, samesite="Lax")


def signed_in() -> SignIn | None:
    """The open session of this browser, looked up once for each request."""
    if "sign_in" not in g:
        g.sign_in = _find()
    found: SignIn | None = g.sign_in
    return found


def session_of(proof: str) -> SignIn | None:
    """The open session that a cookie or a token proves."""
    known = _read(proof)
    if known is None or clock.now() - known[1] >= IDLE:
        return None
    with reading() as session:
        return find_sign_in(session, known[0])


def _find() -> SignIn | None:
    proof = request.cookies.get(COOKIE, "")
    found, known = session_of(proof), _read(proof)
    if found and known and clock.now() - known[1] > RENEW_AFTER:
        after_this_request(lambda response: _renewed(response, found.id))
    return found


def _read(proof: str) -> tuple[UUID, datetime] | None:
    try:
        key, seconds = _serializer().loads(proof)
        return UUID(hex=key), datetime.fromtimestamp(seconds, UTC)
    except (BadSignature, ValueError, TypeError, AttributeError, OverflowError):
        return None


def _renewed(response: Response, sign_in_id: UUID) -> Response:
    is_signing_out = any(COOKIE in cookie for cookie in response.headers.getlist("Set-Cookie"))
    if not is_signing_out:
        remember(response, sign_in_id)
    return response


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(service().settings.secret_key, salt="kursforum-participant")
