"""What may stand in the way of signing in with an account kept elsewhere."""

from shared.i18n import lazy as _
from shared.web import Problem


class ProviderIsAway(Problem):
    """The provider does not answer, or answers what no provider should."""

    status = 503
    slug = "provider_is_away"
    title = _("The sign-in of your organisation does not answer. Try again in a while.")


class SignInWasCancelled(Problem):
    """The provider says that whoever was there went back, or was not let in."""

    status = 401
    slug = "sign_in_was_cancelled"
    title = _("You were not signed in there, and so not here. Try again if you like.")


class SignInIsStale(Problem):
    """The answer belongs to no sign-in that this browser has begun, or to one begun too long ago."""

    status = 400
    slug = "sign_in_is_stale"
    title = _("The sign-in took too long or was begun in another window. Begin again.")


class TokenIsWrong(Problem):
    """The provider's token is not one that was made for us, now and for this sign-in."""

    status = 401
    slug = "token_is_wrong"
    title = _("We could not trust the answer from your organisation's sign-in. Begin again.")
    detail = _("If it happens again, tell an administrator.")


class EmailIsUnverified(Problem):
    """The provider does not vouch for the address."""

    status = 403
    slug = "email_is_unverified"
    title = _("Your organisation's sign-in has not confirmed your e-mail address.")
    detail = _("Those who keep your account there can help you.")


class NobodyHasThisAccount(Problem):
    """No active account here has the address, or is bound to the subject."""

    status = 403
    slug = "nobody_has_this_account"
    title = _("You have no account here. Ask an administrator to add you with the same e-mail address.")


class AccountIsBound(Problem):
    """The account with this address belongs to another subject at the provider."""

    status = 403
    slug = "account_is_bound"
    title = _("Your account here is tied to another account at your organisation. Ask an administrator.")
