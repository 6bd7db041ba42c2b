"""Spans by OpenTelemetry: how long requests and handlers took, for a collector, if there is one.

Trace ids are those of logs and events, with it and without. What it needs is imported only where it is
wanted, and an exporter is made at the first span: it has a thread, which no fork survives.
"""

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any

from flask import Flask, current_app, has_app_context

from shared.settings import Settings, SettingsAreWrong
from shared.trace import traced

if TYPE_CHECKING:
    from opentelemetry.context import Context
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.trace import SpanContext

_EXTENSION = "kursforum_tracing"


class Tracing:
    """What one service tells a collector."""

    def __init__(self, service: str, endpoint: str) -> None:
        """`endpoint` takes OTLP over HTTP. Raises SettingsAreWrong for another, or without the packages."""
        try:
            import_module("opentelemetry.exporter.otlp.proto.http.trace_exporter")
        except ImportError as error:
            lacking = "OTEL_EXPORTER_OTLP_ENDPOINT needs the packages of kursforum[tracing]."
            raise SettingsAreWrong(lacking) from error
        if not endpoint.startswith(("http://", "https://")):
            raise SettingsAreWrong("OTEL_EXPORTER_OTLP_ENDPOINT must begin with http:// or https://.")
        self._service, self._endpoint = service, endpoint
        self._provider: TracerProvider | None = None
        self._lock = threading.Lock()

    @contextmanager
    def span(self, name: str, kind: str, traces: Sequence[str | None]) -> Iterator[str]:
        """A span below the first of the traces, linked with the others; the work in it is traced by it."""
        from opentelemetry.trace import Link, SpanKind, StatusCode

        parent, *others = traces
        links = [Link(context) for other in others if (context := _span_in(_context(other))).is_valid]
        tracer = self._made().get_tracer("kursforum")
        # An error's text may quote what somebody wrote: its kind is all that is told.
        with tracer.start_as_current_span(
            name,
            _context(parent),
            SpanKind[kind],
            links=links,
            record_exception=False,
            set_status_on_exception=False,
        ) as span:
            found = span.get_span_context()
            with traced(f"00-{found.trace_id:032x}-{found.span_id:016x}-{found.trace_flags:02x}") as trace:
                try:
                    yield trace
                except Exception as error:
                    span.set_attribute("error.type", type(error).__name__)
                    span.set_status(StatusCode.ERROR)
                    raise

    def close(self) -> None:
        """Send what is left; also done when the process ends."""
        with self._lock:
            if self._provider is not None:
                self._provider.shutdown()
                self._provider = None

    def _made(self) -> "TracerProvider":
        with self._lock:
            if self._provider is None:
                self._provider = self._make()
            return self._provider

    def _make(self) -> "TracerProvider":
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor

        named = {"service.name": self._service, "service.namespace": "kursforum"}
        provider = TracerProvider(resource=Resource.create(named))
        exporter = OTLPSpanExporter(endpoint=f"{self._endpoint.rstrip('/')}/v1/traces")
        provider.add_span_processor(BatchSpanProcessor(exporter))
        return provider


def set_up_tracing(app: Flask, service: str, settings: Settings) -> None:
    """Let the service tell a collector, where the settings name one. Raises SettingsAreWrong."""
    if settings.otel_exporter_otlp_endpoint:
        app.extensions[_EXTENSION] = Tracing(service, settings.otel_exporter_otlp_endpoint)


@contextmanager
def spanned(name: str, kind: str, traces: Sequence[str | None]) -> Iterator[str]:
    """Work within the first of the traces, as `traced`; and as a span, where there is a collector.

    `kind` is SERVER or CONSUMER; the other traces are those of events handled together with the first.
    """
    found = tracing()
    with found.span(name, kind, traces) if found else traced(traces[0]) as trace:
        yield trace


def tell_span(**attributes: Any) -> None:
    """Add to the span of the work at hand, if there is one; two underscores stand for a dot."""
    if tracing() is not None:
        from opentelemetry.trace import get_current_span

        get_current_span().set_attributes({key.replace("__", "."): it for key, it in attributes.items()})


def tracing() -> Tracing | None:
    """What the service at work tells a collector by, if it does."""
    return current_app.extensions.get(_EXTENSION) if has_app_context() else None


def _context(traceparent: str | None) -> "Context":
    from opentelemetry.context import Context
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    carrier: Mapping[str, Any] = {"traceparent": traceparent} if traceparent else {}
    return TraceContextTextMapPropagator().extract(carrier, Context())


def _span_in(context: "Context") -> "SpanContext":
    from opentelemetry.trace import get_current_span

    return get_current_span(context).get_span_context()
