"""What the figures mean, and how they are written."""
