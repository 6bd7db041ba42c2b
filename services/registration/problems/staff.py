"""What may stand in the way of signing in, or of changing an account."""

from shared.i18n import lazy as _
from shared.web import Problem


class SignInFailed(Problem):
    """The address or the password is wrong; which of them is not told."""

    status = 401
    slug = "sign_in_failed"
    title = _("The e-mail address or the password is wrong.")


class AccountNotFound(Problem):
    """No account has this id."""

    status = 404
    slug = "account_not_found"
    title = _("There is no such account.")


class TokenNotFound(Problem):
    """No program's token has this id."""

    status = 404
    slug = "token_not_found"
    title = _("There is no such token.")


class AccountIsClosed(Problem):
    """A closed account gets no link; open it first."""

    status = 409
    slug = "account_is_closed"
    title = _("The account is closed. Open it first.")


class LecturerIsUnknown(Problem):
    """The contact is not that of a lecturer on the list."""

    status = 422
    slug = "lecturer_is_unknown"
    title = _("Choose one of the lecturers on the list.")


class PasswordIsWrong(Problem):
    """The old password is not the account's."""

    status = 422
    slug = "password_is_wrong"
    title = _("That is not your present password.")


class AddressIsTaken(Problem):
    """Another account has this address."""

    status = 409
    slug = "address_is_taken"
    title = _("Another account has this e-mail address.")


class LastAdminMustStay(Problem):
    """Without an administrator nobody could add another."""

    status = 409
    slug = "last_admin_must_stay"
    title = _("This is the only administrator. Make somebody else administrator first.")


class PasswordLinkIsSpent(Problem):
    """The link was used, has been replaced, or is too old."""

    status = 410
    slug = "password_link_is_spent"
    title = _("The link has been used or is too old. Ask for a new one where you sign in.")
