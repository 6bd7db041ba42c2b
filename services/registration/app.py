"""The registration service as a web application."""

from flask import Flask

from services.registration import pages, routes
from services.registration.settings import Settings
from services.registration.staff import account_pages, signing_pages, token_pages
from services.registration.staff.oidc import pages as oidc_pages
from shared.service import Service
from shared.settings import load
from shared.web import service_app

STAFF_PAGES = (
    account_pages.blueprint,
    signing_pages.blueprint,
    oidc_pages.blueprint,
    token_pages.blueprint,
)


def create_app(settings: Settings | None = None) -> Flask:
    """Catalogue, places, waiting lists and attendance; and the staff accounts."""
    service = Service.make("registration", settings or load(Settings))
    return service_app(service, __name__, apis=routes.BLUEPRINTS, pages=[*pages.BLUEPRINTS, *STAFF_PAGES])
