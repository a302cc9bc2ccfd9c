"""Emission accounts of a table, and the figures and notes that every tool on it shares."""
