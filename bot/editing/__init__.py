"""What editors' pages and files share: words for a procedure's parts, and reading what was typed."""
