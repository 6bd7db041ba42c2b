"""Access: every route says who may call it, and one place asks before any of them runs."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar, cast

from flask import Flask, after_this_request, current_app, g, request
from werkzeug.wrappers import Response

from shared import clock
from shared.audit import Actor
from shared.auth.access import Staff, is_used, staff_by_id, staff_by_token
from shared.auth.cookie import NAME, RENEW_AFTER, SignedIn, StaffCookie
from shared.auth.operator import ROLE as OPERATOR_ROLE
from shared.auth.operator import is_pass, operator_by_pass
from shared.auth.tokens import fingerprint
from shared.auth.use import tell_use
from shared.service import EXTENSION, reading, service
from shared.web.problems import RoleMayNot, SignInIsNeeded

View = TypeVar("View", bound=Callable[..., Any])
PUBLIC = "public"
ROLES = frozenset({"admin", "coordinator", "representative", "lecturer", OPERATOR_ROLE})
_BEARER = "Bearer "
_EXTENSION = "kursforum_staff_cookie"


class AccessIsUndeclared(Exception):
    """A route that neither says `public` nor names the roles that may call it."""


def public(view: View) -> View:
    """Anybody may call this; a secret in the address may still be needed."""
    view.access = PUBLIC  # type: ignore[attr-defined]
    return view


def requires(*roles: str) -> Callable[[View], View]:
    """Only staff of these roles may call this; an administrator always may."""
    unknown = set(roles) - ROLES
    if unknown:
        raise ValueError(f"no such role: {sorted(unknown)}")

    def declare(view: View) -> View:
        view.access = frozenset({*roles, "admin"})  # type: ignore[attr-defined]
        return view

    return declare


def unlogged(view: View) -> View:
    """Leave no trace of a call: no log line, no request id, no trace context."""
    view.unlogged = True  # type: ignore[attr-defined]
    return view


def from_any_service(view: View) -> View:
    """The form stands on pages of all four services, whose CSRF tokens are their own.

    What the browser says of the sender is held instead; for what harms nobody, such as signing out.
    """
    view.from_any_service = True  # type: ignore[attr-defined]
    return view


def staff() -> Staff | None:
    """The member of staff who calls, by token or by cookie; looked up once for each request."""
    if "staff" not in g:
        g.staff = _find()
    return cast("Staff | None", g.staff)


def signed_in_staff() -> Staff:
    """The member of staff who calls a route that only staff may call. Raises SignInIsNeeded."""
    known = staff()
    if known is None:
        raise SignInIsNeeded()
    return known


def caller() -> Actor:
    """Who the audit log names: a member of staff, or somebody who came with a link or a form."""
    known = staff()
    return Actor("staff", known.id) if known else Actor("participant")


def _find() -> Staff | None:
    authorization = request.headers.get("Authorization", "")
    if authorization:
        if not authorization.startswith(_BEARER):
            return None
        token = authorization.removeprefix(_BEARER).strip()
        if is_pass(token):
            return operator_by_pass(service().settings.secret_key, token)
        return _program(token)
    known = staff_cookie().read(request.cookies)
    if known is None:
        return None
    with reading() as session:
        found = staff_by_id(session, known.staff_id, known.epoch)
    if found and clock.now() - known.seen > RENEW_AFTER:
        _renew(known)
    return found


def _program(token: str) -> Staff | None:
    with reading() as session:
        found = staff_by_token(session, fingerprint(token))
        is_noted = found is None or is_used(session, found.id, clock.today())
    if found and not is_noted:
        tell_use(found.id)
    return found


def _renew(known: SignedIn) -> None:
    @after_this_request
    def write(response: Response) -> Response:
        is_signing = any(NAME in cookie for cookie in response.headers.getlist("Set-Cookie"))
        if not is_signing:
            staff_cookie().write(response, known.staff_id, known.epoch, known.since)
        return response


def check_access() -> None:
    """Refuse a caller whom the route does not name. Raises SignInIsNeeded, RoleMayNot."""
    if request.endpoint is None:
        return
    access = getattr(current_app.view_functions[request.endpoint], "access")  # noqa: B009 - not of its type
    if access == PUBLIC:
        return
    caller = staff()
    if caller is None:
        raise SignInIsNeeded(headers={"WWW-Authenticate": 'Bearer realm="kursforum"'})
    if caller.role not in access:
        raise RoleMayNot()


def hold_to_declared(app: Flask) -> None:
    """Fail at start when a route does not declare its access. Raises AccessIsUndeclared."""
    silent = [name for name, view in app.view_functions.items() if not hasattr(view, "access")]
    if silent:
        raise AccessIsUndeclared(f"say @public or @requires(…) on: {', '.join(sorted(silent))}")


def use_staff_cookie(app: Flask) -> None:
    """Make the reader and writer of the staff cookie."""
    settings = app.extensions[EXTENSION].settings
    idle, longest = timedelta(hours=settings.session_idle_hours), timedelta(days=settings.session_days)
    app.extensions[_EXTENSION] = StaffCookie(settings.secret_key, settings.base_url, idle, longest)


def staff_cookie() -> StaffCookie:
    """The writer of the staff cookie, for signing in and out."""
    return cast(StaffCookie, current_app.extensions[_EXTENSION])
