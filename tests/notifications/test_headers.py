"""Headers: other people's words come out as they went in, and make no header of their own."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifications.letters import mime

BODY = mime.text_part("plain", "Hej!\n")
WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp", "Cn", "Co")), max_size=300)


@given(WORDS)
def test_a_subject_reads_as_it_was_written(subject: str) -> None:
    mail = _mail(Subject=mime.words(subject))
    assert " ".join(mail["Subject"].split()) == " ".join(subject.split())
    assert mail.keys() == ["Subject", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"]


@pytest.mark.parametrize(
    "name", ["Anna Öberg", 'Anna "Ann" Berg', "Berg, Anna (vik.)", "Anna <boss@x.se>", "Å" * 90, ""]
)
def test_a_name_stays_a_name(name: str) -> None:
    [address] = _mail(To=mime.mailbox(name, "anna@example.se"))["To"].addresses
    # The parser puts a space where a long name was folded.
    assert address.display_name.replace(" ", "") == name.replace(" ", "")
    assert address.addr_spec == "anna@example.se"


@pytest.mark.parametrize("evil", ["x\nBcc: all@example.se", "x\r\nBcc: all@example.se", "x\0", "x\x0by"])
def test_what_would_make_a_header_is_refused(evil: str) -> None:
    with pytest.raises(ValueError, match="line break"):
        mime.mail({"Subject": evil}, BODY)


def test_no_line_is_longer_than_mail_servers_take() -> None:
    mail = mime.mail({"Subject": mime.words("Å" * 500), "To": mime.mailbox("Ö" * 500, "a@b.se")}, BODY)
    assert max(map(len, mail.splitlines())) < 998


def _mail(**headers: str) -> EmailMessage:
    made = message_from_bytes(mime.mail(headers, BODY), policy=policy.default)
    return cast(EmailMessage, made)
