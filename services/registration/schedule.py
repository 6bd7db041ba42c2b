"""What registration does by itself."""

from datetime import timedelta

from services.registration.operations.completing import complete_due_occasions
from services.registration.operations.deadlines import expire_held_places, release_shares
from services.registration.operations.report_links import forget_old_report_links
from services.registration.operations.representative_digests import compile_digests
from services.registration.operations.retaining import carry_out_retention
from services.registration.operations.sign_ins import forget_sign_ins
from services.registration.operations.telling_mandates import tell_untold_places
from shared.worker import Job

JOBS: tuple[Job, ...] = (
    Job(complete_due_occasions, every=timedelta(minutes=5)),
    Job(expire_held_places, every=timedelta(minutes=1)),
    Job(carry_out_retention, every=timedelta(hours=6)),
    Job(release_shares, every=timedelta(minutes=1)),
    Job(forget_sign_ins, every=timedelta(minutes=15)),
    Job(compile_digests, every=timedelta(minutes=1)),
    Job(tell_untold_places, every=timedelta(hours=6)),
    Job(forget_old_report_links, every=timedelta(hours=6)),
)
