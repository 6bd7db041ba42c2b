"""What reporting does by itself: nothing yet, for its figures are computed when somebody asks."""

from shared.worker import Job

JOBS: tuple[Job, ...] = ()
