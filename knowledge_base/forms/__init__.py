"""Official forms: the file or the link citizens get, kept by hash, published by two persons."""
