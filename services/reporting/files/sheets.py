"""Sheets of a workbook: real tables with number formats and charts, ready to be sorted and filtered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from services.reporting.files.columns import Column
from services.reporting.measures.measure import Unit

FORMATS = {Unit.COUNT: "#,##0", Unit.HOURS: "#,##0.0", Unit.SHARE: "0%", Unit.MEAN: "0.00"}
HEAD = 2  # the line of the table's heads, below the title
_STYLE = "Table Style Light 11"
_COLOURS = ("#0d4a51", "#eda53f")
_LONGEST_NAME = 31  # of a sheet


@dataclass(frozen=True)
class Chart:
    """A chart of columns by their numbers, beside the names in column `names`; bars lie, columns stand."""

    title: str
    columns: Sequence[int]
    kind: str = "bar"
    names: int = 0


@dataclass
class Book:
    """A workbook whose sheets share a title and their formats."""

    workbook: Any
    title: str
    _known: dict[str, Any] = field(default_factory=dict)
    _tables: int = 0

    def table(
        self,
        name: str,
        columns: Sequence[Column],
        rows: Sequence[Sequence[Any]],
        *,
        chart: Chart | None = None,
        fixed: int = 1,
    ) -> None:
        """A table whose columns have one format each; `fixed` columns stay in sight."""
        sheet = self._sheet(name)
        for number, column in enumerate(columns):
            sheet.set_column(number, number, _width(column, [row[number] for row in rows]))
        self._fill(sheet, [column.name for column in columns], rows, [column.unit for column in columns])
        sheet.freeze_panes(HEAD + 1, fixed)
        if chart and rows:
            self._draw(sheet, chart, len(rows), len(columns))

    def lines(
        self,
        name: str,
        heads: Sequence[str],
        rows: Sequence[tuple[Unit, Sequence[Any]]],
        widths: Sequence[float] = (),
    ) -> None:
        """A table whose lines have one format each."""
        sheet = self._sheet(name)
        for number in range(len(heads)):
            sheet.set_column(number, number, widths[number] if widths else (16 if number else 34))
        self._fill(sheet, heads, [row for _unit, row in rows], [])
        for line, (unit, row) in enumerate(rows, HEAD + 1):
            for number, value in enumerate(row):
                if isinstance(value, int | float):
                    sheet.write_number(line, number, value, self._format(FORMATS[unit]))
        sheet.freeze_panes(HEAD + 1, 1)

    def text(self, name: str, rows: Iterable[tuple[str, str]]) -> None:
        """A sheet of names and what they mean."""
        sheet = self._sheet(name)
        sheet.set_column(0, 0, 30)
        sheet.set_column(1, 1, 110)
        wrapped = self.workbook.add_format({"text_wrap": True, "valign": "top"})
        bold = self.workbook.add_format({"bold": True, "valign": "top"})
        for line, (word, meaning) in enumerate(rows, HEAD):
            sheet.write_string(line, 0, word, bold)
            sheet.write_string(line, 1, meaning, wrapped)

    def _sheet(self, name: str) -> Any:
        sheet = self.workbook.add_worksheet(name.replace("/", " och ")[:_LONGEST_NAME])
        sheet.write(0, 0, self.title, self.workbook.add_format({"bold": True, "font_size": 14}))
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(HEAD)
        return sheet

    def _fill(
        self, sheet: Any, heads: Sequence[str], rows: Sequence[Sequence[Any]], units: Sequence[Unit | None]
    ) -> None:
        self._tables += 1
        named = [{"header": head} for head in heads]
        options = {"name": f"table_{self._tables}", "style": _STYLE, "columns": named}
        sheet.add_table(HEAD, 0, HEAD + max(len(rows), 1), len(heads) - 1, options)
        for line, row in enumerate(rows, HEAD + 1):
            for number, value in enumerate(row):
                if value is not None:
                    self._write(sheet, line, number, value, units[number] if units else None)

    def _write(self, sheet: Any, line: int, number: int, value: Any, unit: Unit | None) -> None:
        if isinstance(value, date):
            sheet.write_datetime(line, number, value, self._format("yyyy-mm-dd"))
        elif isinstance(value, str):
            sheet.write_string(line, number, value)
        else:
            sheet.write_number(line, number, value, self._format(FORMATS[unit]) if unit else None)

    def _format(self, text: str) -> Any:
        if text not in self._known:
            self._known[text] = self.workbook.add_format({"num_format": text})
        return self._known[text]

    def _draw(self, sheet: Any, chart: Chart, rows: int, width: int) -> None:
        drawn = self.workbook.add_chart({"type": chart.kind})
        first, last = HEAD + 1, HEAD + rows
        for colour, number in zip(_COLOURS, chart.columns, strict=False):
            drawn.add_series(
                {
                    "name": [sheet.name, HEAD, number],
                    "categories": [sheet.name, first, chart.names, last, chart.names],
                    "values": [sheet.name, first, number, last, number],
                    "fill": {"color": colour},
                    "gap": 60,
                }
            )
        lying = chart.kind == "bar"
        drawn.set_title({"name": chart.title, "name_font": {"size": 13}})
        drawn.set_x_axis({"reverse": False, "major_gridlines": {"visible": lying}})
        drawn.set_y_axis({"reverse": lying, "major_gridlines": {"visible": not lying}})
        if len(chart.columns) == 1:
            drawn.set_legend({"none": True})
        drawn.set_size({"width": 620, "height": max(260, 24 * rows if lying else 320)})
        sheet.insert_chart(HEAD, width + 1, drawn, {"description": chart.title})


def _width(column: Column, values: Sequence[Any]) -> float:
    """Room for the head over two lines, and for the longest text."""
    longest = max((len(value) for value in values if isinstance(value, str)), default=0)
    return max(11, min(longest + 2, 60), min(len(column.name) + 3, 24))
