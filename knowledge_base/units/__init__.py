"""Communes, wards and their former names."""
