"""Chromium: the one on PATH, or of the path in CHROMIUM."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tests.servers.missing import ServerIsMissing, program

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@contextmanager
def chromium(path: str) -> Iterator["Browser"]:
    """A headless browser."""
    from playwright.sync_api import sync_playwright  # takes half a second that few tests need

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


def chromium_path() -> str:
    """Where Chromium is; raises ServerIsMissing."""
    given = os.environ.get("CHROMIUM")
    if given:
        return given
    for name in ("chromium", "chromium-browser"):
        try:
            return program(name)
        except ServerIsMissing:
            continue
    return program("google-chrome")
