"""What registration does by itself: nothing yet."""

from shared.worker import Job

JOBS: tuple[Job, ...] = ()
