"""What is handed out and taken in as files: CSV, XLSX, PDF and iCalendar."""
