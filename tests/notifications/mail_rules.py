"""What the HTML of a mail must keep to, wherever it is read: HTML's own grammar, and the rules of mail.

The grammar is that of the HTML standard, as a parser of its own reports it. On top of that nothing is left
for a program to mend: elements end where they should, and tables hold nothing but rows of cells.
"""

from collections.abc import Iterator
from html.parser import HTMLParser

from justhtml import JustHTML
from justhtml.dom import Element

VOID = {"meta", "br", "img", "hr", "col"}
HOLDS = {  # what alone may stand in the parts of a table
    "table": {"caption", "colgroup", "thead", "tbody", "tfoot", "tr"},
    **{part: {"tr"} for part in ("thead", "tbody", "tfoot")},
    "tr": {"td", "th"},
    **{part: {"li"} for part in ("ul", "ol")},
}
# Each runs something, loads something or asks for something, or no mail program shows it.
FORBIDDEN = {
    *("script", "iframe", "object", "embed", "form", "input", "button", "link", "base", "svg", "video")
}
LOADS = {"src", "srcset", "background", "poster", "data", "action"}
LEADS = ("https://", "http://", "mailto:", "tel:")


def faults(html: str) -> list[str]:
    """What is wrong with a mail; nothing where all is well."""
    source = _Source()
    source.feed(html)
    source.close()
    parsed = JustHTML(html, sanitize=False, collect_errors=True)
    elements = list(elements_of(parsed.root))
    return [
        *(f"grammar: {error.message}" for error in parsed.errors),
        *source.faults,
        *(f"never closed: {name}" for name in source.open),
        *_of_document(elements),
        *(fault for element in elements for fault in _of_element(element)),
    ]


def elements_of(node: Element) -> Iterator[Element]:
    """The elements below a node, in the order of the document."""
    for child in node.children or ():
        if isinstance(child, Element):
            yield child
            yield from elements_of(child)


class _Source(HTMLParser):
    """The tags as they are written, before any parser mends them."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        inside = self.open[-1] if self.open else ""
        if tag not in HOLDS.get(inside, {tag}):
            self.faults.append(f"{tag} in {inside}")
        names = [name for name, _value in attrs]
        self.faults += [f"{name} twice on {tag}" for name in {*names} if names.count(name) > 1]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.faults.append(f"{tag} ends inside {self.open[-1:]}")

    def handle_data(self, data: str) -> None:
        if data.strip() and self.open and self.open[-1] in HOLDS:
            self.faults.append(f"text in {self.open[-1]}: {data.strip()[:30]}")


def _of_document(elements: list[Element]) -> Iterator[str]:
    titles = [element for element in elements if element.name == "title"]
    if len(titles) != 1 or not titles[0].to_text().strip():
        yield "no title"
    headings = [element for element in elements if element.name == "h1"]
    if len(headings) != 1:
        yield f"{len(headings)} main headings"
    if not [element for element in elements if element.name == "html" and element.attrs.get("lang")]:
        yield "no language"
    ids = [element.attrs["id"] for element in elements if element.attrs.get("id")]
    yield from (f"id {name} twice" for name in {*ids} if ids.count(name) > 1)


def _of_element(element: Element) -> Iterator[str]:
    name, given = element.name, element.attrs or {}
    if name in FORBIDDEN:
        yield f"{name} in a mail"
    if name == "table" and given.get("role") != "presentation":
        yield "a table for the look that is read out as one"
    if name == "img" and given.get("alt") is None:
        yield "a picture without words"
    if name == "a":
        yield from _of_link(element)
    style = f"{given.get('style') or ''} {element.to_text() if name == 'style' else ''}"
    if "url(" in style or "@import" in style:
        yield f"{name} loads by its style"
    for attribute, value in given.items():
        if attribute.startswith("on"):
            yield f"{attribute} on {name}"
        if attribute in LOADS and not (value or "").startswith(("cid:", "data:")):
            yield f"{name} loads {value}"


def _of_link(element: Element) -> Iterator[str]:
    address = element.attrs.get("href") or ""
    if not address.startswith(LEADS):
        yield f"a link that leads nowhere: {address[:40]}"
    if not element.to_text().strip():
        yield f"a link without words: {address[:40]}"
