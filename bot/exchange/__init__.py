"""Procedures as files: YAML and Excel, out and in, with every mistake named by sheet, row and column."""
