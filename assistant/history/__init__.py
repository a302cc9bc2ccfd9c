"""Conversations kept: stored, found again, exported and deleted."""
