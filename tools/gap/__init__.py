"""Distance to the pathway: provinces, industries, and one industry across provinces."""
