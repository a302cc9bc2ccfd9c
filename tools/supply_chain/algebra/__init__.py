"""Input-output algebra over arrays: coefficients, inverses, checks of a table."""
