"""A group is told of once, to whoever booked for it; each member who has a name is told as anybody is."""

from dataclasses import replace
from datetime import timedelta
from itertools import islice, permutations
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from services.notifications.models import GroupLink
from shared import clock, events
from shared.envelope import Event
from shared.service import reading
from tests.notifications.another import retold
from tests.notifications.happenings import (
    ANNA,
    BO,
    GROUP,
    OCCASION,
    REGISTRATION,
    SECOND,
    bo,
    cancelled,
    contact,
    group,
    group_link,
    in_days,
    manage_link,
    occasion,
    registered,
    session,
)
from tests.notifications.mail_room import MailRoom, html_of, text_of

SUMMARY = (occasion(), contact(), bo(), group_link(), group())
NOBODY = {"registration": SECOND, "contact_id": None}


def test_every_order_of_arrival_gives_the_booker_one_summary(room: MailRoom) -> None:
    for order in list(permutations(SUMMARY))[::17]:
        before = len(room.mails)
        room.hears(*retold(order)).send()
        assert len(room.mails) == before + 1
    assert len({text_of(mail) for mail in room.mails}) == 1


def test_the_summary_names_everybody_and_says_whose_name_is_missing(web_room: MailRoom) -> None:
    web_room.hears(*SUMMARY).send()
    [mail] = web_room.mails
    for said in (text_of(mail), html_of(mail)):
        assert "Anna Lindqvist" in said
        assert "Namn meddelas senare" in said
    assert "/registration/groups/group-secret" in text_of(mail)
    assert mail["To"].addresses[0].addr_spec == "bo@example.se"


def test_what_is_kept_of_the_summary_has_no_secret(web_room: MailRoom) -> None:
    web_room.hears(*SUMMARY).send()
    [message] = web_room.messages
    assert (message.occasion_id, message.contact_id) == (OCCASION, BO)
    assert "group-secret" not in str(message.content)


def test_a_group_whose_members_are_all_known_is_asked_for_no_names(web_room: MailRoom) -> None:
    booker = {"registration_id": SECOND, "contact_id": BO, "status": "confirmed", "position": None}
    web_room.hears(*SUMMARY[:-1], group(members=[booker])).send()
    assert "namn som saknas" not in text_of(web_room.mails[0])


@pytest.mark.parametrize(
    ("happening", "template"),
    [
        (group(status="waiting"), "group_waiting"),
        (group(status="held"), "group_held"),
        (group(events.GroupMovedUp, 2), "group_moved_up"),
        (group(events.GroupMovedUp, 2, "held"), "group_held"),
        (group(events.GroupMovedUp, 2, "offered", expires_at=in_days(2)), "group_offered"),
    ],
)
def test_what_the_group_got_is_told(web_room: MailRoom, happening: Event, template: str) -> None:
    web_room.hears(*SUMMARY[:-1], happening).send()
    assert web_room.told == [(template, "sent")]


def test_the_booker_hears_of_the_newest_alone(web_room: MailRoom) -> None:
    web_room.hears(group(status="waiting"), group(events.GroupMovedUp, 2), *SUMMARY[:-1]).send()
    assert web_room.told == [("group_waiting", "group_moved_on"), ("group_moved_up", "sent")]


def test_an_offer_to_the_group_that_has_run_out_is_not_told(web_room: MailRoom) -> None:
    web_room.hears(group(events.GroupMovedUp, 2, "offered", expires_at=in_days(1)), *SUMMARY[:-1])
    with clock.at(clock.now() + timedelta(days=2)):
        web_room.send()
    assert web_room.told == [("group_offered", "deadline_passed")]


def test_an_erased_booker_leaves_no_link_and_is_told_nothing(web_room: MailRoom) -> None:
    web_room.hears(*SUMMARY, events.PersonErased(BO, version=1, request_id=GROUP)).send()
    assert web_room.told == [("group_confirmed", "person_erased")]
    with web_room.app.app_context(), reading() as session:
        assert session.scalars(sa.select(GroupLink)).all() == []


def test_whoever_was_erased_is_left_out_of_the_summary(web_room: MailRoom) -> None:
    web_room.hears(*SUMMARY[:-1], events.PersonErased(ANNA, version=1, request_id=GROUP), group()).send()
    assert "Anna" not in html_of(web_room.mails[0])
    assert web_room.messages[0].content["members"] == [[None, "confirmed", None]]


def test_a_summary_that_was_sent_is_kept_without_whoever_it_named(web_room: MailRoom) -> None:
    web_room.hears(*SUMMARY).send()
    web_room.hears(events.PersonErased(ANNA, version=1, request_id=GROUP))
    assert [message.content for message in web_room.messages if message.group_id == GROUP] == [None]


def test_a_summary_that_waits_is_sent_without_whoever_was_erased(web_room: MailRoom) -> None:
    web_room.hears(*SUMMARY, events.PersonErased(ANNA, version=1, request_id=GROUP)).send()
    assert "Anna" not in html_of(web_room.mails[0])


def ended(by: str, registration: UUID = SECOND) -> Event:
    """A place of Bo's group ends that nobody is named for."""
    place = {"contact_id": None, "party_id": GROUP, "booker_contact_id": BO}
    return replace(cancelled(2, by, **place), subject=str(registration))


def test_whoever_booked_places_without_names_is_told_once_that_they_have_run_out(web_room: MailRoom) -> None:
    web_room.hears(occasion(), bo(), ended("deadline"), ended("deadline", REGISTRATION)).send()
    web_room.hears(ended("deadline", ANNA)).send()
    [mail] = web_room.mails
    assert mail["Subject"] == "Tiden gick ut för gruppen: Lågaffektivt bemötande"
    assert "Platserna utan namn" in html_of(mail)


