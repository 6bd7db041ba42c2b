"""Health: alive, ready, and in figures; bus and lag are read from the workers' beats in the database."""

import os
import threading
from typing import Any

import sqlalchemy as sa
from flask import Flask, Response, current_app
from prometheus_client import CollectorRegistry, Gauge, Histogram, generate_latest
from sqlalchemy.exc import SQLAlchemyError

from shared.beats import FIGURES, Report, report
from shared.service import service
from shared.web.access import public, unlogged
from shared.web.figures import Figure, Figures, Told, no_figures

STOPPING = "kursforum_stopping"
_DEADLINE = 2.0
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Requests:
    """Counts requests by route, in this process.

    Of several processes behind one address each question reaches one: its number tells their counts apart.
    """

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._seconds = Histogram(
            "http_request_seconds",
            "How long requests took, by route.",
            ("route", "method", "status", "process"),
            registry=self.registry,
            buckets=_BUCKETS,
        )
        self._known: dict[tuple[str, str, int], Any] = {}

    def observe(self, route: str, method: str, status: int, seconds: float) -> None:
        """Note one request."""
        key = (route, method, status)
        child = self._known.get(key)
        if child is None:
            child = self._known[key] = self._seconds.labels(route, method, str(status), str(os.getpid()))
        child.observe(seconds)


def tell_health(app: Flask, name: str, figures: Figures = no_figures) -> None:
    """Add /healthz, /readyz and /metrics."""
    app.extensions["kursforum_requests"] = Requests()
    app.extensions["kursforum_figures"] = figures
    app.extensions[STOPPING] = threading.Event()  # set by whoever serves the application, when told to stop
    for path, view in (("healthz", _healthz), ("readyz", _readyz), ("metrics", _metrics)):
        app.add_url_rule(f"/{name}/{path}", path, view)


@public
@unlogged
def _healthz() -> dict[str, str]:
    """Whether this process answers at all."""
    return {"status": "alive"}


@public
@unlogged
def _readyz() -> tuple[dict[str, Any], int]:
    """Whether this process can serve: 503 only without its own database, and while it is being stopped."""
    if current_app.extensions[STOPPING].is_set():
        return {"status": "unready", "reasons": ["stopping"]}, 503
    found = _within_deadline(_report)
    if found is None:
        return {"status": "unready", "reasons": ["database"]}, 503
    return {"status": "degraded" if found.degraded else "ready", "reasons": found.degraded}, 200


@public
@unlogged
def _metrics() -> Response:
    """Figures for Prometheus."""
    registry = current_app.extensions["kursforum_requests"].registry
    body = generate_latest(registry)
    found = _within_deadline(_all_figures)
    gauges = CollectorRegistry()
    Gauge("database_up", "Whether the service's database answers.", registry=gauges).set(found is not None)
    gauges.register(Told(found or ()))
    return Response(body + generate_latest(gauges), mimetype="text/plain; version=0.0.4")


def _report() -> Report:
    with service().database.read() as session:
        session.execute(sa.select(1))
        return report(session)


def _all_figures() -> list[Figure]:
    with service().database.read() as session:
        of_all = report(session).figures.items()
        own = current_app.extensions["kursforum_figures"](session)
        return [*(Figure(name, FIGURES[name], value) for name, value in of_all), *own]


def _within_deadline(ask: Any) -> Any:
    """What `ask` gives, or None when the database fails or has not answered within two seconds."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    answers: list[Any] = []

    def run() -> None:
        with app.app_context():
            try:
                answers.append(ask())
            except SQLAlchemyError:
                return

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(_DEADLINE)
    return answers[0] if answers else None
