"""What the pages, the API and the files read: rows of figures."""
