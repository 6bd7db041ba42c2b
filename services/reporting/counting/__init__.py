"""Counting participation: from what happened to the tallies of every group."""
