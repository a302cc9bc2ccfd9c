"""Structural path analysis up and down the supply chain."""
