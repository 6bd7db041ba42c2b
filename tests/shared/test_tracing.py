"""Spans by OpenTelemetry: a registration and what it sets off elsewhere are one trace at the collector."""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import sqlalchemy as sa
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from services.names import handlers_of
from shared.events import PAGE
from shared.inbox import Inbox
from shared.outbox import outbox
from shared.service import EXTENSION
from shared.settings import SettingsAreWrong
from shared.tracing import Tracing, tracing
from tests.applications import Applications
from tests.registration.office import Office
from tests.registration.samples import sample_participant

CALLER = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
Told = dict[str, Any]


@contextmanager
def collector() -> Iterator[tuple[str, list[tuple[str, Any]]]]:
    """Where one answers, and the spans it was sent, each with its service."""
    told: list[tuple[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sent = ExportTraceServiceRequest.FromString(self.rfile.read(int(self.headers["Content-Length"])))
            for one in sent.resource_spans:
                named = {it.key: it.value.string_value for it in one.resource.attributes}
                told.extend((named["service.name"], it) for part in one.scope_spans for it in part.spans)
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.02), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", told
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_a_registration_and_its_letter_are_one_trace_at_the_collector(
    applications: Applications, fresh_database: Callable[[str, str], str]
) -> None:
    with collector() as (address, told):
        given = {"otel_exporter_otlp_endpoint": address}
        bodies = _register(applications, fresh_database("registration", "sqlite"), given)
        url = fresh_database("notifications", "sqlite")
        with applications.lend("notifications", url, **given) as app, app.app_context():
            Inbox(app.extensions[EXTENSION].database, PAGE, handlers_of("notifications")).take(bodies)
            _tracing().close()
    ((_, request),) = [it for it in told if it[0] == "registration"]
    assert (request.trace_id.hex(), request.parent_span_id.hex()) == (CALLER[3:35], CALLER[36:52])
    assert request.name == "POST /registration/api/occasions/<uuid:occasion_id>/registrations"
    handled = {span.name: span for service, span in told if service == "notifications"}
    letter = handled["process registration.participant_registered"]
    assert (letter.trace_id, letter.parent_span_id) == (request.trace_id, request.span_id)
    assert "Disa" not in str(told)


@pytest.mark.parametrize(("endpoint", "says"), [("collector:4318", "http://"), ("http://c", "packages")])
def test_what_cannot_tell_a_collector_does_not_start(
    monkeypatch: pytest.MonkeyPatch, endpoint: str, says: str
) -> None:
    if says == "packages":
        monkeypatch.setitem(sys.modules, "opentelemetry.exporter.otlp.proto.http.trace_exporter", None)
    with pytest.raises(SettingsAreWrong, match=says):
        Tracing("registration", endpoint)


def _register(applications: Applications, url: str, given: Told) -> list[bytes]:
    """What a registration told the others, in the trace of its caller."""
    with applications.lend("registration", url, **given) as app:
        path = f"/registration/api/occasions/{Office(app).open_occasion().id}/registrations"
        headers = {"traceparent": CALLER}
        answer = app.test_client().post(path, json=sample_participant("Disa"), headers=headers)
        assert (answer.status_code, answer.headers["X-Request-Id"]) == (201, CALLER[3:35])
        with app.app_context():
            _tracing().close()
        with app.extensions[EXTENSION].database.read() as session:
            rows = session.execute(sa.select(outbox.c.type, outbox.c.body).order_by(outbox.c.sequence)).all()
    mine = {kind.name for kind in PAGE.heard_by("notifications")}
    return [bytes(row.body) for row in rows if row.type in mine]


def _tracing() -> Tracing:
    found = tracing()
    assert found
    return found
