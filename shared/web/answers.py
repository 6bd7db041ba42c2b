"""Turning problems, ours and Werkzeug's, into answers."""

from typing import Any

import structlog
from flask import Flask, Response, current_app, g, request
from werkzeug.exceptions import HTTPException

from shared.db import is_away
from shared.service import service
from shared.trace import current_trace
from shared.web.pages import render_shared
from shared.web.problems import (
    BodyHasWrongType,
    BodyIsTooLarge,
    MethodIsWrong,
    PageIsMissing,
    Problem,
    RoleMayNot,
    ServerFailed,
    ServiceIsAway,
    SignInIsNeeded,
    TooManyTries,
)

log = structlog.get_logger("web")

_BY_STATUS: dict[int, type[Problem]] = {
    kind.status: kind
    for kind in (
        Problem,
        SignInIsNeeded,
        RoleMayNot,
        PageIsMissing,
        MethodIsWrong,
        BodyIsTooLarge,
        BodyHasWrongType,
        TooManyTries,
        ServerFailed,
    )
}


def is_api() -> bool:
    """Whether the request is for the API, whose answers are JSON even when they are problems."""
    return request.path.startswith(f"/{service().name}/api/")


def answer(problem: Problem) -> Response:
    """The problem as problem+json for the API, and as a page for people."""
    if is_api():
        response = current_app.make_response(problem.as_json())
        response.mimetype = "application/problem+json"
    else:
        response = current_app.make_response(_page(problem))
    response.status_code = problem.status
    response.headers.update(problem.headers)
    return response


def _page(problem: Problem) -> str:
    if isinstance(problem, ServiceIsAway):
        _ask_nobody()
    trace = current_trace() if problem.status >= 500 else None
    try:
        return render_shared("problem.html", problem=problem, reference=trace and trace[3:15])
    except Exception as error:
        if not is_away(error):
            raise
        _ask_nobody()
        return render_shared("problem.html", problem=problem, reference=trace and trace[3:15])


def _ask_nobody() -> None:
    """Let the layout go without the database: no name of who is signed in, and the region as last known."""
    g.staff = None
    service().known_region.keep()


def answer_problems(app: Flask) -> None:
    """Let one place answer everything that is raised."""
    app.register_error_handler(Problem, answer)
    app.register_error_handler(HTTPException, _answer_http)
    app.register_error_handler(Exception, _answer_failure)


def _answer_http(error: HTTPException) -> Any:
    if error.code is None or error.code < 400:
        return error  # a redirect
    problem = _BY_STATUS.get(error.code, _nearest(error.code))()
    kept = dict(error.get_headers())
    problem.headers = {name: kept[name] for name in ("Allow", "Retry-After") if name in kept}
    response = answer(problem)
    response.status_code = error.code
    return response


def _nearest(status: int) -> type[Problem]:
    return Problem if status < 500 else ServerFailed


def _answer_failure(error: Exception) -> Response:
    if current_app.testing:
        raise error
    if is_away(error):
        log.error("database_away", error=type(error).__name__)
        return answer(ServiceIsAway())
    log.error("request_failed", exc_info=error, error=type(error).__name__)
    return answer(ServerFailed())
