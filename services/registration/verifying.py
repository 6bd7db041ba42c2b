"""Verifying a certificate: anybody with the paper may, but nobody may try codes until one fits."""

from datetime import timedelta

from services.registration.problems import CertificateNotFound
from services.registration.queries.certificates import find_certificate
from services.registration.words import certificates
from services.registration.words.certificates import CertificateWords
from shared.service import reading
from shared.web.throttle import Throttle, caller_address

TRIED = Throttle("certificate_unknown", 50, timedelta(minutes=10))


def verified(code: str) -> CertificateWords:
    """What the certificate of that code says, in whatever way it was typed.

    Raises CertificateNotFound, TooManyTries.
    """
    address = caller_address()
    try:
        with reading() as session:
            TRIED.check(session, address)
            found = find_certificate(session, certificates.plain_code(code))
            return certificates.for_the_public(session, found)
    except CertificateNotFound:
        TRIED.count(address)
        raise
