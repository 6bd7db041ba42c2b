"""All one's own registrations by API: a link by e-mail, the token that it gives, and the list."""

from collections.abc import Mapping
from typing import Any

from services.registration.operations.sign_ins import end_sign_in, open_sign_in
from services.registration.participant_session import IDLE, ask_for_link, proof_of
from services.registration.problems import SignInHasEnded, SignInLinkIsSpent
from services.registration.queries.own import list_own
from services.registration.routes.callers import visitor
from services.registration.schemas.own import Asked, LinkToken, MailAddress, OwnLines, OwnQuery, SignedIn
from shared import clock
from shared.service import reading, transaction
from shared.web import ApiBlueprint, public, raises
from shared.web.access import unlogged
from shared.web.problems import TooManyTries

blueprint = ApiBlueprint("registration", "own", description="All registrations with one e-mail address")


@blueprint.post("/sign-in-links")
@public
@unlogged
@blueprint.arguments(MailAddress)
@blueprint.response(202, Asked)
@raises(TooManyTries)
def ask_for_sign_in_link(asked: dict[str, str]) -> Mapping[str, str]:
    """Mail a link to whoever has this address; the answer is the same where nobody has."""
    ask_for_link(asked["email"])
    return asked


@blueprint.post("/sign-ins")
@public
@unlogged
@blueprint.arguments(LinkToken)
@blueprint.response(201, SignedIn)
@raises(SignInLinkIsSpent)
def sign_in(given: dict[str, str]) -> Mapping[str, Any]:
    """Use up the link; the token in the answer shows and changes the registrations with its address."""
    with transaction() as session:
        opened = open_sign_in(session, given["token"])
    return {"token": proof_of(opened.id), "expires_at": clock.now() + IDLE}


@blueprint.get("/mine")
@public
@blueprint.arguments(OwnQuery, location="query")
@blueprint.response(200, OwnLines)
@raises(SignInHasEnded)
def list_own_registrations(wanted: dict[str, bool]) -> Mapping[str, Any]:
    """The registrations of everybody who shares the address."""
    known = visitor()
    with reading() as session:
        persons = list_own(session, known.email_key)
    earlier = wanted["earlier"]
    return {
        "items": [
            line for person in persons for line in (*person.coming, *(person.earlier if earlier else ()))
        ]
    }


@blueprint.delete("/mine")
@public
@blueprint.response(204)
@raises(SignInHasEnded)
def sign_out() -> None:
    """End the session of the token."""
    known = visitor()
    with transaction() as session:
        end_sign_in(session, known.id)
