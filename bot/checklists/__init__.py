"""A citizen's personal checklist as a page to print and as a document, behind an address nobody can guess."""
