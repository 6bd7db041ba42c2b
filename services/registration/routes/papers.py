"""Papers by API: the printed attendance list, certificates, and whether a certificate is valid."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Response

from services.registration import problems, queries
from services.registration.files import papers
from services.registration.problems import CertificateNotFound, NoCertificate, NoCertificates
from services.registration.queries.attendance import list_expected
from services.registration.queries.certificates import (
    find_certificate_of,
    list_certificates,
)
from services.registration.routes.callers import check_leads, is_lecturer
from services.registration.schemas import attendance as schemas
from services.registration.verifying import verified
from services.registration.words import certificates
from services.registration.words.certificates import CertificateWords
from shared.service import reading
from shared.typeset import PDF
from shared.web import ApiBlueprint, page_of, page_schema, public, raises, requires
from shared.web.problems import TooManyTries

blueprint = ApiBlueprint("registration", "papers", description="Printed lists and certificates")
FILE = {"type": "string", "format": "binary"}


@blueprint.get("/occasions/<uuid:occasion_id>/attendance-list.pdf")
@requires("coordinator", "lecturer")
@blueprint.response(200, FILE, content_type=PDF)
@raises(problems.OccasionNotFound, problems.NotYourOccasion)
def get_attendance_list(occasion_id: UUID) -> Response:
    """The list to print and sign: everybody with a place, and a box for each session."""
    with reading() as session:
        occasion = queries.find_occasion(session, occasion_id)
        check_leads(session, occasion_id)
        expected = list_expected(session, occasion_id, names_only=is_lecturer())
    return papers.as_file(papers.attendance_list(occasion, expected), "attendance")


@blueprint.get("/occasions/<uuid:occasion_id>/certificates")
@requires("coordinator")
@blueprint.response(200, page_schema(schemas.OccasionCertificate))
@raises(problems.OccasionNotFound)
def get_certificates(occasion_id: UUID) -> Mapping[str, Any]:
    """The valid certificates of an occasion, by name; a protected identity has no name here."""
    with reading() as session:
        queries.find_occasion(session, occasion_id)
        found = list_certificates(session, occasion_id)
        words = [certificates.for_the_public(session, item) for item in found]
    return page_of(words, len(words), 1, 1)


@blueprint.get("/occasions/<uuid:occasion_id>/certificates.pdf")
@requires("coordinator")
@blueprint.response(200, FILE, content_type=PDF)
@raises(problems.OccasionNotFound, NoCertificates)
def get_certificates_as_pdf(occasion_id: UUID) -> Response:
    """All certificates of an occasion, one on each page."""
    with reading() as session:
        queries.find_occasion(session, occasion_id)
        words = certificates.for_the_paper(session, list_certificates(session, occasion_id))
    if not words:
        raise NoCertificates()
    return papers.as_file(papers.certificates(words), "certificates")


@blueprint.get("/registrations/<uuid:registration_id>/certificate.pdf")
@requires("coordinator")
@blueprint.response(200, FILE, content_type=PDF)
@raises(problems.RegistrationNotFound, NoCertificate)
def get_certificate_as_pdf(registration_id: UUID) -> Response:
    """One participant's certificate."""
    with reading() as session:
        words = certificates.for_the_paper(session, [find_certificate_of(session, registration_id)])
    return papers.as_file(papers.certificates(words), "certificate")


@blueprint.get("/certificates/<string(maxlength=40):certificate_code>")
@public
@blueprint.response(200, schemas.CertificateView)
@raises(CertificateNotFound, TooManyTries)
def get_certificate(certificate_code: str) -> CertificateWords:
    """What a certificate says and whether it is valid, by the code on its paper."""
    return verified(certificate_code)
