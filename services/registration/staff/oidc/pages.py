"""The way to the provider, and the way back."""

from datetime import timedelta

from flask import request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from services.registration.problems.oidc import ProviderIsAway, SignInIsStale, SignInWasCancelled
from services.registration.staff import schemas
from services.registration.staff.oidc import begun as sign_ins
from services.registration.staff.oidc.begun import Begun
from services.registration.staff.oidc.binding import account_of
from services.registration.staff.oidc.id_token import claims_for, client
from services.registration.staff.oidc.provider import provider
from services.registration.staff.signing_pages import let_in, sign_in_page
from shared.service import service, transaction
from shared.web import Form, PageBlueprint, Problem, public
from shared.web.problems import PageIsMissing
from shared.web.throttle import Throttle, caller_address

blueprint = PageBlueprint("registration", part="oidc")

# A whole office may have one address; who only wants to keep us and the provider busy is held back.
BY_ADDRESS = Throttle("oidc_address", 120, timedelta(minutes=15))


@blueprint.get("/sign-in/oidc")
@public
def begin() -> ResponseReturnValue:
    """Send whoever wants to sign in to the provider."""
    _hold_to_settings()
    begun = Begun.new(request.args.get("next", ""))
    try:
        BY_ADDRESS.count(caller_address())
        address, _state = client(_redirect_uri()).create_authorization_url(
            provider().endpoint("authorization_endpoint"),
            state=begun.state,
            nonce=begun.nonce,
            code_verifier=begun.verifier,
        )
    except Problem as problem:
        return _refused(problem, begun.wanted)
    response = redirect(address, 303)
    sign_ins.remember(response, begun)
    return response


@blueprint.get("/sign-in/oidc/callback")
@public
def come_back() -> ResponseReturnValue:
    """Let in whoever comes back from the provider and has an account here."""
    _hold_to_settings()
    wanted = ""
    try:
        BY_ADDRESS.count(caller_address())
        begun = sign_ins.recall(request.args.get("state", ""))
        wanted = begun.wanted
        response = _let_in(begun)
    except Problem as problem:
        response = _refused(problem, wanted)
    sign_ins.forget(response)
    return response


def _let_in(begun: Begun) -> Response:
    claims = claims_for(_code(), begun, _redirect_uri())  # outside the transaction: it may take its time
    with transaction() as session:
        account = account_of(session, provider().issuer, claims)
    return let_in(account, begun.wanted)


def _code() -> str:
    """What the provider gave for its token. Raises SignInWasCancelled, ProviderIsAway, SignInIsStale."""
    error = request.args.get("error")
    if error == "access_denied":
        raise SignInWasCancelled()
    if error is not None:
        raise ProviderIsAway()
    if not request.args.get("code"):
        raise SignInIsStale()
    return request.args["code"]


def _refused(problem: Problem, wanted: str) -> Response:
    # The form with the problem on top, for another try there or with the password here.
    form = Form(schemas.Credentials, initial={"next": wanted})
    form.add_problem(problem)
    return Response(sign_in_page(form), problem.status, mimetype="text/html")


def _hold_to_settings() -> None:
    if not service().settings.oidc_issuer:
        raise PageIsMissing()


def _redirect_uri() -> str:
    return str(service().settings.base_url.rstrip("/") + url_for("oidc.come_back"))
