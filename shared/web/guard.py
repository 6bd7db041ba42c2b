"""What is asked of every request before its view runs."""

from flask import after_this_request, current_app, request
from werkzeug.wrappers import Response

from shared.i18n import COOKIE, LANGUAGES
from shared.i18n import gettext as _
from shared.neighbours import sign_in
from shared.web.access import check_access
from shared.web.answers import is_api
from shared.web.csrf import check_csrf
from shared.web.pages import see_other
from shared.web.problems import InputIsInvalid, Problem, SignInIsNeeded

LARGEST_API_BODY = 256_000
_YEAR = 31_536_000
# A list that fits on one page lets whoever reads every list in the same way ask for its first.
_EVERYWHERE = frozenset({"lang", "page", "per_page"})


def guard() -> Response | None:
    """Refuse what no view should see; send people who must sign in to where they can."""
    api = is_api()
    if api:
        request.max_content_length = LARGEST_API_BODY
    if "\0" in request.path or "%00" in request.query_string.decode("latin-1"):
        raise Problem()  # no database takes it, and no person writes it
    try:
        check_access()
    except SignInIsNeeded:
        if api or request.method not in ("GET", "HEAD"):
            raise
        return see_other(sign_in(request.full_path.rstrip("?")))
    check_csrf(api)
    _check_query()
    if "lang" in request.args and request.args["lang"] in LANGUAGES:
        _remember_language(request.args["lang"])
    return None


def _check_query() -> None:
    """Refuse a filter that the address does not know: without it the answer would be another question's."""
    view = current_app.view_functions.get(request.endpoint or "")
    known = getattr(view, "query_names", None)
    unknown = request.args.keys() - known - _EVERYWHERE if known else ()
    if unknown:
        raise InputIsInvalid(errors={name: [_("There is no such filter.")] for name in sorted(unknown)})


def _remember_language(language: str) -> None:
    @after_this_request
    def remember(response: Response) -> Response:
        response.set_cookie(COOKIE, language, max_age=_YEAR, path="/", samesite="Lax", httponly=True)
        return response
