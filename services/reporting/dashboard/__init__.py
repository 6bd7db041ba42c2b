"""What the dashboard shows beside the table."""
