"""Writes the pages that are made from the code: the events, settings, retention and packages in docs/."""

from pathlib import Path

from scripts.asyncapi import asyncapi_page
from scripts.events_page import events_page
from scripts.packages_page import packages_page
from scripts.retention_page import retention_page
from scripts.settings_page import settings_page

DOCS = Path(__file__).parent.parent / "docs"


def pages() -> dict[str, str]:
    """Every generated page by its file name."""
    return {
        "events.md": events_page(),
        "asyncapi.yaml": asyncapi_page(),
        "settings.md": settings_page(),
        "retention.md": retention_page(),
        "packages.md": packages_page(),
    }


if __name__ == "__main__":
    for name, text in pages().items():
        (DOCS / name).write_text(text, encoding="utf-8")
