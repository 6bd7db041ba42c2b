"""The report on paper: what it says, section by section, in the reader's language."""
