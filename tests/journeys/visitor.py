"""Somebody at a browser, who notices at once when a page is not as every page must be."""

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Locator, Page

DESK = {"width": 1280, "height": 900}
NARROW = {"width": 320, "height": 800}  # WCAG 1.4.10
SERIOUS = {"serious", "critical"}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
LOOK = """([tags, rules]) =>
  axe.run({runOnly: tags, rules, resultTypes: ["violations"], preload: false}).then(result =>
  result.violations.map(item => ({id: item.id, impact: item.impact, html: item.nodes[0].html})))"""
# The browser itself remarks on a form that is sent back with its mistakes.
EXPECTED = re.compile(r"responded with a status of (401|422)")


@dataclass
class Visitor:
    """A browser window; every page it comes to is looked over, by itself or by its companion.

    What looks pages over is a script itself: a visitor whose browser runs none needs a companion,
    who is shown each page as the visitor has it, and then opens it in English.
    """

    page: "Page"
    origin: str
    companion: "Visitor | None" = None
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def opens(self, address: str) -> None:
        """Go to a path, or to an address in a letter."""
        self.page.goto(address if address.startswith("http") else self.origin + address)
        self.looks_over()

    def follows(self, name: str) -> None:
        """Follow the first link of that name."""
        self.clicks(self.page.get_by_role("link", name=name, exact=True).first)

    def unfolds(self, name: str) -> None:
        """Open what is folded behind these words."""
        self.page.locator("summary", has_text=name).first.click()

    def presses(self, name: str) -> None:
        """Press the button of that name, which sends a form."""
        self.clicks(self.page.get_by_role("button", name=name, exact=True).first)

    def fills(self, **fields: str) -> None:
        """Write into fields, by their names; `__` stands for the dot in a row's field."""
        for name, text in fields.items():
            self.page.locator(f'main [name="{name.replace("__", ".")}"]').fill(text)

    def chooses(self, **fields: str) -> None:
        """Choose by code from lists and among radio buttons, by their names."""
        for name, code in fields.items():
            radio = self.page.locator(f'main input[name="{name}"][value="{code}"]')
            if radio.count():
                radio.check(force=True)  # its label may lie above it
            else:
                self.page.locator(f'main select[name="{name}"]').select_option(code)

    def reads(self, text: str) -> None:
        """The page has this text; fails with what it has instead."""
        words = " ".join(self.page.locator("main").inner_text().split())
        assert " ".join(text.split()) in words, words

    def looks_over(self) -> None:
        """No error, no policy broken, nothing a screen reader stumbles on, and no scrolling sideways."""
        address = self.page.url
        assert not self.complaints, f"{address}: {self.complaints}"
        if self.companion:
            self.companion.is_shown(address, self.page.content())
            self.companion.opens(in_english(address))
            assert self.companion.page.locator("html").get_attribute("lang") == "en"
            return
        obstacles = self.obstacles()
        assert not obstacles, f"{address}: {obstacles}"
        self.page.set_viewport_size(NARROW)  # type: ignore[arg-type]
        assert self.page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], address
        self.page.set_viewport_size(DESK)  # type: ignore[arg-type]

    def is_shown(self, address: str, html: str) -> None:
        """Look over a page that somebody else has before them."""
        copy = {"body": html, "content_type": "text/html; charset=utf-8"}
        self.page.route(address, lambda route: route.fulfill(**copy), times=1)
        self.page.goto(address)
        self.looks_over()

    def clicks(self, where: "Locator") -> None:
        """Click on what leads to another page."""
        with self.page.expect_navigation():
            where.click()
        self.looks_over()

    def _hear(self, message: "ConsoleMessage") -> None:
        if message.type in ("error", "warning") and not EXPECTED.search(message.text):
            self.complaints.append(message.text)

    def obstacles(self, *, with_contrast: bool = True) -> list[str]:
        """What would stop somebody with a screen reader, or who sees badly, as axe finds it."""
        rules = {"color-contrast": {"enabled": with_contrast}}
        found: list[dict[str, Any]] = self.page.evaluate(LOOK, [WCAG, rules])
        return [f"{item['id']}: {item['html'][:200]}" for item in found if item["impact"] in SERIOUS]


def in_english(address: str) -> str:
    """The same page in English."""
    parts = urlsplit(address)
    return urlunsplit(parts._replace(query=f"{parts.query}&lang=en".lstrip("&"), fragment=""))


def sit_down(browser: "Browser", origin: str, *, scripts: bool = True) -> Visitor:
    """A visitor with a browser of their own, and a companion where it runs no scripts."""
    from axe_playwright_python.base import AXE_SCRIPT  # where there is a browser, there is axe

    companion = None if scripts else sit_down(browser, origin)
    context = browser.new_context(locale="sv-SE", viewport=DESK, java_script_enabled=scripts)  # type: ignore[arg-type]
    context.set_default_timeout(10_000)
    if scripts:
        context.add_init_script(AXE_SCRIPT)
    return Visitor(context.new_page(), origin, companion)
