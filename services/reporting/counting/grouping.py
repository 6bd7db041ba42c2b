"""What tallies are about, one by one."""

from enum import Enum
from typing import Any

from services.reporting.counting.cells import OCCASION_DIMENSIONS, PERSON_DIMENSIONS
from services.reporting.measures.tally import Tally

Key = tuple[Any, ...]
Tallies = dict[Key, Tally]


class Grouping(Enum):
    """What each tally is about; the region's key is empty."""

    REGION = "region"
    MUNICIPALITY = "municipality"
    DISTRICT = "district"
    OCCASION = "occasion"
    EMPLOYER = "employer"
    SIDE = "side"
    ROLE = "role"
    KIND = "kind"
    FORM = "form"
    AREA = "area"
    ACTIVITY = "activity"
    LECTURER = "lecturer"

    @property
    def is_dimension(self) -> bool:
        """Whether it cuts by something else than places."""
        return self.value in (*PERSON_DIMENSIONS, *OCCASION_DIMENSIONS)

    @property
    def parts_persons(self) -> bool:
        """Whether an occasion counts in a group only where somebody of the group was present."""
        return self.value in ("municipality", "district", *PERSON_DIMENSIONS)
