"""The settings of the notifications service."""

import dataclasses

from shared import settings
from shared.settings import setting


@dataclasses.dataclass(frozen=True, kw_only=True)
class Settings(settings.Settings):
    """How mail leaves the house."""

    smtp_url: str = setting(
        "The mail server, as smtp://user:password@host:587 or smtps://…:465; "
        "?tls=required insists on STARTTLS, ?tls=off never asks for it.",
        "smtp://localhost:25",
        secret=True,
    )
    mail_folder: str = setting(
        "A folder that takes all mail instead of a server, and that /mailbox shows; for trying out only.", ""
    )
    mail_from: str = setting("The sender's address; empty means the region's own.", "")
