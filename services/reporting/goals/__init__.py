"""Goals against outcome (mål – mätetal – utfall)."""
