"""Making a service's web application: what all four have around their own routes."""

from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

import structlog
from flask import Flask, Request, Response, g, request
from flask.sessions import SessionInterface
from werkzeug.middleware.proxy_fix import ProxyFix

from shared.audit import acting
from shared.db import went_stale
from shared.i18n import in_language, readers_language, use_languages
from shared.logging import set_up_logging
from shared.service import EXTENSION, Service
from shared.tracing import set_up_tracing, spanned, tell_span
from shared.web.access import caller, hold_to_declared, use_staff_cookie
from shared.web.answers import answer_problems
from shared.web.archive import facts_api
from shared.web.assets import serve_assets
from shared.web.audit import audit_api
from shared.web.blueprints import ApiBlueprint, PageBlueprint
from shared.web.csrf import set_up_csrf
from shared.web.failed_events import failed_events_api
from shared.web.failed_pages import failed_pages
from shared.web.figures import Figures, no_figures
from shared.web.flow import flow_api
from shared.web.guard import guard
from shared.web.headers import secure_answers
from shared.web.health import tell_health
from shared.web.idempotency import may_be_asked_again
from shared.web.json import Json
from shared.web.openapi import describe_api
from shared.web.pages import LAYOUT, set_up_pages

LARGEST_BODY = 1_000_000
# What every service answers alike.
_APIS = (audit_api, facts_api, failed_events_api, flow_api)

log = structlog.get_logger("web")


class NoSession(SessionInterface):
    """There is no session beyond the staff cookie: nothing to open, and nothing to save."""

    def open_session(self, app: Flask, request: Request) -> None:
        """None, which Flask takes for a session that cannot be written."""


class WebApp(Flask):
    """A Flask application that traces and logs each request, save those marked `unlogged`."""

    json_provider_class = Json
    session_interface = NoSession()

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """The function itself: Flask would look at each anew in every request, and none of ours is async."""
        return func

    def full_dispatch_request(self) -> Response:
        """Answer in the reader's language and the caller's trace."""
        with in_language(readers_language()), acting(caller):
            return self._noted()

    def _noted(self) -> Response:
        view = self.view_functions.get(request.endpoint or "")
        if getattr(view, "unlogged", False):
            return super().full_dispatch_request()
        rule = request.url_rule.rule if request.url_rule else "-"
        with spanned(f"{request.method} {rule}", "SERVER", [request.headers.get("traceparent")]) as trace:
            started = perf_counter()
            response = super().full_dispatch_request()
            seconds = perf_counter() - started
            response.headers["X-Request-Id"] = trace[3:35]
            self.note(rule, response.status_code, seconds)
        return response

    def handle_user_exception(self, error: Exception) -> Any:
        """Ask once more what can do nothing twice, where a connection to the database had gone stale."""
        if not went_stale(error) or "asked_again" in g or not may_be_asked_again():
            return super().handle_user_exception(error)
        g.asked_again = True
        try:
            early = self.preprocess_request()
            return self.dispatch_request() if early is None else early
        except Exception as again:
            return super().handle_user_exception(again)

    def note(self, route: str, status: int, seconds: float) -> None:
        """One log line and one observation; addresses hold secrets, so only the rule is named."""
        tell_span(http__request__method=request.method, http__route=route, http__response__status_code=status)
        self.extensions["kursforum_requests"].observe(route, request.method, status, seconds)
        log.info("request", method=request.method, route=route, status=status, ms=round(seconds * 1000, 1))


def service_app(
    service: Service,
    import_name: str,
    *,
    apis: Sequence[ApiBlueprint] = (),
    pages: Sequence[PageBlueprint] = (),
    figures: Figures = no_figures,
) -> Flask:
    """The service's application with its routes; opens no connection and starts no thread.

    Raises AccessIsUndeclared when a route does not say who may call it.
    """
    settings = service.settings
    set_up_logging(settings.log_level, settings.log_format)
    app = WebApp(import_name, static_folder=None, template_folder=None)
    app.extensions[EXTENSION] = service
    set_up_tracing(app, service.name, settings)
    _configure(app, settings)
    use_languages(app, [LAYOUT.parent / "translations", Path(app.root_path) / "translations"])
    use_staff_cookie(app)
    set_up_csrf(app)
    set_up_pages(app)
    serve_assets(app, service.name)
    answer_problems(app)
    secure_answers(app, settings.base_url)
    tell_health(app, service.name, figures)
    app.before_request(guard)
    describe_api(app, service.name, [*apis, *(make(service.name) for make in _APIS)])
    for blueprint in (*pages, failed_pages(service.name)):
        app.register_blueprint(blueprint)
    hold_to_declared(app)
    return app


def _configure(app: Flask, settings: Any) -> None:
    app.config.update(
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        TEMPLATES_AUTO_RELOAD=False,
        JSON_SORT_KEYS=False,
    )
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
