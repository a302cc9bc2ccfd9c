"""Queries over the documented fields of the tables of a data set and of the reference series."""
