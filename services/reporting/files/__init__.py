"""The figures as files: CSV, XLSX and PDF."""
