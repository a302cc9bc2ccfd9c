"""Footprints, transfers between provinces and their balance."""
