"""Benchmarks: each prints one JSON line a run, with its figures as ratios to a floor of the same run."""
