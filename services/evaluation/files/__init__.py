"""Results as files: CSV for machines, workbooks for people, PDF to print and hand out."""
