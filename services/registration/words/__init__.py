"""How things of the service are said, in the reader's words."""
