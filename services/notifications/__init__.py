"""Notifications: e-mail, who is told what and when, and whether it arrived."""
