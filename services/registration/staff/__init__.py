"""The accounts of the staff: signing in, passwords, tokens, and their pages."""
