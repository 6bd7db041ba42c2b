"""The settings of the notifications service."""

import dataclasses

from shared import settings
from shared.settings import setting


@dataclasses.dataclass(frozen=True, kw_only=True)
class Settings(settings.Settings):
    """How mail leaves the house, and when people are reminded."""

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
    mail_bounces_to: str = setting(
        "The address to which reports of failure come back; empty means the sender's.", ""
    )
    bounces: str = setting(
        "Where those reports are read: a folder (of .eml files, or a Maildir), or "
        "imaps://user:password@host/INBOX; empty: nowhere.",
        "",
        secret=True,
    )
    prompt_rate: int = setting(
        "How many letters a minute that somebody waits for may leave, over all workers; 0: no limit.", 0
    )
    bulk_rate: int = setting("How many other letters a minute may leave, over all workers; 0: no limit.", 0)
    remind_before: str = setting(
        "How many days before an occasion begins its participants are reminded, as 14 2; empty: never.",
        "14 2",
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        if min(self.prompt_rate, self.bulk_rate) < 0:
            raise settings.SettingsAreWrong("PROMPT_RATE and BULK_RATE must be 0 or more.")
        if not all(days.isdecimal() and 1 <= int(days) <= 365 for days in self.remind_before.split()):
            raise settings.SettingsAreWrong("REMIND_BEFORE must be days from 1 to 365, as 14 2.")

    @property
    def reminder_days(self) -> frozenset[int]:
        """The days of `remind_before`."""
        return frozenset(int(days) for days in self.remind_before.split())
