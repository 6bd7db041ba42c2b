"""The reporting service."""

from flask import Flask

from services.reporting import pages, routes
from services.reporting.settings import Settings
from shared.service import Service
from shared.settings import load
from shared.web import service_app


def create_app(settings: Settings | None = None) -> Flask:
    """The reporting service: read models, figures, exports and the dashboard."""
    service = Service.make("reporting", settings or load(Settings))
    return service_app(service, __name__, apis=routes.BLUEPRINTS, pages=pages.BLUEPRINTS)
