"""Emissions from the inventories: totals, shares, ranks, trends and flows."""
