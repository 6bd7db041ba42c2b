"""What the four services have in common: events, bus, database, web, accounts, language."""
