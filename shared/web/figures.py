"""Figures for Prometheus that are asked for, not counted: what waits, and for how long."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy.orm import Session


@dataclass(frozen=True)
class Figure:
    """One figure, with what tells it apart from others of its name."""

    name: str
    sentence: str
    value: float
    labels: tuple[tuple[str, str], ...] = ()


# What a service adds to the figures that all have; it is asked in a session that only reads.
Figures = Callable[[Session], Iterable[Figure]]


def no_figures(_session: Session) -> Iterable[Figure]:
    """For a service that adds none."""
    return ()


class Told(Collector):
    """Figures that are at hand already, those of one name together."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        self._figures = list(figures)

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """A family for each name, as the client library wants it."""
        families: dict[str, GaugeMetricFamily] = {}
        for figure in self._figures:
            names = [name for name, _ in figure.labels]
            if figure.name not in families:
                families[figure.name] = GaugeMetricFamily(figure.name, figure.sentence, labels=names)
            families[figure.name].add_metric([value for _, value in figure.labels], figure.value)
        yield from families.values()
