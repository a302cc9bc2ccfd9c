"""Tools on the totals of cities and counties."""
