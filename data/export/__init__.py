"""A data set written out as tidy tables, with where every figure comes from."""
