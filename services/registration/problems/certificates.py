"""What may stand in the way of a certificate, in sentences that help."""

from shared.i18n import lazy as _
from shared.web import Problem


class CertificateNotFound(Problem):
    """No certificate has this code."""

    status = 404
    slug = "certificate_not_found"
    title = _("There is no certificate with this code. Check that it is written as on the paper.")


class NoCertificate(Problem):
    """The registration has no certificate, or it was withdrawn."""

    status = 404
    slug = "no_certificate"
    title = _("There is no certificate for this registration.")


class NoCertificates(Problem):
    """Nobody on the occasion has a certificate."""

    status = 404
    slug = "no_certificates"
    title = _("Nobody has a certificate from this occasion.")
