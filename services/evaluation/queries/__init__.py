"""What the service reads, and who may see which of it."""
