"""Structural decomposition between two tables."""
