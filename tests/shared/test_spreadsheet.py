"""Workbooks written at once: what goes in is what a spreadsheet program reads."""

from datetime import date, datetime
from io import BytesIO
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import openpyxl
import pytest

from shared import spreadsheet

ROW: list[Any] = ["Åsa <b> & Ö", " =1+1", 7, 2.5, True, date(2026, 3, 12), datetime(2026, 3, 12, 9, 30), None]


def _sheet(**options: int) -> Any:
    content = spreadsheet.write("Deltagare & andra", [f"Kolumn {n}" for n in range(8)], [ROW, ROW], **options)
    return openpyxl.load_workbook(BytesIO(content)).worksheets[0]


def test_every_kind_of_value_comes_back_as_it_was() -> None:
    sheet = _sheet()
    head, *rows = sheet.iter_rows(values_only=True)
    expected = [*ROW[:5], datetime(2026, 3, 12), ROW[6], None]
    assert (list(rows[0]), list(rows[1])) == (expected, expected)
    assert (head[0], sheet.title) == ("Kolumn 0", "Deltagare & andra")
    assert sheet["B2"].data_type == "s"  # a formula is none


def test_the_first_line_and_the_fixed_columns_stay_in_sight() -> None:
    assert _sheet().freeze_panes == "A2"
    assert _sheet(fixed=2).freeze_panes == "C2"


def test_what_xml_cannot_hold_is_left_out_and_what_no_cell_can_is_cut() -> None:
    content = spreadsheet.write("A", ["\x00a\ud800b"], [["x" * 40_000]])
    ((head,), (long,)) = openpyxl.load_workbook(BytesIO(content)).worksheets[0].iter_rows(values_only=True)
    assert (head, len(long)) == ("ab", 32_767)


@pytest.mark.parametrize(("number", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_are_lettered_as_spreadsheets_do(number: int, letters: str) -> None:
    assert spreadsheet.column_letters(number) == letters


def test_every_part_is_xml_and_is_named_in_the_list_of_contents() -> None:
    with ZipFile(BytesIO(spreadsheet.write("A", ["b"], [[1]]))) as archive:
        names = archive.namelist()
        for name in names:
            ElementTree.fromstring(archive.read(name))
        listed = archive.read("[Content_Types].xml").decode()
    assert all(
        f'PartName="/{name}"' in listed for name in names if name.startswith("xl/") and "_rels" not in name
    )
