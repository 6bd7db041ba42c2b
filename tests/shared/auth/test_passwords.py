"""Passwords: argon2id, forgiving of keyboards, and never right for nobody."""

import unicodedata

from shared.auth.passwords import hash_password, is_right


def test_a_password_is_right_only_for_its_own_hash() -> None:
    stored = hash_password("tre små grisar")
    assert is_right("tre små grisar", stored)
    assert not is_right("tre stora grisar", stored)


def test_two_ways_to_write_a_letter_are_one() -> None:
    stored = hash_password(unicodedata.normalize("NFD", "tre små grisar"))
    assert is_right(unicodedata.normalize("NFC", "tre små grisar"), stored)


def test_nobody_has_no_password() -> None:
    assert not is_right("", None)
    assert not is_right("tre små grisar", None)


def test_what_is_stored_does_not_hold_the_password() -> None:
    stored = hash_password("tre små grisar")
    assert stored.startswith("$argon2id$")
    assert "grisar" not in stored
