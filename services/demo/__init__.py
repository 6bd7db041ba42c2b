"""A believable year of a region, played through the services' own operations and events."""
