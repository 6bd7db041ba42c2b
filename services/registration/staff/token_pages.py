"""Pages for administrators: the tokens by which programs call the API."""

from uuid import UUID

from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from services.registration.staff import schemas, tokens
from shared import neighbours
from shared.i18n import gettext as _
from shared.service import reading, service, transaction
from shared.web import Form, PageBlueprint, render, requires, see_other

blueprint = PageBlueprint("registration", part="tokens")


@blueprint.get("/staff/tokens/")
@requires("admin")
def list_tokens() -> str:
    """Every token, and when it was last used."""
    with reading() as session:
        found = tokens.list_tokens(session)
    return render("staff_tokens.html", tokens=found)


@blueprint.route("/staff/tokens/new", methods=["GET", "POST"])
@requires("admin")
def add_token() -> ResponseReturnValue:
    """Make a token, and show it this once."""
    form = Form(schemas.NewProgram)
    if form.ok:
        with transaction() as session:
            made = tokens.add_token(session, form.data)
        return render("staff_token_made.html", name=form.data["name"], token=made.token)
    municipalities = [(item.code, item.name) for item in service().region.municipalities]
    labels = {"name": _("What it is for"), "role": _("Role"), "municipality": _("Municipality")}
    page = render("staff_token_new.html", form=form, municipalities=municipalities, labels=labels)
    return page, 422 if form.is_sent else 200


@blueprint.get("/staff/tokens/<uuid:token_id>/revoke")
@requires("admin")
def confirm_revocation(token_id: UUID) -> str:
    """Ask once more before a program is shut out."""
    with reading() as session:
        token = tokens.find_token(session, token_id)
    return render("staff_token_revoke.html", token=token)


@blueprint.post("/staff/tokens/<uuid:token_id>/revoke")
@requires("admin")
def revoke_token(token_id: UUID) -> Response:
    """End a token at once, in all services."""
    with transaction() as session:
        tokens.revoke_token(session, token_id)
    return see_other(neighbours.tokens())
