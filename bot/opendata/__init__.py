"""Open data: what is published today, as JSON and CSV, and how complete it is."""
