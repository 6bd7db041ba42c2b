"""The columns of the files: their codes for machines, their names for people, and what they mean."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.reporting.measures.catalogue import BY_CODE, MEASURES, measures_of
from services.reporting.measures.measure import Kind, Row, Unit
from shared.i18n import gettext as _


@dataclass(frozen=True)
class Column:
    """A column of a file: its code for machines, its name for people, and how its figures are written."""

    code: str
    name: str
    sentence: str
    unit: Unit | None = None

    @property
    def is_participation(self) -> bool:
        """Whether it counts who took part, rather than what was answered."""
        return self.code in BY_CODE and BY_CODE[self.code].kind is Kind.PARTICIPATION


def places() -> list[Column]:
    """The columns of the places: what they are, every measure, and why results are withheld."""
    place = [
        Column("municipality", _("Municipality code"), _("The four-digit code of the municipality.")),
        Column(
            "district",
            _("City district"),
            _("Empty in a municipality's own row, which counts its districts too."),
        ),
        Column("name", _("Name"), _("The municipality or the city district.")),
        Column("staff", _("Staff"), _("How many work in the target group."), Unit.COUNT),
    ]
    withheld = Column("withheld", _("Withheld"), _("Why there are no evaluation results."))
    return [*place, *measured(Row.PLACE), withheld]


def revised(columns: Sequence[Column]) -> list[Column]:
    """The columns of a frozen period: what each figure would be today, empty where it is as published."""
    sentence = _("What the figure is today, where it differs from the published one.")
    return [
        Column(f"revised_{item.code}", _("%(name)s, revised", name=item.name), sentence, item.unit)
        for item in columns
        if item.unit
    ]


def measured(row: Row) -> list[Column]:
    """A column for each measure of a row."""
    return [
        Column(item.code, str(item.name), f"{item.sentence} {item.formula}", item.unit)
        for item in measures_of(row)
    ]


def values_of(columns: Sequence[Column], rows: Sequence[Mapping[str, Any]]) -> list[list[Any]]:
    """The cells of rows, None where there is nothing."""
    return [[_value(row, column.code) for column in columns] for row in rows]


def definitions() -> Iterator[tuple[str, str]]:
    """What each column of a report means."""
    yield from ((column.name, column.sentence) for column in places() if column.code not in BY_CODE)
    yield from ((str(item.name), f"{item.sentence} {item.formula}") for item in MEASURES)


def _value(row: Mapping[str, Any], code: str) -> Any:
    if code.startswith("revised_"):
        return row.get("revised", {}).get(code.removeprefix("revised_"))
    value = row.get(code)
    return str(value) if isinstance(value, str) else value  # an enum's text, not its name
