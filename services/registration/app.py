"""The registration service as a web application."""

from flask import Flask

from services.registration import pages, routes, staff_account_pages, staff_signing_pages, staff_token_pages
from services.registration.settings import Settings
from shared.service import Service
from shared.settings import load
from shared.web import service_app

STAFF_PAGES = (staff_account_pages.blueprint, staff_signing_pages.blueprint, staff_token_pages.blueprint)


def create_app(settings: Settings | None = None) -> Flask:
    """Catalogue, places, waiting lists and attendance; and the staff accounts."""
    service = Service.make("registration", settings or load(Settings))
    return service_app(service, __name__, apis=routes.BLUEPRINTS, pages=[*pages.BLUEPRINTS, *STAFF_PAGES])
