"""The four services: registration, evaluation, notifications and reporting."""