def test_whoever_booked_is_told_that_the_occasion_is_cancelled_and_why(web_room: MailRoom) -> None:
    web_room.hears(occasion(), bo(), ended("organiser")).send()
    assert web_room.mails == []
    web_room.hears(occasion(events.OccasionCancelled, 2, state="cancelled", reason="Snöstorm")).send()
    [mail] = web_room.mails
    assert "Inställt för din grupp" in mail["Subject"]
    assert "Snöstorm" in text_of(mail)


def test_whoever_gave_the_places_up_is_told_nothing(web_room: MailRoom) -> None:
    web_room.hears(occasion(), bo(), ended("booker"), ended("coordinator")).send()
    assert web_room.messages == []


MOVED = occasion(events.OccasionChanged, 2, sessions=[session(days=31, venue="Medborgarhuset")])


def nameless(registration: UUID = SECOND, version: int = 1, **given: Any) -> Event:
    """A place of Bo's group, which nobody is named for unless said otherwise."""
    place = {"contact_id": None, "party_id": GROUP, "booker_contact_id": BO}
    return registered(version, registration, **place | given)


def test_whoever_booked_places_without_names_is_told_once_of_a_new_time_or_venue(room: MailRoom) -> None:
    room.hears(*SUMMARY, nameless(), nameless(REGISTRATION)).send().hears(MOVED, MOVED).send()
    assert room.told == [("group_confirmed", "sent"), ("group_changed", "sent")]
    mail = room.mails[1]
    assert mail["To"].addresses[0].addr_spec == "bo@example.se"
    for said in (" ".join(text_of(mail).split()), html_of(mail)):
        assert "Du har bokat 2 platser" in said
        assert "Medborgarhuset" in said
        assert "Carpe, Rosenlundsgatan 29" in said
    assert "/registration/groups/group-secret" in text_of(mail)


def test_every_order_of_arrival_tells_the_booker_of_what_holds_in_the_end(room: MailRoom) -> None:
    for order in permutations((nameless(), MOVED, "send")):
        before = len(room.mails)
        story = iter(retold((*SUMMARY, *(one for one in order if one != "send"))))
        room.hears(*islice(story, len(SUMMARY)))
        for step in order:
            room.send() if step == "send" else room.hears(next(story))
        assert "Medborgarhuset" in text_of(room.send().mails[-1])
        assert len(room.mails) - before <= 2


def test_a_change_that_the_booker_need_not_know_is_not_told(web_room: MailRoom) -> None:
    web_room.hears(*SUMMARY, nameless()).send()
    web_room.hears(occasion(events.OccasionChanged, 2, places=30)).send()
    assert web_room.told == [("group_confirmed", "sent")]


@pytest.mark.parametrize("status", ["waiting", "cancelled"])
def test_a_change_is_not_told_for_places_that_do_not_count(web_room: MailRoom, status: str) -> None:
    web_room.hears(*SUMMARY, nameless(status=status)).send().hears(MOVED).send()
    assert web_room.told == [("group_confirmed", "sent")]


def test_a_change_is_told_to_each_who_has_a_name_and_not_to_the_booker(web_room: MailRoom) -> None:
    anna = nameless(REGISTRATION, contact_id=ANNA)
    web_room.hears(*SUMMARY, anna, manage_link()).send().hears(MOVED).send()
    assert [template for template, _ in web_room.told[2:]] == ["occasion_changed"]


def test_a_change_is_not_told_to_the_booker_when_everybody_was_named_meanwhile(web_room: MailRoom) -> None:
    web_room.hears(*SUMMARY, nameless()).send()
    web_room.hears(MOVED, nameless(version=2, contact_id=ANNA)).send()
    assert ("group_changed", "group_is_named") in web_room.told


def test_two_changes_before_the_booker_was_told_are_one_mail(web_room: MailRoom) -> None:
    later = occasion(events.OccasionChanged, 3, sessions=[session(venue="Lokal B")])
    web_room.hears(*SUMMARY, nameless()).send().hears(MOVED, later).send()
    assert sorted(web_room.told[1:]) == [("group_changed", "already_told"), ("group_changed", "sent")]
    assert "Lokal B" in text_of(web_room.mails[1])


def test_a_new_time_while_the_group_waits_is_told_when_it_gets_its_places(web_room: MailRoom) -> None:
    web_room.hears(*SUMMARY[:-1], group(status="waiting"), nameless(status="waiting")).send()
    seated = replace(nameless(version=2), type=events.ParticipantMovedUp)
    web_room.hears(MOVED, seated, group(events.GroupMovedUp, 2)).send()
    assert web_room.told == [("group_waiting", "sent"), ("group_moved_up", "sent")]
    for said in (text_of(web_room.mails[1]), html_of(web_room.mails[1])):
        assert "Det här gäller inte längre" in said


def test_a_change_that_is_tried_again_still_tells_what_held_before(web_room: MailRoom) -> None:
    web_room.hears(*SUMMARY, nameless()).send().hears(MOVED).send()
    web_room.change(web_room.messages[1].id, state="queued", due_at=clock.now())
    assert "Carpe, Rosenlundsgatan 29" in text_of(web_room.send().mails[1])


def test_a_place_without_a_name_has_nobody_to_tell(web_room: MailRoom) -> None:
    web_room.hears(occasion(), registered(**NOBODY)).send()
    assert web_room.messages == []


def test_each_member_who_has_a_name_and_the_booker_are_told_once(web_room: MailRoom) -> None:
    web_room.hears(*SUMMARY, registered(), manage_link(), registered(**NOBODY)).send()
    assert sorted(web_room.told) == [("group_confirmed", "sent"), ("registration_confirmed", "sent")]
