"""Catalogue, places, waiting lists and attendance; and the staff accounts."""
