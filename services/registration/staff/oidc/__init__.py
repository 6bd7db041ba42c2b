"""Signing in with an account kept elsewhere: OpenID Connect, authorization code with PKCE."""
