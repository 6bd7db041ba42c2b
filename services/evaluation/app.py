"""The evaluation service as a web application."""

from flask import Flask

from services.evaluation import pages, routes
from services.evaluation.settings import Settings
from shared.service import Service
from shared.settings import load
from shared.web import service_app


def create_app(settings: Settings | None = None) -> Flask:
    """The evaluation service."""
    service = Service.make("evaluation", settings or load(Settings))
    return service_app(service, __name__, apis=routes.BLUEPRINTS, pages=pages.BLUEPRINTS)
