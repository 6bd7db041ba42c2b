"""What must hold for the people after a journey; each rule gives a sentence for whatever does not."""

from collections import Counter
from collections.abc import Iterator

from tests.faults.findings import Findings

CHANGES = ("participant_registered", "participant_moved_up", "registration_cancelled")
_INVITED = "SELECT evaluation_id, state, count(*) AS n FROM invitations GROUP BY 1, 2"
# Of an open evaluation they are pending; those of a closed one stand in a unit, which here is its own.
_BALLOTS = (
    "SELECT e.id, (SELECT count(*) FROM pending_ballots p WHERE p.evaluation_id = e.id)"
    " + CASE WHEN e.unit_id IS NULL THEN 0 ELSE (SELECT count(*) FROM ballots b WHERE b.unit_id = e.unit_id)"
    " END FROM evaluations e"
)
_ASKED = "SELECT contact_id FROM messages WHERE template = 'invitation'"
_TOTALS = "SELECT count(*) AS every, count(*) FILTER (WHERE status = 'cancelled') AS gone FROM registrations"
_RECOUNT = (
    "SELECT r.municipality, r.district, count(DISTINCT r.participant_id) AS persons,"
    " (sum(extract(epoch FROM s.ends_at - s.starts_at)) / 3600)::int AS hours"
    " FROM attendances a JOIN registrations r ON r.id = a.registration_id"
    " JOIN sessions s ON s.id = a.session_id"
    " GROUP BY 1, 2"
)


def no_place_is_sold_twice(found: Findings) -> Iterator[str]:
    """At no time: the outbox is written under the occasion's lock, and so tells of every moment."""
    seated: Counter[str] = Counter()
    has_place: dict[str, bool] = {}
    changes = [pair for name in CHANGES for pair in found.ledger.events(f"registration.{name}")]
    for row, data in sorted(changes, key=lambda pair: pair[0].sequence):
        occasion, had = data["occasion_id"], has_place.get(row.subject, False)
        has_place[row.subject] = data["status"] == "confirmed"
        seated[occasion] += has_place[row.subject] - had
        if seated[occasion] > found.places:
            yield f"{seated[occasion]} of {found.places} places on {occasion} at {row.sequence}"
    query = "SELECT occasion_id, count(*) FROM registrations WHERE status = 'confirmed' GROUP BY 1"
    for occasion, count in found.ledger.rows("registration", query):
        if count != seated[str(occasion)]:
            yield f"{occasion} has {count} with a place, and told of {seated[str(occasion)]}"


def what_was_accepted_is_there(found: Findings) -> Iterator[str]:
    query = (
        "SELECT r.id, r.status, p.email FROM registrations r JOIN participants p ON p.id = r.participant_id"
    )
    there = {str(row.id): row for row in found.ledger.rows("registration", query)}
    told = {receipt["id"] for receipt in found.accepted.receipts.values()}
    yield from (f"registration {lost} is lost" for lost in sorted(told - there.keys()))
    yield from (f"registration {extra} was told to nobody" for extra in sorted(there.keys() - told))
    for row in there.values():
        is_gone = str(row.id) in found.accepted.cancelled
        if (row.status == "cancelled") != is_gone:
            yield f"registration {row.id} is {row.status}, was cancelled: {is_gone}"
    sheets = found.ledger.rows("registration", "SELECT session_id, registration_id FROM attendances")
    noted = {(str(row.session_id), str(row.registration_id)) for row in sheets}
    given = {(it.session, who) for it in found.occasions for who in found.accepted.present.get(it.id) or ()}
    if noted != given:
        yield f"{len(noted)} attendances, {len(given)} were given, {len(noted ^ given)} differ"
    for row in found.ledger.rows("registration", "SELECT id, state FROM occasions"):
        if row.state != "completed":
            yield f"occasion {row.id} is {row.state}"


def every_letter_was_sent_once(found: Findings) -> Iterator[str]:
    """A letter may come twice where its sender was interrupted between the server's yes and the commit.

    So one that was taken may also be skipped: when it is taken up again it says what no longer holds.
    """
    columns = "event_id, contact_id, template, state, why, error, message_id, attempts"
    rows = found.ledger.rows("notifications", f"SELECT {columns} FROM messages")
    by_event = {row.event_id: row for row in rows}
    told = [pair for name in CHANGES for pair in found.ledger.events(f"registration.{name}")]
    for event, data in told:
        if event.event_id not in by_event:
            yield f"no letter about {event.type} of {event.subject} ({data['status']})"
    for row in rows:
        count = found.letters.taken[row.message_id]
        if row.state not in ("sent", "skipped"):
            yield f"{row.template} {row.message_id} is {row.state}: {row.error}"
        elif not count and row.state == "sent":
            yield f"{row.template} {row.message_id} is sent, and was never taken"
        elif count and row.state == "skipped" and not row.attempts:
            yield f"{row.template} {row.message_id} is {row.state} ({row.why}), taken {count} times"
    known = {row.message_id for row in rows}
    yield from (f"{it} was sent, and nobody knows of it" for it in found.letters.taken if it not in known)


def everybody_was_asked_once_and_counted_once(found: Findings) -> Iterator[str]:
    evaluations = found.ledger.rows("evaluation", "SELECT * FROM evaluations WHERE purpose = 'occasion'")
    by_occasion = {str(row.occasion_id): row for row in evaluations}
    tallied = dict(found.ledger.rows("evaluation", _BALLOTS))
    states = {(row.evaluation_id, row.state): row.n for row in found.ledger.rows("evaluation", _INVITED)}
    for occasion in found.occasions:
        present = found.accepted.present.get(occasion.id) or []
        evaluation = by_occasion.get(occasion.id)
        if evaluation is None:
            yield f"nobody was asked about {occasion.id}"
            continue
        invited = sum(count for (of, _), count in states.items() if of == evaluation.id)
        if invited != len(present):
            yield f"{invited} were asked about {occasion.id}, {len(present)} were present"
        answered = found.accepted.answers.get(occasion.id, 0)
        if tallied.get(evaluation.id, 0) != answered:
            yield f"{tallied.get(evaluation.id, 0)} answers about {occasion.id}, {answered} were given"
        if (evaluation.state == "closed") != (occasion.id in found.accepted.closed):
            yield f"the evaluation of {occasion.id} is {evaluation.state}"
    mails = Counter(row.contact_id for row in found.ledger.rows("notifications", _ASKED))
    yield from (f"{contact} was asked {count} times" for contact, count in mails.items() if count > 1)


def the_report_is_a_plain_recount(found: Findings) -> Iterator[str]:
    (period,) = {it.period for it in found.occasions}
    told = found.client.staff("GET", "/reporting/api/totals", params={"period": period})
    rows = found.client.staff("GET", "/reporting/api/municipalities", params={"period": period})["items"]
    counted = found.ledger.rows("registration", _RECOUNT)
    (total,) = found.ledger.rows("registration", _TOTALS)
    want = {"registrations": total.every, "cancellations": total.gone, "hours": sum(r.hours for r in counted)}
    for name, value in want.items():
        if told[name] != value:
            yield f"{name}: the report says {told[name]}, counted {value}"
    by_place = {(row["municipality"], row["district"]): row for row in rows}
    for row in counted:
        said = by_place.get((row.municipality, row.district), {})
        if (said.get("participants"), said.get("hours")) != (row.persons, row.hours):
            yield f"{row.municipality} {row.district}: {said.get('participants')} participants, {row.persons}"
