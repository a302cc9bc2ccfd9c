"""The generator of the demonstration data set: published totals, seeded synthetic splits below."""
