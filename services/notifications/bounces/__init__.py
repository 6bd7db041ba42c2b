"""What came back, and the addresses to which nothing is sent."""
