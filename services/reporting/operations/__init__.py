"""What the service changes; HTTP, events and the schedule are doors to it."""
