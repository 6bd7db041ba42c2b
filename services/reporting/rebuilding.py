"""What a replay builds anew from the neighbours' facts; everything else in this service stays as it is."""

from typing import cast

import sqlalchemy as sa

from services.reporting.models import (
    Attendance,
    AttendanceSheet,
    Base,
    CountedYear,
    Entry,
    EvaluationCount,
    Mandate,
    Occasion,
    OccasionResult,
    OccasionSession,
    PendingSteps,
    Registration,
    RepresentedPlace,
    Summary,
    TertialResult,
)

# Kept by handlers that are marked as projections, and by nobody else.
READ_MODELS: tuple[type[Base], ...] = (
    Occasion,
    OccasionSession,
    Registration,
    AttendanceSheet,
    Attendance,
    EvaluationCount,
    OccasionResult,
    TertialResult,
    RepresentedPlace,
    Mandate,
    Entry,
    Summary,
    PendingSteps,
    CountedYear,
)


def rebuilt_tables() -> list[sa.Table]:
    """The tables of the read models."""
    return [cast(sa.Table, model.__table__) for model in READ_MODELS]
