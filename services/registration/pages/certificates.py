"""Certificates: the page by which anybody verifies one, the paper for its holder, and the office's list."""

from uuid import UUID

from flask import Response
from flask.typing import ResponseReturnValue

from services.registration import queries
from services.registration.files import papers
from services.registration.pages.blueprints import office, public_pages
from services.registration.pages.filters import Filters
from services.registration.pages.holding import held
from services.registration.problems import CertificateNotFound
from services.registration.queries.certificates import (
    find_certificate,
    find_certificate_of,
    find_certificates,
)
from services.registration.schemas.persons import PersonQuery
from services.registration.verifying import verified
from services.registration.words import certificates
from services.registration.words.certificates import CertificateWords
from shared.service import reading
from shared.vocabulary import KINDS
from shared.web import public, render, requires
from shared.web.problems import Problem, TooManyTries

_QUERY = PersonQuery()


@public_pages.get("/certificates/<certificate_code>")
@public
def certificate(certificate_code: str) -> ResponseReturnValue:
    """Whether a certificate is valid, and what it says: for an employer, or whoever was shown the paper."""
    try:
        found = verified(certificate_code)
    except (CertificateNotFound, TooManyTries) as problem:
        return _verification(None, certificate_code[:20], problem), problem.status
    return _verification(found, found.code)


def _verification(found: CertificateWords | None, code: str, problem: Problem | None = None) -> str:
    return render("certificate.html", certificate=found, problem=problem, code=code, kinds=KINDS)


@public_pages.get("/certificates/<certificate_code>.pdf")
@public
def certificate_paper(certificate_code: str) -> Response:
    """The paper itself, for whoever has its code; that of a protected identity comes by its own link only.

    Raises CertificateNotFound, TooManyTries.
    """
    found = verified(certificate_code)
    if found.state != "valid" or found.name is None:
        raise CertificateNotFound()
    with reading() as session:
        words = certificates.for_the_paper(session, [find_certificate(session, found.code)])
    return papers.as_file(papers.certificates(words), "certificate")


@office.get("/occasions/<uuid:occasion_id>/certificates")
@requires("coordinator")
def occasion_certificates(occasion_id: UUID) -> str:
    """The certificates of an occasion: one by one, and all on one file."""
    filters = Filters(_QUERY)
    with reading() as session:
        occasion = queries.find_occasion(session, occasion_id)
        page = find_certificates(session, occasion_id, filters.data["q"], filters.page)
        people = [item.registration.participant for item in page.items]
        words = certificates.for_the_paper(session, page.items)
    names = [person.shown_name for person in people if person]
    listed = list(zip(names, words, strict=True))
    return render(
        "manage/certificates.html", occasion=occasion, certificates=listed, page=page, filters=filters
    )


@public_pages.get("/registrations/<token>/certificate.pdf")
@public
def own_certificate(token: str) -> Response:
    """The holder's certificate, by the manage link. Raises RegistrationNotFound, NoCertificate."""
    with reading() as session:
        registration_id = held(session, token).id
        words = certificates.for_the_paper(session, [find_certificate_of(session, registration_id)])
    return papers.as_file(papers.certificates(words), "certificate")
