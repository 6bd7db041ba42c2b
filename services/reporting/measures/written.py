"""How figures are written on pages: as the reader's language writes numbers, with a dash for none."""

from services.reporting.measures.measure import Unit, Value
from shared.formats import number, percent
from shared.i18n import gettext as _

NONE = "–"
MINUS = "\N{MINUS SIGN}"


def written(unit: Unit, value: Value) -> str:
    """1 234 · 1 234,5 · 87 % · 4,25."""
    if value is None:
        return NONE
    if unit is Unit.SHARE:
        return percent(value)
    return number(value, {Unit.COUNT: 0, Unit.HOURS: 1, Unit.MEAN: 2}[unit], fixed=unit is Unit.MEAN)


def change(unit: Unit, now: Value, before: Value) -> str | None:
    """The step from one figure to another: +8 %, −3 percentage points, +0,2; None where one is lacking."""
    if now is None or before is None:
        return None
    if unit is Unit.SHARE:
        points = round(now * 100) - round(before * 100)
        return _("%(points)s percentage points", points=_signed(points, 0)) if points else _("unchanged")
    if unit is Unit.MEAN:
        return _signed(round(now - before, 2), 2)
    if not before:
        return None
    step = (now - before) / before
    return f"{_sign(step)}{percent(abs(step))}" if round(step, 2) else _("unchanged")


def _signed(value: float, decimals: int) -> str:
    return f"{_sign(value)}{number(abs(value), decimals)}"


def _sign(value: float) -> str:
    return "+" if value > 0 else MINUS if value < 0 else "±"
