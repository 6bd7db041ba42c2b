"""The tile map: a square for each municipality, placed like the county, in one of five shades."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from services.reporting.measures.measure import Measure, Value
from services.reporting.measures.written import written
from services.reporting.queries.figures import Figures
from shared.region import Region

SHADES = 5


@dataclass(frozen=True)
class Tile:
    """A municipality's square: where it lies, what it shows, and how dark it is (0 is nobody)."""

    code: str
    name: str
    column: int
    row: int
    text: str
    shade: int


@dataclass(frozen=True)
class Shade:
    """An entry of the legend."""

    shade: int
    text: str


@dataclass(frozen=True)
class TileMap:
    """The squares and their legend."""

    measure: Measure
    tiles: Sequence[Tile]
    legend: Sequence[Shade]
    columns: int


def tile_map(region: Region, rows: Sequence[Figures], measure: Measure) -> TileMap:
    """The map of one measure, in steps that hold about equally many municipalities each.

    Steps of equal length would leave all but the city in the lightest.
    """
    values: dict[str, Value] = {
        row["municipality"]: row[measure.code] for row in rows if row["district"] is None
    }
    steps = _steps(sorted(value for value in values.values() if value))
    tiles = [
        Tile(
            item.code,
            item.name,
            *item.tile,
            written(measure.unit, values.get(item.code)),
            _shade(values.get(item.code), steps),
        )
        for item in region.municipalities
    ]
    return TileMap(
        measure,
        sorted(tiles, key=lambda tile: (tile.row, tile.column)),
        [Shade(_shade(step, steps), f"≤ {written(measure.unit, step)}") for step in steps],
        1 + max(tile.column for tile in tiles),
    )


def _steps(ordered: Sequence[float]) -> list[float]:
    """The highest value of each step; fewer than five where values are few or alike."""
    ends = (ceil(len(ordered) * part / SHADES) - 1 for part in range(1, SHADES + 1))
    return sorted({ordered[end] for end in ends if ordered and end >= 0})


def _shade(value: Value, steps: Sequence[float]) -> int:
    """The darkest for the last step, and one lighter for each before it."""
    return SHADES - len(steps) + 1 + bisect_left(steps, value) if value else 0
