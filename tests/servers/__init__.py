"""The servers that tests need: private ones, started only when a test asks, one of each kind per run."""
