"""A page to fill in a declaration's draft, which comes back as a file. Nothing typed is stored or logged."""
