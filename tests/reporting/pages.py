"""Reading the report's pages in tests: the rows of a table as texts."""

from html.parser import HTMLParser


class Tables(HTMLParser):
    """Every table row of a page as the texts of its cells."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._is_in_cell = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        """A row or a cell begins."""
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
