"""A walk through every address of this service that staff can read, and the figures that stand there."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from html import unescape
from itertools import product
from typing import Any
from urllib.parse import quote

import openpyxl
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

Figures = tuple[str, tuple[tuple[str, int], ...]]  # a question and how many gave each value, none left out

# Nothing of what was answered stands there: how the service and its events are, what it can do, what it
# asks, and files of the layout.
BESIDE = re.compile(
    r"/docs|/openapi|/healthz|/readyz|/metrics|/static/|/assets/|/answers?/|/api/audit|/questionnaires|/rules"
    r"|/api/flow|/api/failed-events|/failed/"
)
_VALUES = {"Ja": "yes", "Nej": "no"}  # by the words in which people read them
_TABLE = re.compile(r"<h3>(.*?)</h3>.*?<table class=\"distribution.*?</table>", re.DOTALL)
_ROW = re.compile(r"<th scope=\"row\">(.*?)</th>.*?<td class=\"number\">(\d+)</td>", re.DOTALL)


def addresses(app: Flask, known: Mapping[str, list[Any]]) -> Iterator[str]:
    """Every address that can be read, with each value that is known for its parts."""
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and not BESIDE.search(rule.rule):
            yield from _with_values(rule, known)


def _with_values(rule: Rule, known: Mapping[str, list[Any]]) -> Iterator[str]:
    names = sorted(rule.arguments)
    lacking = [name for name in names if name not in known]
    assert not lacking, f"{rule.rule} is new: tell this walk values for {lacking}, or why it shows no results"
    for values in product(*(known[name] for name in names)):
        path = rule.rule
        for name, value in zip(names, values, strict=True):
            path = re.sub(rf"<[^<>]*\b{name}>", quote(str(value)), path)
        yield path


def read(client: FlaskClient, path: str, headers: Mapping[str, str]) -> TestResponse:
    """The answer, which may be that there is no such thing."""
    answer = client.get(path, headers=dict(headers) | {"Accept-Language": "sv"})
    assert answer.status_code in (200, 303, 400, 403, 404, 409, 410, 422), f"{path}: {answer.status_code}"
    return answer


def figures_in(answer: TestResponse, codes: Mapping[str, str]) -> Iterator[Figures]:
    """The distributions in an answer; `codes` are the questions' by their Swedish texts."""
    if answer.status_code != 200:
        return
    kind = answer.mimetype
    if kind == "application/json":
        yield from _in_json(answer.json)
    elif kind == "text/html":
        yield from _in_page(answer.text, codes)
    elif kind == "text/csv":
        yield from _in_lines(answer.data)
    elif kind.endswith("sheet"):
        yield from _in_workbook(answer.data, codes)


def _in_json(found: Any) -> Iterator[Figures]:
    if isinstance(found, dict):
        if "counts" in found and "code" in found:
            yield _figures(found["code"], found["counts"])
        found = list(found.values())
    if isinstance(found, list):
        for item in found:
            yield from _in_json(item)


def _in_page(text: str, codes: Mapping[str, str]) -> Iterator[Figures]:
    for table in _TABLE.finditer(text):
        rows = {unescape(name): int(number) for name, number in _ROW.findall(table[0])}
        yield _figures(codes[unescape(table[1])], rows)


def _in_lines(content: bytes) -> Iterator[Figures]:
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
    together: dict[tuple[str, ...], dict[str, int]] = {}
    for row in rows:
        if row.get("count"):
            key = row["evaluation"], row["purpose"], row["question"]
            together.setdefault(key, {})[row["value"]] = int(row["count"])
    for key, counts in together.items():
        yield _figures(key[2], counts)


def _in_workbook(content: bytes, codes: Mapping[str, str]) -> Iterator[Figures]:
    workbook = openpyxl.load_workbook(io.BytesIO(content))
    together: dict[str, dict[str, int]] = {}
    if "Fördelning" in workbook.sheetnames:
        for asked, value, count, _ in workbook["Fördelning"].iter_rows(min_row=4, values_only=True):
            if asked:
                together.setdefault(str(asked), {})[str(value)] = int(str(count))
    for asked, counts in together.items():
        yield _figures(codes[asked], counts)


def _figures(code: str, counts: Mapping[str, int]) -> Figures:
    given = ((_VALUES.get(value, value), number) for value, number in counts.items() if number)
    return code, tuple(sorted(given))
