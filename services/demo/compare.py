"""Holding the report against the ledger: line by line, what went in beside what comes out."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import Flask

from services.demo.held import Held
from services.demo.ledger import COUNTED, Ledger


@dataclass(frozen=True)
class Line:
    """One figure of one row of the report."""

    period: str
    row: str
    measure: str
    went_in: float
    reported: float

    @property
    def differs(self) -> bool:
        """Whether the report says something else than what went in."""
        return abs(self.went_in - self.reported) > 0.005


class Report:
    """The reporting service's API, asked as an administrator asks it."""

    def __init__(self, app: Flask, token: str) -> None:
        self._client = app.test_client()
        self._headers = {"Authorization": f"Bearer {token}"}

    def get(self, path: str, **query: str) -> Any:
        """The JSON behind an address below /reporting/api."""
        answer = self._client.get(f"/reporting/api/{path}", query_string=query, headers=self._headers)
        if answer.status_code != 200:
            raise RuntimeError(f"{path}: {answer.status_code} {answer.text}")
        return answer.get_json()

    def pages(self, path: str, **query: str) -> Iterator[dict[str, Any]]:
        """Every item of a list, page after page."""
        page = pages = 1
        while page <= pages:
            found = self.get(path, page=str(page), **query)
            yield from found["items"]
            page, pages = page + 1, found["pages"]


def compare(ledger: Ledger, report: Report, periods: list[str]) -> Iterator[Line]:
    """Every participation figure of every municipality, district and the region, and every occasion's answers."""
    for period in periods:
        counted = ledger.counted(period)
        for row in report.get("municipalities", period=period)["items"]:
            yield from _figures(period, row["name"], counted[row["municipality"], row["district"]], row)
        yield from _figures(period, "the region", counted[None], report.get("totals", period=period))
        yield from _occasions(ledger, report, period)


def _figures(period: str, name: str, counted: dict[str, float], row: dict[str, Any]) -> Iterator[Line]:
    for measure in COUNTED:
        yield Line(period, name, measure, counted[measure], row[measure])


def _occasions(ledger: Ledger, report: Report, period: str) -> Iterator[Line]:
    reported = {str(row["id"]): row for row in report.pages("occasions", period=period)}
    for occasion in ledger.occasions:
        if row := reported.pop(str(occasion.id), None):
            yield Line(period, occasion.title, "attendances", len(occasion.attended), row["attendances"])
            if row["answered"] is not None:
                yield from _evaluation(period, occasion, row)
    for row in reported.values():
        yield Line(period, row["title"], "was never played", 0, 1)


def _evaluation(period: str, occasion: Held, row: dict[str, Any]) -> Iterator[Line]:
    """Who was to be asked, who got a letter and who answered; whoever never did is reminded each time."""
    yield Line(period, occasion.title, "invited", occasion.to_ask, row["invited"])
    yield Line(period, occasion.title, "answered", occasion.answered, row["answered"])
    if asking := occasion.asking:
        yield Line(period, occasion.title, "got a letter", len(asking.people), row["invited"])
        if asking.is_over:
            wanted = len(asking.silent) * (1 + asking.reminders)
            yield Line(
                period, occasion.title, "reminded", wanted, sum(len(one.tokens) for one in asking.silent)
            )
