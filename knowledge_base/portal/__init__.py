"""Imports the national portal's procedure records: read, map onto our documents, publish, report."""
