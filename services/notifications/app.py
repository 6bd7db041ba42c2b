"""Putting the notifications service together."""

from flask import Flask

from services.notifications import (
    mailbox,
    pages,
    routes,
    suppression_pages,
    template_pages,
    unsubscribe_pages,
    writing_pages,
)
from services.notifications.figures import mail_figures
from services.notifications.settings import Settings
from services.notifications.transport import use_transport
from shared.service import Service
from shared.settings import load
from shared.web import service_app


def create_app(settings: Settings | None = None) -> Flask:
    """The notifications service; with a mail folder, also the mailbox that shows it."""
    settings = settings or load(Settings)
    service = Service.make("notifications", settings)
    shown = [pages.blueprint, writing_pages.blueprint, template_pages.blueprint]
    shown += [suppression_pages.blueprint, unsubscribe_pages.blueprint]
    if settings.mail_folder:
        shown.append(mailbox.blueprint)
    app = service_app(service, __name__, apis=[routes.blueprint], pages=shown, figures=mail_figures)
    use_transport(app, settings)
    return app
