"""When figures stand fast: some days after its end a tertial is frozen, and a correction needs its reason."""

from datetime import datetime, timedelta

from services.registration.periods import tertial_of
from services.registration.problems import TertialIsFrozen
from shared import clock
from shared.service import service


def is_frozen(moment: datetime) -> bool:
    """Whether the tertial in which the moment lies is frozen."""
    patience = timedelta(days=service().settings.tertial_frozen_after_days)
    return clock.today() > tertial_of(clock.local(moment).date()).last + patience


def check_frozen(moment: datetime, reason: str | None) -> None:
    """Let a change of what happened then pass, if need be with its reason. Raises TertialIsFrozen."""
    if not reason and is_frozen(moment):
        raise TertialIsFrozen()
