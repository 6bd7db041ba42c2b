"""The contrast of a mail's words, worked out as a mail program does it: which colour on which ground.

Enough of the cascade for our frame: tags, classes, what is inside what, inline styles and `!important`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from justhtml import JustHTML
from justhtml.dom import Element, Text

from tests.notifications.mail_rules import elements_of

ENOUGH = 4.5  # to one; WCAG 2.2, 1.4.3
_DARK = re.compile(r"@media \(prefers-color-scheme: dark\) \{(.*?\})\s*\}", re.DOTALL)
_MEDIA = re.compile(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}\b|\binherit\b")

Weight = tuple[bool, bool, int, int]  # important, inline, specificity, place


@dataclass(frozen=True)
class Rule:
    """One selector with the colours that it gives."""

    steps: tuple[str, ...]  # simple selectors with ">" between a parent and its child
    given: dict[str, tuple[str, bool]]

    @property
    def specificity(self) -> int:
        """Classes before tags."""
        return sum(10 * step.count(".") + (step[0].isalpha()) for step in self.steps)

    def fits(self, element: Element, steps: tuple[str, ...] | None = None) -> bool:
        """Whether the selector finds the element."""
        steps = self.steps if steps is None else steps
        if not _is(element, steps[-1]):
            return False
        rest, parent = steps[:-1], element.parent
        if not rest:
            return True
        if rest[-1] == ">":
            return isinstance(parent, Element) and self.fits(parent, rest[:-1])
        return any(self.fits(above, rest) for above in _above(element))


class Colours:
    """The colours of a mail, by day or in the dark."""

    def __init__(self, html: str, *, is_dark: bool) -> None:
        self.root = JustHTML(html, sanitize=False).root
        self.is_dark = is_dark

    @cached_property
    def rules(self) -> list[Rule]:
        """The rules that hold, in their order."""
        styles = [element.to_text() for element in elements_of(self.root) if element.name == "style"]
        plain = "".join(_MEDIA.sub("", style) for style in styles)
        dark = "".join(found[1] for style in styles for found in _DARK.finditer(style))
        return [*_rules(plain), *(_rules(dark) if self.is_dark else ())]

    def weak(self) -> list[str]:
        """The words that are hard to read, with their colours."""
        return [
            f"{ink} on {ground}: {words}"
            for words, ink, ground in self._words()
            if contrast(ink, ground) < ENOUGH
        ]

    def _words(self) -> Iterator[tuple[str, str, str]]:
        for element in elements_of(self.root):
            if element.name in ("style", "title") or self._is_hidden(element):
                continue
            words = " ".join(str(part.data) for part in element.children if isinstance(part, Text))
            if words.strip():
                yield (
                    words.strip()[:40],
                    self._inherited(element, "color", "#000000"),
                    self._inherited(element, "background-color", "#ffffff"),
                )

    def _inherited(self, element: Element, name: str, otherwise: str) -> str:
        for one in (element, *_above(element)):
            found = self._own(one, name)
            if found and found != "inherit":
                return found
        return otherwise

    def _own(self, element: Element, name: str) -> str | None:
        found: list[tuple[Weight, str]] = []
        for place, rule in enumerate(self.rules):
            if name in rule.given and rule.fits(element):
                value, important = rule.given[name]
                found.append(((important, False, rule.specificity, place), value))
        inline = _given((element.attrs or {}).get("style") or "")
        if name in inline:
            value, important = inline[name]
            found.append(((important, True, 0, 0), value))
        return max(found)[1] if found else None

    def _is_hidden(self, element: Element) -> bool:
        chain = (element, *_above(element))
        return any("display:none" in ((one.attrs or {}).get("style") or "") for one in chain)


def contrast(one: str, other: str) -> float:
    """The contrast of two colours (WCAG 2.2, 1.4.3), from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _rules(css: str) -> list[Rule]:
    found = []
    for selectors, body in _RULE.findall(css):
        given = _given(body)
        for selector in selectors.split(",") if given else ():
            if ":" not in selector and "#" not in selector:
                found.append(Rule(tuple(selector.replace(">", " > ").split()), given))
    return found


def _given(body: str) -> dict[str, tuple[str, bool]]:
    given = {}
    for declaration in body.split(";"):
        name, _, value = (part.strip() for part in declaration.partition(":"))
        colour = _COLOUR.search(value)
        if name in ("color", "background", "background-color") and colour:
            key = "color" if name == "color" else "background-color"
            given[key] = (colour[0].lower(), "!important" in value)
    return given


def _is(element: Element, simple: str) -> bool:
    tag, *classes = simple.split(".")
    mine = ((element.attrs or {}).get("class") or "").split()
    return (not tag or tag == element.name) and all(name in mine for name in classes)


def _above(element: Element) -> Iterator[Element]:
    while isinstance(parent := element.parent, Element):
        yield parent
        element = parent
