"""Reading the report's pages in tests: the rows of a table as texts."""

from html.parser import HTMLParser


class Tables(HTMLParser):
    """Every table row of a page as the texts of its cells; or those of the tables of one class."""

    def __init__(self, html: str, of: str | None = None) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._of = of
        self._is_asked = of is None
        self._is_in_cell = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A table, a row or a cell begins."""
        if tag == "table" and self._of:
            self._is_asked = self._of in (dict(attrs).get("class") or "").split()
        if not self._is_asked:
            return
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
            self._is_in_cell = True

    def handle_endtag(self, tag: str) -> None:
        """A cell ends."""
        if tag in ("td", "th"):
            self._is_in_cell = False

    def handle_data(self, data: str) -> None:
        """Text in a cell belongs to it."""
        if self._is_in_cell:
            self.rows[-1][-1] += data.strip()
