"""The way out for mail that the settings name."""

from pathlib import Path

from flask import Flask, current_app

from services.notifications.settings import Settings
from services.notifications.transports.folder import FolderTransport
from services.notifications.transports.post import Transport
from services.notifications.transports.smtp import SmtpTransport
from shared.settings import SettingsAreWrong

_EXTENSION = "mail_transport"


def use_transport(app: Flask, settings: Settings) -> None:
    """Give the app its way out, without opening it. Raises SettingsAreWrong."""
    folder = settings.mail_folder
    try:
        way_out = FolderTransport(Path(folder)) if folder else SmtpTransport(settings.smtp_url)
    except ValueError as error:
        raise SettingsAreWrong(str(error)) from error
    app.extensions[_EXTENSION] = way_out


def transport() -> Transport:
    """The way out of the app whose context this is."""
    found: Transport = current_app.extensions[_EXTENSION]
    return found
