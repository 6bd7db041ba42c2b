"""Results as a workbook: tables that can be sorted and filtered, and a chart of what was asked of all."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from services.evaluation.distributions import Distribution
from services.evaluation.queries.results import EvaluationResults, Results
from shared.i18n import gettext as _

Row = Sequence[Any]
_STYLE = "Table Style Light 11"
_SEA = "#0d4a51"


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading, its width in characters, and how its figures are written."""

    name: str
    width: int
    format: str | None = None


def as_xlsx(results: Results) -> bytes:
    """A workbook in the reader's language; no cell of it is ever run as a formula."""
    import xlsxwriter  # only when a file is asked for: every process would carry its memory

    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as workbook:
        _measures(workbook, results)
        _distributions(workbook, results)
        if results.followed_up or results.later_only:
            _follow_up(workbook, results)
        if not isinstance(results, EvaluationResults):
            _occasions(workbook, results)
        if results.texts:
            _texts(workbook, results)
    return file.getvalue()


def _measures(workbook: Any, results: Results) -> None:
    columns = [
        Column(_("Question"), 60),
        Column(_("Answers"), 10, "#,##0"),
        Column(_("Mean"), 10, "0.00"),
        Column(_("Gave 4 or 5"), 13, "0%"),
        Column(_("Gave 9 or 10"), 13, "0%"),
        Column(_("Gave 0 to 6"), 13, "0%"),
    ]
    _table(workbook, _("Results"), results.title, columns, [_measured(i) for i in results.distributions])


def _measured(item: Distribution) -> Row:
    recommending = item.recommending or (None, None)
    return (str(item.question.text), item.answered, item.mean, item.satisfied_share, *recommending)


def _distributions(workbook: Any, results: Results) -> None:
    columns = [
        Column(_("Question"), 60),
        Column(_("Answer"), 30),
        Column(_("Number"), 10, "#,##0"),
        Column(_("Share"), 10, "0%"),
    ]
    rows = [
        (str(item.question.text), line.name, line.count, line.share)
        for item in results.distributions
        for line in item.lines
    ]
    sheet, first = _table(workbook, _("Distribution"), results.title, columns, rows)
    if results.distributions:
        _bars(workbook, sheet, results.distributions[0], first)


def _bars(workbook: Any, sheet: Any, item: Distribution, first: int) -> None:
    """A chart of the first question's distribution, beside the table."""
    chart, last = workbook.add_chart({"type": "bar"}), first + len(item.lines) - 1
    chart.add_series(
        {
            "categories": [sheet.name, first, 1, last, 1],
            "values": [sheet.name, first, 3, last, 3],
            "fill": {"color": _SEA},
            "data_labels": {"value": True},
            "gap": 40,
        }
    )
    chart.set_title({"name": str(item.question.text), "name_font": {"size": 12}})
    chart.set_legend({"none": True})
    chart.set_x_axis({"min": 0, "major_gridlines": {"visible": False}, "visible": False})
    text = ", ".join(f"{line.name}: {line.count}" for line in item.lines)
    sheet.insert_chart(2, 5, chart, {"description": text})


def _follow_up(workbook: Any, results: Results) -> None:
    columns = [
        Column(_("Question"), 60),
        Column(_("Mean, right after"), 18, "0.00"),
        Column(_("Mean, later"), 14, "0.00"),
        Column(_("Gave 4 or 5, right after"), 22, "0%"),
        Column(_("Gave 4 or 5, later"), 18, "0%"),
        Column(_("Answers, later"), 14, "#,##0"),
    ]
    rows: list[Row] = [
        (str(now.question.text), then.mean, now.mean, then.satisfied_share, now.satisfied_share, now.answered)
        for then, now in results.followed_up
    ]
    rows += [
        (str(now.question.text), None, now.mean, None, now.satisfied_share, now.answered)
        for now in results.later_only
    ]
    _table(workbook, _("Follow-up"), results.title, columns, rows)


def _occasions(workbook: Any, results: Results) -> None:
    columns = [
        Column(_("Course"), 44),
        Column(_("Held"), 12, "yyyy-mm-dd"),
        Column(_("Invited"), 10, "#,##0"),
        Column(_("Answered"), 10, "#,##0"),
        Column(_("Response rate"), 14, "0%"),
        Column(_("Satisfied"), 12, "0%"),
        Column(_("Mean, overall"), 14, "0.00"),
    ]
    rows = [
        (
            seen.evaluation.title,
            seen.evaluation.held_on,
            seen.evaluation.invited,
            seen.answered,
            seen.response_rate,
            seen.overall["satisfied"] / seen.overall["answered"] if seen.overall else None,
            seen.overall["mean"] if seen.overall else None,
        )
        for seen in results.closed
    ]
    sheet, first = _table(workbook, _("Occasions"), results.title, columns, rows)
    if len(rows) > 1:
        _line(workbook, sheet, first, len(rows))


def _line(workbook: Any, sheet: Any, first: int, rows: int) -> None:
    """A chart of the satisfied share over time, beside the table."""
    chart, last = workbook.add_chart({"type": "line"}), first + rows - 1
    chart.add_series(
        {
            "categories": [sheet.name, first, 1, last, 1],
            "values": [sheet.name, first, 5, last, 5],
            "line": {"color": _SEA},
            "marker": {"type": "circle", "fill": {"color": _SEA}},
        }
    )
    chart.set_title({"name": _("Satisfied, occasion by occasion"), "name_font": {"size": 12}})
    chart.set_legend({"none": True})
    chart.set_y_axis({"min": 0, "max": 1, "num_format": "0%"})
    chart.set_x_axis({"date_axis": True, "num_format": "yyyy-mm-dd"})
    sheet.insert_chart(2, 8, chart, {"description": _("Satisfied, occasion by occasion")})


def _texts(workbook: Any, results: Results) -> None:
    columns = [Column(_("Question"), 40), Column(_("In their own words, in random order"), 100)]
    rows = [
        (str(results.questions[code].text), text.text)
        for code, texts in results.texts.items()
        for text in texts
    ]
    _table(workbook, _("In their own words"), results.title, columns, rows)


def _table(
    workbook: Any, name: str, title: str, columns: Sequence[Column], rows: Sequence[Row]
) -> tuple[Any, int]:
    """A sheet with a title and a table below it; returns the sheet, and the table's first row of data."""
    sheet = workbook.add_worksheet(name)
    sheet.write_string(0, 0, title, workbook.add_format({"bold": True, "font_size": 14}))
    formats = [
        workbook.add_format({"num_format": item.format or "@", "text_wrap": not item.format})
        for item in columns
    ]
    for position, column in enumerate(columns):
        sheet.set_column(position, position, column.width)
    sheet.add_table(
        2, 0, 2 + max(len(rows), 1), len(columns) - 1,
        {
            "style": _STYLE,
            "columns": [
                {"header": item.name, "format": form} for item, form in zip(columns, formats, strict=True)
            ],
            "data": rows,
        },
    )  # fmt: skip
    sheet.freeze_panes(3, 1)
    return sheet, 3
