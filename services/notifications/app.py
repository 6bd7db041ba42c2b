"""Putting the notifications service together."""

from flask import Flask

from services.notifications import pages, routes
from services.notifications.figures import mail_figures
from services.notifications.settings import Settings
from services.notifications.transports import mailbox
from services.notifications.transports.chosen import use_transport
from shared.service import Service
from shared.settings import load
from shared.web import service_app


def create_app(settings: Settings | None = None) -> Flask:
    """The notifications service; with a mail folder, also the mailbox that shows it."""
    settings = settings or load(Settings)
    service = Service.make("notifications", settings)
    shown = [*pages.BLUEPRINTS, mailbox.blueprint] if settings.mail_folder else pages.BLUEPRINTS
    app = service_app(service, __name__, apis=[routes.blueprint], pages=shown, figures=mail_figures)
    use_transport(app, settings)
    return app
