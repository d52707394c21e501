"""Official forms for citizens: the file at a public address."""
